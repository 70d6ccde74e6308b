"""The inbox, the list of what to tell in person, and subscriptions, over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.messages import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, allows_signed_in, current_work
from server.web.schemas import PageQuery, page_request

blueprint = Blueprint(
    "messages",
    __name__,
    url_prefix="/api/v1",
    description="Messages, on the phone or in person (消息)",
)


@blueprint.get("/messages")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.MessagePage)
@allows(Permission.MESSAGE_READ)
def list_messages(query: dict[str, Any]) -> Any:
    """List the messages of the caller's own household, newest first."""
    return service.list_inbox(current_work(), page_request(query))


@blueprint.post("/messages/<int:message_id>/reading")
@blueprint.response(HTTPStatus.OK, schemas.MessageOut)
@allows(Permission.MESSAGE_READ)
def read_message(message_id: int) -> Any:
    """Note that the household has seen a message; repeating changes nothing."""
    return service.mark_read(current_work(), message_id)


@blueprint.get("/in-person-messages")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.ToTellPage)
@allows(Permission.IN_PERSON_READ)
def list_untold_messages(query: dict[str, Any]) -> Any:
    """List what must still be told in person, oldest first."""
    return service.list_untold(current_work(), page_request(query))


@blueprint.post("/in-person-messages/<int:message_id>/telling")
@blueprint.response(HTTPStatus.OK, schemas.MessageOut)
@allows(Permission.IN_PERSON_READ)
def tell_in_person(message_id: int) -> Any:
    """Note that the caller told the household; a second time is a 409."""
    return service.mark_told(current_work(), message_id)


@blueprint.get("/subscriptions")
@blueprint.response(HTTPStatus.OK, schemas.MomentsOut)
@allows_signed_in
def list_subscriptions() -> Any:
    """List what WeChat may ask a person after which tap (订阅消息)."""
    return {"moments": service.moments(current_work())}


@blueprint.post("/subscriptions")
@blueprint.arguments(schemas.AnswersIn)
@blueprint.response(HTTPStatus.NO_CONTENT)
@allows_signed_in
def report_subscriptions(payload: dict[str, Any]) -> None:
    """Say what was answered; WeChat's own word counts where it arrives."""
    service.report_answers(current_work(), payload["accepted"], payload["rejected"])
