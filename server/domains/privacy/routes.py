"""A person's own data over HTTP: to read it, to have it corrected, to close her account."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.privacy import schemas, service
from server.kernel.permissions import Permission
from server.web.access import allows, allows_signed_in, current_work
from server.web.limits import LETTERS, limited
from server.web.schemas import on_behalf, page_request

blueprint = Blueprint("privacy", __name__, url_prefix="/api/v1", description="Own data (我的资料)")


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


@blueprint.post("/corrections")
@blueprint.arguments(schemas.CorrectionIn)
@blueprint.response(HTTPStatus.CREATED, schemas.CorrectionOut)
@limited(LETTERS)
@allows(Permission.CORRECTION_ASK)
def ask_for_correction(payload: dict[str, Any]) -> Any:
    """Ask the village to correct what it keeps of a member; decided within 15 working days."""
    wish = service.Wish(
        field=payload["field"],
        wanted=payload["wanted"],
        member_id=payload["member_id"],
        household_id=payload["household_id"],
        behalf=on_behalf(payload),
    )
    return service.ask_for_correction(current_work(), wish)


@blueprint.get("/corrections")
@blueprint.arguments(schemas.CorrectionsQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.CorrectionPage)
@allows_signed_in
def list_corrections(query: dict[str, Any]) -> Any:
    """List what the caller asked for, newest first; or what waits in a village, oldest first."""
    if query["village_id"] is None:
        return service.list_asked(current_work(), page_request(query))
    return service.list_waiting(current_work(), query["village_id"], page_request(query))


@blueprint.post("/corrections/<int:correction_id>/decision")
@blueprint.arguments(schemas.DecisionIn)
@blueprint.response(HTTPStatus.OK, schemas.CorrectionOut)
@allows(Permission.CORRECTION_DECIDE)
def decide_correction(payload: dict[str, Any], correction_id: int) -> Any:
    """Accept a correction or decline it, once; nobody decides for her own or a relative's home."""
    work = current_work()
    accepts, answer = payload["accepts"], payload["answer"]
    return service.decide_correction(work, correction_id, accepts=accepts, answer=answer)
