"""A person's own data over HTTP: to read it, to close her account."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.privacy import schemas, service
from server.web.access import allows_signed_in, current_work

blueprint = Blueprint(
    "privacy", __name__, url_prefix="/api/v1", description="One's own data (我的资料)"
)


@blueprint.get("/me/data")
@blueprint.response(HTTPStatus.OK, schemas.MyDataOut)
@allows_signed_in
def show_my_data() -> Any:
    """Show all that is kept of the caller, part by part."""
    return {"sections": service.show_my_data(current_work())}


@blueprint.get("/me/closing")
@blueprint.response(HTTPStatus.OK, schemas.ClosingOut)
@allows_signed_in
def preview_closing() -> Any:
    """Show what closing the caller's account means, and what hinders it."""
    return service.preview_closing(current_work())


@blueprint.delete("/me")
@blueprint.response(HTTPStatus.NO_CONTENT)
@allows_signed_in
def close_account() -> None:
    """Close the caller's account and forget her; the household keeps its points."""
    service.close_account(current_work())
