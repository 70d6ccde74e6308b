"""The queue of texts that people look at, over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.moderation import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, current_work
from server.web.schemas import PageQuery, page_request

blueprint = Blueprint(
    "moderation", __name__, url_prefix="/api/v1", description="Content checks (内容检查)"
)


@blueprint.get("/text-checks")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.TextCheckPage)
@allows(Permission.TEXT_DECIDE)
def list_text_checks(query: dict[str, Any]) -> Any:
    """List the texts that wait for a person's decision in the caller's villages, oldest first."""
    return service.list_for_people(current_work(), page_request(query))


@blueprint.post("/text-checks/<int:check_id>/decision")
@blueprint.arguments(schemas.DecisionIn)
@blueprint.response(HTTPStatus.OK, schemas.TextCheckOut)
@allows(Permission.TEXT_DECIDE)
def decide_text(payload: dict[str, Any], check_id: int) -> Any:
    """Decide whether a text is shown to others, once; nobody decides upon her own."""
    return service.decide(current_work(), check_id, passes=payload["passes"])
