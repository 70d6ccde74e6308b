"""The standards over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.standards import service
from server.domains.standards.schemas import StandardListOut, StandardsQuery
from server.web.access import current_work, public

blueprint = Blueprint(
    "standards", __name__, url_prefix="/api/v1", description="The 18 standards (绿色家庭标准)"
)


@blueprint.get("/standards")
@blueprint.arguments(StandardsQuery, location="query")
@blueprint.response(HTTPStatus.OK, StandardListOut)
@public
def read_standards(query: dict[str, Any]) -> service.StandardList:
    """Read the list in force today, with its pass mark and where each clause comes from."""
    return service.read_standards(current_work(), query["zone"])
