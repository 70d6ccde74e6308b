"""Home and workbench over HTTP: one request for a first page."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.overview import schemas, service
from server.web.access import allows_signed_in, current_work

blueprint = Blueprint(
    "overview", __name__, url_prefix="/api/v1", description="Home and workbench (首页与工作台)"
)


@blueprint.get("/home")
@blueprint.response(HTTPStatus.OK, schemas.HomeOut)
@allows_signed_in
def show_home() -> Any:
    """Show my household at first sight: how far, points, the next step, what comes next."""
    return service.show_home(current_work())


@blueprint.get("/workbench")
@blueprint.response(HTTPStatus.OK, schemas.WorkbenchOut)
@allows_signed_in
def show_workbench() -> Any:
    """Show what waits for my decision, one tile for each pile of each of my offices."""
    return {"items": service.show_workbench(current_work())}
