"""Everybody who may call: one of each kind that docs/access.md has a column for."""

import uuid

from models.vocabulary import Role
from server.kernel.permissions import Permission
from server.kernel.secrets import digest
from tests.support.builders import a_person, a_wechat_account, an_officer
from tests.support.consents_builders import PHONE, SERVICE, agrees
from tests.support.evidence_builders import Phone, a_photo
from tests.support.exports_builders import an_own_export
from tests.support.full_village import FullVillage, declared_by
from tests.support.plausible_calls import Ids, Request
from tests.support.service import Answer, Caller, Service
from tools.access_table import RESIDENT_OF_A_HOUSEHOLD, SIGNED_IN, STRANGER, Call

NODE_OF: dict[str, str] = {
    Role.TOWN_OFFICER: "town_id",
    Role.DISTRICT_OFFICER: "district_id",
    Role.CITY_OFFICER: "city_id",
    Role.SYSTEM_ADMINISTRATOR: "district_id",
    Role.SECURITY_ADMINISTRATOR: "district_id",
    Role.AUDIT_ADMINISTRATOR: "district_id",
}
"""Where an office is held; the others in the village."""
ENDING = ("sign_in", "sign_out_everywhere", "sign_out", "close_account")
"""What ends sessions: called in this order, after everything else."""


def a_caller(service: Service, kind: str, village: FullVillage) -> Caller:
    """Return somebody new who holds the office, or the resident, or who has neither."""
    if kind == STRANGER:
        return service.stranger()
    person_id = _person(service, kind, village)
    a_wechat_account(service, person_id)
    agrees(service, person_id, SERVICE, PHONE)
    return service.sign_in(person_id)


def _person(service: Service, kind: str, village: FullVillage) -> int:
    if kind == SIGNED_IN:
        return a_person(service)
    if kind == RESIDENT_OF_A_HOUSEHOLD:
        return village.resident
    node = int(village.ids[NODE_OF.get(kind, "village_id")])
    return an_officer(service, Role(kind), node)


def in_order(call: Call) -> int:
    """Return when a call comes: those that end sessions last."""
    return ENDING.index(call.name) + 1 if call.name in ENDING else 0


def signed_in_anew(service: Service, caller: Caller) -> Caller:
    """Return the same caller with a session of its own for one more call."""
    if caller.token is None:
        return caller
    sql = "SELECT person_id FROM sign_in_sessions WHERE token_hash = :hash"
    return service.sign_in(service.scalar(sql, hash=digest(caller.token)))


def send(caller: Caller, call: Call, request: Request) -> Answer:
    """Send a request to a call."""
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    if caller.token:
        headers["Authorization"] = f"Bearer {caller.token}"
    path = call.path
    for name, value in request.path_parameters.items():
        path = path.replace(f"<int:{name}>", str(value)).replace(f"<string:{name}>", str(value))
    body = {"data" if isinstance(request.body, bytes) else "json": request.body}
    response = caller.app.test_client().open(
        path, method=call.method, headers=headers, query_string=request.query, **body
    )
    return Answer(response.status_code, response.get_json(silent=True), dict(response.headers))


def ids_seen_by(service: Service, caller: Caller, village: FullVillage) -> Ids:
    """Return the ids of the village, with what must be the caller's own when she has any of it."""
    me = caller.get("/me").body
    permissions, ids = me.get("permissions", ()), dict(village.ids)
    if "person_id" in me:
        ids["export_id"] = an_own_export(service, me["person_id"])
    if Permission.RELATIVE_DECLARE in permissions:
        ids["declaration_id"] = declared_by(
            service, me["person_id"], village.ids["declared_household_id"]
        )
    if Permission.PHOTO_SEND in permissions:
        ids["token"] = Phone(caller, village.ids["household_id"]).announce(a_photo())["id"]
    return ids
