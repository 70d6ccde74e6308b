"""The public notices over HTTP: open to everybody, signed in or not."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.notices import service
from server.domains.notices.schemas import NoticePage, NoticeQuery, NoticeSheetOut
from server.web.access import current_work, public
from server.web.schemas import page_request

blueprint = Blueprint(
    "notices", __name__, url_prefix="/api/v1", description="Public notices (公示)"
)


@blueprint.get("/notices")
@blueprint.arguments(NoticeQuery, location="query")
@blueprint.response(HTTPStatus.OK, NoticePage)
@public
def list_notices(query: dict[str, Any]) -> Any:
    """List a village's public notices, newest first."""
    return service.list_notices(current_work(), query["village_id"], page_request(query))


@blueprint.get("/notices/<int:notice_id>")
@blueprint.response(HTTPStatus.OK, NoticeSheetOut)
@public
def read_notice(notice_id: int) -> Any:
    """Read one public notice with its lines."""
    return service.read_notice(current_work(), notice_id)
