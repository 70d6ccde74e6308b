"""Print-outs over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.prints import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, current_work
from server.web.schemas import page_request

blueprint = Blueprint("prints", __name__, url_prefix="/api/v1", description="Print-outs (打印)")


@blueprint.post("/prints")
@blueprint.arguments(schemas.PrintIn)
@blueprint.response(HTTPStatus.CREATED, schemas.PrintOut)
@allows(Permission.CODE_ISSUE)
def order_print(payload: dict[str, Any]) -> Any:
    """Order door plates, cards or a poster as PDF; the codes that are missing are issued."""
    return service.order_print(current_work(), service.Wanted(**payload))


@blueprint.get("/prints")
@blueprint.arguments(schemas.PrintQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.PrintPage)
@allows(Permission.CODE_ISSUE)
def list_prints(query: dict[str, Any]) -> Any:
    """List what a village had printed, newest first."""
    return service.list_prints(current_work(), query["village_id"], page_request(query))


@blueprint.get("/prints/<int:print_id>")
@blueprint.response(HTTPStatus.OK, schemas.PrintOut)
@allows(Permission.CODE_ISSUE)
def get_print(print_id: int) -> Any:
    """Show how far a print-out is; when it is ready, with a link to its PDF."""
    return service.get_print(current_work(), print_id)
