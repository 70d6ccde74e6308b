"""Activities, sign-ups and roll calls over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.activities import schemas, service
from server.kernel.pages import Page
from server.kernel.permissions import Permission
from server.web.access import allows, current_work, public
from server.web.limits import moves_points
from server.web.schemas import PageQuery, on_behalf, page_request

blueprint = Blueprint(
    "activities", __name__, url_prefix="/api/v1", description="Activities, places, rolls (活动)"
)


@blueprint.get("/activity-types")
@blueprint.response(HTTPStatus.OK, schemas.TypeList)
@public
def list_types() -> dict[str, Any]:
    """List the types of activity with their risk and earning rule."""
    return {"items": service.list_types(current_work())}


@blueprint.post("/activities")
@blueprint.arguments(schemas.ActivityIn)
@blueprint.response(HTTPStatus.CREATED, schemas.ActivityOut)
@allows(Permission.ACTIVITY_ORGANISE)
def create_activity(payload: dict[str, Any]) -> service.ActivityView:
    """Create a draft from a type, with 1 to 10 shifts."""
    shifts = tuple(service.NewShift(**shift) for shift in payload.pop("sessions"))
    work = current_work()
    new = service.NewActivity(**payload, shifts=shifts)
    return service.show_activity(work, service.create_activity(work, new))


@blueprint.post("/activities/<int:activity_id>/publication")
@blueprint.arguments(schemas.PublicationIn)
@blueprint.response(HTTPStatus.OK, schemas.ActivityOut)
@allows(Permission.ACTIVITY_ORGANISE)
def publish_activity(payload: dict[str, Any], activity_id: int) -> service.ActivityView:
    """Publish a draft; risky ones need their risk notes, the riskiest also insurance."""
    work = current_work()
    return service.show_activity(work, service.publish_activity(work, activity_id, **payload))


@blueprint.get("/activities")
@blueprint.arguments(schemas.ActivityQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.ActivityPage)
@public
def list_activities(query: dict[str, Any]) -> Any:
    """List a village's activities, newest first; drafts for its organisers only."""
    work = current_work()
    found = service.list_activities(work, query["village_id"], page_request(query))
    return Page(service.show_activities(work, found.items), found.next_after)


@blueprint.get("/activities/<int:activity_id>")
@blueprint.response(HTTPStatus.OK, schemas.ActivityOut)
@public
def get_activity(activity_id: int) -> service.ActivityView:
    """Show an activity with its shifts and places."""
    work = current_work()
    return service.show_activity(work, service.get_activity(work, activity_id))


@blueprint.post("/activity-sessions/<int:session_id>/sign-ups")
@blueprint.arguments(schemas.SignUpIn)
@blueprint.response(HTTPStatus.CREATED, schemas.SignUpOut)
@allows(Permission.SIGN_UP)
def sign_up(payload: dict[str, Any], session_id: int) -> service.SignUpView:
    """Take a place for a member of the household, or the next number on the waiting list."""
    work = current_work()
    made = service.sign_up(
        work,
        session_id,
        household_id=payload["household_id"],
        member_id=payload["member_id"],
        behalf=on_behalf(payload),
    )
    return service.show_sign_up(work, made)


@blueprint.post("/sign-ups/<int:sign_up_id>/cancellation")
@blueprint.arguments(schemas.CancellationIn)
@blueprint.response(HTTPStatus.OK, schemas.SignUpOut)
@allows(Permission.SIGN_UP)
def cancel_sign_up(payload: dict[str, Any], sign_up_id: int) -> service.SignUpView:
    """Give a place back before the start; the first who waits moves up."""
    work = current_work()
    cancelled = service.cancel_sign_up(work, sign_up_id, behalf=on_behalf(payload))
    return service.show_sign_up(work, cancelled)


@blueprint.get("/sign-ups")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.SignUpPage)
@allows(Permission.SIGN_UP)
def list_own_sign_ups(query: dict[str, Any]) -> Any:
    """List the sign-ups of my household, newest first."""
    work = current_work()
    found = service.list_own_sign_ups(work, page_request(query))
    return Page([service.show_sign_up(work, view) for view in found.items], found.next_after)


@blueprint.get("/activity-sessions/<int:session_id>/sign-ups")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.RollPage)
@allows(Permission.ROLL_CALL)
def list_roll(query: dict[str, Any], session_id: int) -> Any:
    """List who signed up for a shift, with full names, for the roll call."""
    return service.list_roll(current_work(), session_id, page_request(query))


@blueprint.post("/activity-sessions/<int:session_id>/roll-calls")
@blueprint.arguments(schemas.RollCallIn)
@blueprint.response(HTTPStatus.OK, schemas.RollOut)
@moves_points
@allows(Permission.ROLL_CALL)
def call_roll(payload: dict[str, Any], session_id: int) -> dict[str, Any]:
    """Mark who was there and who was not; attendance earns points by the activity's rule."""
    return {"items": service.call_roll(current_work(), session_id, **payload)}


@blueprint.post("/activity-sessions/<int:session_id>/walk-ins")
@blueprint.arguments(schemas.WalkInIn)
@blueprint.response(HTTPStatus.OK, schemas.RollItemOut)
@moves_points
@allows(Permission.ROLL_CALL)
def add_walk_in(payload: dict[str, Any], session_id: int) -> service.RollItem:
    """Mark somebody present who came without signing up; a second time changes nothing."""
    return service.add_walk_in(
        current_work(),
        session_id,
        household_id=payload["household_id"],
        member_id=payload["member_id"],
        behalf=on_behalf(payload),
    )
