"""Feedback over HTTP: to send it, to read it, to answer it."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.feedback import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, allows_signed_in, current_work
from server.web.limits import LETTERS, limited
from server.web.schemas import on_behalf, page_request

blueprint = Blueprint(
    "feedback", __name__, url_prefix="/api/v1", description="Feedback and answers (投诉建议)"
)


@blueprint.post("/feedback")
@blueprint.arguments(schemas.FeedbackIn)
@blueprint.response(HTTPStatus.CREATED, schemas.FeedbackOut)
@limited(LETTERS)
@allows_signed_in
def send_feedback(payload: dict[str, Any]) -> Any:
    """Tell a village's federation something; it is answered within five working days."""
    sender = service.Sender(
        household_id=payload["household_id"],
        village_id=payload["village_id"],
        behalf=on_behalf(payload),
    )
    return service.send_feedback(current_work(), sender, payload["kind"], payload["text"])


@blueprint.get("/feedback")
@blueprint.arguments(schemas.FeedbackQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.FeedbackPage)
@allows_signed_in
def list_feedback(query: dict[str, Any]) -> Any:
    """List what the caller wrote, newest first; or what waits in a village, oldest due first."""
    if query["village_id"] is None:
        return service.list_mine(current_work(), page_request(query))
    return service.list_waiting(current_work(), query["village_id"], page_request(query))


@blueprint.post("/feedback/<int:feedback_id>/answer")
@blueprint.arguments(schemas.AnswerIn)
@blueprint.response(HTTPStatus.OK, schemas.FeedbackOut)
@allows(Permission.FEEDBACK_ANSWER)
def answer_feedback(payload: dict[str, Any], feedback_id: int) -> Any:
    """Answer feedback, once; nobody answers what she wrote herself."""
    return service.answer_feedback(current_work(), feedback_id, payload["text"])
