"""The queues that people look at, and reports, over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.moderation import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, allows_signed_in, current_work
from server.web.limits import REPORTS, limited
from server.web.schemas import PageQuery, page_request

blueprint = Blueprint(
    "moderation", __name__, url_prefix="/api/v1", description="Content checks (内容检查)"
)


@blueprint.get("/text-checks")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.TextCheckPage)
@allows(Permission.CONTENT_DECIDE)
def list_text_checks(query: dict[str, Any]) -> Any:
    """List the texts that wait for a person's decision in the caller's villages, oldest first."""
    return service.list_for_people(current_work(), page_request(query))


@blueprint.post("/text-checks/<int:check_id>/decision")
@blueprint.arguments(schemas.DecisionIn)
@blueprint.response(HTTPStatus.OK, schemas.TextCheckOut)
@allows(Permission.CONTENT_DECIDE)
def decide_text(payload: dict[str, Any], check_id: int) -> Any:
    """Decide whether a text is shown to others, once; nobody decides upon her own."""
    return service.decide(current_work(), check_id, passes=payload["passes"])


@blueprint.get("/photo-checks")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.PhotoCheckPage)
@allows(Permission.CONTENT_DECIDE)
def list_photo_checks(query: dict[str, Any]) -> Any:
    """List the photos that wait for a person's decision in the caller's villages, oldest first."""
    return service.list_photos_for_people(current_work(), page_request(query))


@blueprint.post("/photo-checks/<int:check_id>/decision")
@blueprint.arguments(schemas.DecisionIn)
@blueprint.response(HTTPStatus.OK, schemas.PhotoCheckOut)
@allows(Permission.CONTENT_DECIDE)
def decide_photo(payload: dict[str, Any], check_id: int) -> Any:
    """Decide whether a photo is shown to others, once; nobody decides upon her household's."""
    return service.decide_photo(current_work(), check_id, passes=payload["passes"])


@blueprint.post("/reports")
@blueprint.arguments(schemas.ReportIn)
@blueprint.response(HTTPStatus.CREATED, schemas.ReportOut)
@limited(REPORTS)
@allows_signed_in
def report(payload: dict[str, Any]) -> Any:
    """Report something that one sees; once, and again it is the same answer."""
    return service.report(current_work(), payload["kind"], payload["object_id"], payload["reason"])


@blueprint.get("/reports")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.ReportPage)
@allows(Permission.CONTENT_DECIDE)
def list_reports(query: dict[str, Any]) -> Any:
    """List the reports that wait for a decision in the caller's villages, oldest first."""
    return service.list_reports(current_work(), page_request(query))


@blueprint.post("/reports/<int:report_id>/decision")
@blueprint.arguments(schemas.ReportDecisionIn)
@blueprint.response(HTTPStatus.OK, schemas.ReportCardOut)
@allows(Permission.CONTENT_DECIDE)
def decide_report(payload: dict[str, Any], report_id: int) -> Any:
    """Decide whether what was reported is shown no more, once for all who reported it."""
    return service.decide_report(current_work(), report_id, hides=payload["hides"])
