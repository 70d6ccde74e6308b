"""Households, joining and declared relatives over HTTP."""

from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from models.vocabulary import DisclosureReason
from server.domains.households import schemas, service
from server.domains.identity import service as identity
from server.kernel.permissions import Permission
from server.kernel.work import Work
from server.web.access import (
    allows,
    allows_signed_in,
    asks_outside,
    current_work,
    prepared,
    reveals,
    takes_turns,
)
from server.web.consent_schemas import (
    ConsentList,
    ConsentOut,
    MemberConsentEndIn,
    MemberConsentIn,
)
from server.web.schemas import PageQuery, on_behalf, page_request

blueprint = Blueprint(
    "households", __name__, url_prefix="/api/v1", description="Households and members (家庭与成员)"
)


def _spell(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    code = service.spell_join_code(work, body["id"])
    picture = work.ports.code_pictures.draw(code) if code else None
    slip = service.write_slip(work, body["id"], code)
    return {**body, "code": code, "slip": slip, "picture": picture}


def _disclose(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    asked = service.Disclosure(body["member_id"], DisclosureReason(body["reason"]))
    told = service.tell_name(work, asked)
    day = told.adult_on.isoformat() if told.adult_on else None
    return {**body, "name": told.name, "adult_on": day}


def _phone_question(work: Work, payload: dict[str, Any]) -> identity.PhoneQuestion | None:
    """Find out what to ask WeChat; what the view will refuse anyway is not asked."""
    is_faulty = schemas.PhoneIn().validate(payload)
    return None if is_faulty else service.ask_for_phone(work, payload["code"])


@blueprint.get("/me")
@blueprint.response(HTTPStatus.OK, schemas.MeOut)
@allows_signed_in
def get_me() -> Any:
    """Show who is signed in, with her household, her offices and her permissions."""
    return service.show_myself(current_work())


@blueprint.post("/me/phone")
@blueprint.arguments(schemas.PhoneIn)
@blueprint.response(HTTPStatus.CREATED, schemas.PhoneOut)
@asks_outside(_phone_question, identity.exchange_phone)
@allows_signed_in
def bind_phone(payload: dict[str, Any]) -> Any:
    """Keep the caller's phone number, by the code of WeChat's phone button; three a day."""
    return service.bind_phone(current_work(), payload["code"], prepared())


@blueprint.delete("/me/phone")
@blueprint.response(HTTPStatus.NO_CONTENT)
@allows_signed_in
def take_back_phone() -> None:
    """Forget the caller's phone number; repeating it changes nothing."""
    identity.take_back_phone(current_work())


@blueprint.post("/households")
@blueprint.arguments(schemas.HouseholdIn)
@blueprint.response(HTTPStatus.CREATED, schemas.HouseholdOut)
@allows(Permission.HOUSEHOLD_REGISTER)
def register_household(payload: dict[str, Any]) -> Any:
    """Register a household with its members in a village of the caller's."""
    work = current_work()
    members = [service.NewMember(**member) for member in payload.pop("members")]
    household = service.register_household(work, members=members, **payload)
    return service.show_household(work, household.id)


@blueprint.get("/households")
@blueprint.arguments(schemas.HouseholdQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.HouseholdPage)
@allows(Permission.HOUSEHOLD_READ)
def list_households(query: dict[str, Any]) -> Any:
    """List the households the caller may see or finds, names masked."""
    return service.list_households(
        current_work(), query["village_id"], page_request(query), query["find"], query["status"]
    )


@blueprint.get("/households/<int:household_id>")
@blueprint.response(HTTPStatus.OK, schemas.HouseholdOut)
@allows(Permission.HOUSEHOLD_READ)
def get_household(household_id: int) -> Any:
    """Show a household with its members."""
    return service.show_household(current_work(), household_id)


@blueprint.post("/households/<int:household_id>/members")
@blueprint.arguments(schemas.NewMemberIn)
@blueprint.response(HTTPStatus.CREATED, schemas.MemberOut)
@allows(Permission.HOUSEHOLD_REGISTER)
def add_member(payload: dict[str, Any], household_id: int) -> Any:
    """Add a member to a household; a child under 14 with her guardian's consent on paper."""
    work = current_work()
    fields = ("name", "relation", "phone", "born_on")
    new = service.NewMember(**{field: payload[field] for field in fields})
    member = service.add_member(work, household_id, new, behalf=on_behalf(payload))
    return service.show_member(work, member)


@blueprint.post("/households/<int:household_id>/children")
@blueprint.arguments(schemas.ChildIn)
@blueprint.response(HTTPStatus.CREATED, schemas.MemberOut)
@allows(Permission.CHILD_ADD)
def add_child(payload: dict[str, Any], household_id: int) -> Any:
    """Add a minor to the caller's own household; she agrees for her as her guardian."""
    work = current_work()
    return service.show_member(
        work, service.add_child(work, household_id, service.NewChild(**payload))
    )


@blueprint.put("/members/<int:member_id>/birth-day")
@blueprint.arguments(schemas.BirthDayIn)
@blueprint.response(HTTPStatus.OK, schemas.MemberOut)
@allows(Permission.BIRTH_DAY_TELL)
def tell_birth_day(payload: dict[str, Any], member_id: int) -> Any:
    """Tell when a member was born; of a minor the day stays on which she comes of age."""
    work = current_work()
    return service.show_member(work, service.tell_birth_day(work, member_id, payload["born_on"]))


@blueprint.post("/members/<int:member_id>/disclosure")
@blueprint.arguments(schemas.DisclosureIn)
@blueprint.response(HTTPStatus.OK, schemas.DisclosureOut)
@reveals(_disclose)
@allows(Permission.MINOR_DISCLOSE)
def disclose_minor(payload: dict[str, Any], member_id: int) -> Any:
    """Tell the name of a minor for a reason; each time is on record, thirty a day."""
    return service.ask_for_name(current_work(), member_id, payload["reason"])


@blueprint.get("/members/<int:member_id>/consents")
@blueprint.response(HTTPStatus.OK, ConsentList)
@allows(Permission.CONSENT_RECORD)
def list_member_consents(member_id: int) -> Any:
    """Show how the consents of a member without a phone stand."""
    return {"items": service.show_consents(current_work(), member_id)}


@blueprint.put("/members/<int:member_id>/consents/<string:purpose>")
@blueprint.arguments(MemberConsentIn)
@blueprint.response(HTTPStatus.OK, ConsentOut)
@allows(Permission.CONSENT_RECORD)
def give_member_consent(payload: dict[str, Any], member_id: int, purpose: str) -> Any:
    """Keep what a guardian agrees to for a child, or what a member signed on paper."""
    behalf = on_behalf(payload)
    return service.give_consent(current_work(), member_id, purpose, payload["version"], behalf)


@blueprint.delete("/members/<int:member_id>/consents/<string:purpose>")
@blueprint.arguments(MemberConsentEndIn)
@blueprint.response(HTTPStatus.OK, ConsentOut)
@allows(Permission.CONSENT_RECORD)
def withdraw_member_consent(payload: dict[str, Any], member_id: int, purpose: str) -> Any:
    """Take a consent of a member back, as it is given."""
    return service.withdraw_consent(current_work(), member_id, purpose, on_behalf(payload))


@blueprint.put("/households/<int:household_id>/status")
@blueprint.arguments(schemas.StatusIn)
@blueprint.response(HTTPStatus.OK, schemas.HouseholdOut)
@allows(Permission.HOUSEHOLD_REGISTER)
def set_household_status(payload: dict[str, Any], household_id: int) -> Any:
    """Say whether a household lives in the village; repeating it changes nothing."""
    work = current_work()
    service.set_status(work, household_id, payload["status"])
    return service.show_household(work, household_id)


@blueprint.put("/households/<int:household_id>/head")
@blueprint.arguments(schemas.HeadIn)
@blueprint.response(HTTPStatus.OK, schemas.HouseholdOut)
@allows(Permission.HOUSEHOLD_REGISTER)
def change_head(payload: dict[str, Any], household_id: int) -> Any:
    """Make another member the head of a household; repeating it changes nothing."""
    work = current_work()
    relations = {row["member_id"]: row["relation"] for row in payload.pop("relations")}
    service.change_head(work, household_id, service.NewHead(**payload, relations=relations))
    return service.show_household(work, household_id)


@blueprint.post("/households/<int:household_id>/join-codes")
@blueprint.response(HTTPStatus.CREATED, schemas.JoinCodeOut)
@reveals(_spell)
@allows(Permission.HOUSEHOLD_INVITE)
def issue_join_code(household_id: int) -> Any:
    """Issue a join code for one person, good for 72 hours."""
    return service.issue_join_code(current_work(), household_id)


@blueprint.post("/join-requests")
@blueprint.arguments(schemas.JoinRequestIn)
@blueprint.response(HTTPStatus.CREATED, schemas.JoinRequestOut)
@takes_turns
@allows_signed_in
def ask_to_join(payload: dict[str, Any]) -> Any:
    """Use a join code up and ask the household for admission."""
    work = current_work()
    return service.show_join_request(work, service.ask_to_join(work, **payload))


@blueprint.post("/join-requests/by-phone")
@blueprint.arguments(schemas.PhoneJoinRequestIn)
@blueprint.response(HTTPStatus.CREATED, schemas.JoinRequestOut)
@allows_signed_in
def ask_to_join_by_phone(payload: dict[str, Any]) -> Any:
    """Ask to join the one household where the caller's number is known; a leader decides."""
    work = current_work()
    return service.show_join_request(work, service.ask_to_join_by_phone(work, **payload))


@blueprint.get("/join-requests")
@blueprint.arguments(schemas.JoinRequestQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.JoinRequestPage)
@allows(Permission.HOUSEHOLD_APPROVE)
def list_waiting_requests(query: dict[str, Any]) -> Any:
    """List the undecided requests of a village the caller leads, else of her own household."""
    return service.list_waiting_requests(current_work(), query["village_id"], page_request(query))


@blueprint.get("/households/<int:household_id>/join-requests")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.JoinRequestPage)
@allows(Permission.HOUSEHOLD_APPROVE)
def list_join_requests(query: dict[str, Any], household_id: int) -> Any:
    """List the undecided requests to join a household."""
    return service.list_join_requests(current_work(), household_id, page_request(query))


@blueprint.post("/join-requests/<int:request_id>/approval")
@blueprint.arguments(schemas.ApprovalIn)
@blueprint.response(HTTPStatus.OK, schemas.JoinRequestOut)
@allows(Permission.HOUSEHOLD_APPROVE)
def approve_join_request(payload: dict[str, Any], request_id: int) -> Any:
    """Admit the applicant, as a registered member or as a new one."""
    work = current_work()
    request = service.approve_join_request(work, request_id, payload["member_id"])
    return service.show_join_request(work, request)


@blueprint.post("/join-requests/<int:request_id>/refusal")
@blueprint.response(HTTPStatus.OK, schemas.JoinRequestOut)
@allows(Permission.HOUSEHOLD_APPROVE)
def refuse_join_request(request_id: int) -> Any:
    """Turn the applicant away."""
    work = current_work()
    return service.show_join_request(work, service.refuse_join_request(work, request_id))


@blueprint.post("/declared-relatives")
@blueprint.arguments(schemas.DeclaredRelativeIn)
@blueprint.response(HTTPStatus.CREATED, schemas.DeclaredRelativeOut)
@allows(Permission.RELATIVE_DECLARE)
def declare_relative(payload: dict[str, Any]) -> Any:
    """Declare a household as a relative's: the caller will confirm nothing there."""
    return service.declare_relative(current_work(), payload["household_id"])


@blueprint.get("/declared-relatives")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK, schemas.DeclaredRelativePage)
@allows(Permission.RELATIVE_DECLARE)
def list_declared_relatives(query: dict[str, Any]) -> Any:
    """List the caller's own declarations that stand."""
    return service.list_declared(current_work(), page_request(query))


@blueprint.post("/declared-relatives/<int:declaration_id>/withdrawal")
@blueprint.response(HTTPStatus.OK, schemas.DeclaredRelativeOut)
@allows(Permission.RELATIVE_DECLARE)
def withdraw_declaration(declaration_id: int) -> Any:
    """Withdraw one of the caller's own declarations; repeating changes nothing."""
    return service.withdraw_declaration(current_work(), declaration_id)
