"""Home, workbench and totals over HTTP: one request for a first page."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.overview import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, allows_signed_in, current_work

blueprint = Blueprint(
    "overview",
    __name__,
    url_prefix="/api/v1",
    description="Home and workbench (首页与工作台)",
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


@blueprint.get("/organisations/<int:organisation_id>/totals")
@blueprint.response(HTTPStatus.OK, schemas.TotalsOut)
@allows(Permission.TOTALS_READ)
def show_totals(organisation_id: int) -> Any:
    """Show how much there is below a federation: sums, nothing about any household."""
    return service.show_totals(current_work(), organisation_id)
