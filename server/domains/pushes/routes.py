"""Where WeChat pushes to; its console names this address (消息推送)."""

from http import HTTPStatus

from flask import Response, request
from flask_smorest import Blueprint
from werkzeug.exceptions import RequestEntityTooLarge

from server.domains.pushes import schemas, service
from server.web.access import current_work, receives
from server.web.limits import REFUSED_PUSHES, limited

blueprint = Blueprint(
    "pushes", __name__, url_prefix="/api/v1", description="Pushes from WeChat (推送)"
)


@blueprint.get("/wechat/push")
@blueprint.doc(parameters=schemas.GREETING, responses=schemas.text("the echo"))
@limited(REFUSED_PUSHES)
@receives
def greet_wechat() -> Response:
    """Answer WeChat's question whether this address is ours; anybody else gets a 403."""
    return _text(service.greet(current_work(), request.args))


@blueprint.post("/wechat/push")
@blueprint.doc(
    parameters=schemas.SIGNED, requestBody=schemas.SEALED, responses=schemas.text("`success`")
)
@limited(REFUSED_PUSHES)
@receives
def receive_push() -> Response:
    """Receive an event in WeChat's safe mode, once; whatever is not WeChat's gets a 403."""
    service.receive(current_work(), request.args, _body())
    return _text("success")


def _body() -> bytes:
    """Return the body; nothing of one that is too long."""
    request.max_content_length = service.BODY_BYTES_MAX
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        return b""


def _text(words: str) -> Response:
    return Response(words, HTTPStatus.OK, mimetype="text/plain")
