"""Sign-in over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.identity import schemas, service
from server.kernel.permissions import Permission
from server.kernel.ports import Ports
from server.kernel.wechat import WeChatIdentity
from server.web.access import (
    allows,
    allows_signed_in,
    bearer_token,
    current_work,
    prepared,
    signs_in,
)
from server.web.limits import SIGN_INS, limited

blueprint = Blueprint(
    "identity", __name__, url_prefix="/api/v1", description="Signing in (登录与本人)"
)


def _exchange(ports: Ports, payload: dict[str, Any]) -> WeChatIdentity | None:
    code = payload.get("code")
    return service.exchange_code(ports, code.strip()) if isinstance(code, str) else None


@blueprint.post("/sessions")
@blueprint.arguments(schemas.SignInIn)
@blueprint.response(HTTPStatus.CREATED, schemas.SignedInOut)
@limited(SIGN_INS)
@signs_in(_exchange)
def sign_in(payload: dict[str, Any]) -> Any:
    """Exchange a `wx.login` code for a session; a replayed code is a 401.

    The session whose token came along ends.
    """
    del payload
    return service.sign_in(current_work(), prepared(), brought=bearer_token())


@blueprint.delete("/sessions/current")
@blueprint.response(HTTPStatus.NO_CONTENT)
@allows_signed_in
def sign_out() -> None:
    """End the session of this request."""
    service.sign_out(current_work())


@blueprint.delete("/sessions")
@blueprint.arguments(schemas.SignOutQuery, location="query")
@blueprint.response(HTTPStatus.NO_CONTENT)
@allows_signed_in
def sign_out_everywhere(query: dict[str, Any]) -> None:
    """End the caller's sessions on all her phones; `keep_current` leaves this one."""
    service.sign_out_everywhere(current_work(), keeps_this=query["keep_current"])


@blueprint.post("/people/<int:person_id>/sign-out")
@blueprint.response(HTTPStatus.OK, schemas.SignedOutOut)
@allows(Permission.SESSION_END)
def sign_out_person(person_id: int) -> Any:
    """End somebody's sessions on all her phones."""
    return {"ended": service.sign_out_person(current_work(), person_id)}
