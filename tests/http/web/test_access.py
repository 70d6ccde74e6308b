"""Every call by every caller: the answer is the one that docs/access.md decides."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from schemathesis.core.transport import Response

from models.vocabulary import Role
from tests.support.builders import a_household, a_resident
from tests.support.callers import (
    ENDING,
    NODE_OF,
    a_caller,
    ids_seen_by,
    in_order,
    send,
    signed_in_anew,
)
from tests.support.full_village import a_full_village, nowhere
from tests.support.fuzzing import Operation, operations, send_plausible
from tests.support.plausible_calls import BODIES, QUERIES, Request, request_for
from tests.support.service import Answer, Caller, Room, Service
from tools.access_table import CALLERS, RESIDENT_OF_A_HOUSEHOLD, STRANGER, Call, Reach, calls_of

# what it runs, others cover; with coverage it takes half as long again
pytestmark = pytest.mark.no_cover
ADMITS_ANY_VILLAGE = {
    "ask_to_join": "the code itself admits, wherever it was issued",
    "bind_phone": "the number is her own, wherever she lives",
    "report": "a notice is public, and anybody may say that it is wrong",
    "send_feedback": "anybody may write to any village",
}
OPEN_BUT_NOT_DONE: dict[tuple[str, str], str] = {
    ("ask_to_join", RESIDENT_OF_A_HOUSEHOLD): "she is in a household already",
    ("close_account", RESIDENT_OF_A_HOUSEHOLD): "goods wait for her at the counter",
    ("give_member_consent", RESIDENT_OF_A_HOUSEHOLD): "an adult decides for herself, on paper",
    ("withdraw_member_consent", RESIDENT_OF_A_HOUSEHOLD): "as it is given",
    ("read_message", Role.VILLAGE_CHAIR): "an office opens nobody's inbox",
    ("read_message", Role.VILLAGE_EXECUTIVE): "an office opens nobody's inbox",
    ("return_claim", Role.ASSESSOR): "this rule is confirmed by the chair or an executive",
    ("return_claim", Role.TOWN_OFFICER): "this rule is confirmed by the chair or an executive",
    **{("close_account", role): "whoever holds an office hands it over first" for role in Role},
    **{
        ("ask_to_join_by_phone", kind): "nobody knows her number"
        for kind in CALLERS
        if kind != STRANGER
    },
}
NEIGHBOUR = RESIDENT_OF_A_HOUSEHOLD
LISTS_OF_HER_VILLAGE = {"list_assessments", "list_claims", "list_households", "list_orders"}
"""Where a resident may name her village, and finds what is her own household's."""
WITHOUT_A_FORM = {"store_chunk", "receive_push"}
"""Where bytes come in, and where WeChat decides what comes."""
NOT_ASKED_FOR = ("id", "is_system", "confirmed_by")
FOREIGN = "SELECT count(*) FROM anomalies WHERE kind = 'foreign_id'"


@pytest.mark.parametrize("kind", CALLERS)
def test_requirement_07_every_cell_is_what_happens(service: Service, kind: str) -> None:
    village, other = a_full_village(service), a_full_village(service, "青山村妇联")
    caller = a_caller(service, kind, village)
    ids, offered = ids_seen_by(service, caller, village), operations(caller)
    faults = list[str]()
    for call in sorted(calls_of(service.app), key=in_order):
        if call.name in ENDING:
            caller = signed_in_anew(service, caller)
        reach = call.reach(kind)
        own, foreign, missing = (
            request_for(call.name, call.path, about, as_leader=reach is Reach.AREA)
            for about in (ids, other.ids, nowhere(village))
        )
        faults += judge(call, kind, ask(offered[call.name], caller, own, reach))
        if _has_a_foreign_one(call, kind) and own != missing:
            noted = service.scalar(FOREIGN)
            faults += compare(call, send(caller, call, foreign), send(caller, call, missing))
            faults += [] if service.scalar(FOREIGN) == noted + 1 else [f"{call.name}: not noted"]
    assert faults == []


def test_requirement_07_a_neighbours_things_are_as_if_missing(service: Service) -> None:
    """What only a household's own members reach is not there for others of the same village."""
    village = a_full_village(service)
    ids, home = village.ids, a_household(service, village.ids["village_id"], ("陈大姐",))
    neighbour = service.sign_in(a_resident(service, home))
    at_home = [call for call in calls_of(service.app) if call.reach(NEIGHBOUR) is Reach.HOME]
    tried, faults = 0, list[str]()
    for call in at_home:
        hers, missing = (request_for(call.name, call.path, it) for it in (ids, nowhere(village)))
        if call.name not in LISTS_OF_HER_VILLAGE and hers != missing:
            tried += 1
            faults += compare(call, send(neighbour, call, hers), send(neighbour, call, missing))
    assert (faults, tried > 15) == ([], True)


def test_requirement_08_no_call_takes_a_field_that_it_does_not_name(sqlite_room: Room) -> None:
    """What a row holds beside what is asked for cannot be set: not by who may make the call."""
    service = sqlite_room.open()
    village = a_full_village(service)
    callers = {kind: a_caller(service, kind, village) for kind in CALLERS}
    ids = {kind: ids_seen_by(service, caller, village) for kind, caller in callers.items()}
    untold = list[str]()
    for call in calls_of(service.app):
        kind = next(kind for kind in CALLERS if call.reach(kind) is not Reach.NOBODY)
        if call.name not in BODIES or call.name in WITHOUT_A_FORM:
            continue
        request = request_for(call.name, call.path, ids[kind])
        sent = replace(request, body={**request.body, **dict.fromkeys(NOT_ASKED_FOR, 1)})
        answer = send(callers[kind], call, sent)
        told = {fault["pointer"] for fault in (answer.body or {}).get("errors", ())}
        if answer.status != 422 or not told >= {f"#/{name}" for name in NOT_ASKED_FOR}:
            untold.append(f"{call.name} as {kind}: {answer.status} {answer.body}")
    assert untold == []


def ask(offered: Operation, caller: Caller, request: Request, reach: Reach) -> Response:
    """Ask for something in her reach; whoever asks without an office need not name the village."""
    answer = send_plausible(offered, caller, request)
    if reach is Reach.AREA or answer.status_code != 404:
        return answer
    return send_plausible(offered, caller, request.unfiltered())


def judge(call: Call, kind: str, answer: Response) -> Iterator[str]:
    """Yield what is wrong with the answer about something that lies in the caller's reach."""
    reach = call.reach(kind)
    if reach is not Reach.NOBODY:
        is_done = answer.status_code < 300
        if is_done is ((call.name, kind) in OPEN_BUT_NOT_DONE):
            yield f"{call.name} is {reach.value} for her, but answered {answer.json()}"
        return
    due = (
        (401, "/problems/sign-in-required") if kind == STRANGER else (403, "/problems/not-allowed")
    )
    if (answer.status_code, answer.json().get("type")) != due:
        yield f"{call.name} is not for her, but answered {answer.json()}"


def compare(call: Call, foreign: Answer, missing: Answer) -> Iterator[str]:
    """Yield what tells a foreign thing from a missing one."""
    told = [
        {name: value for name, value in answer.body.items() if name != "instance"}
        for answer in (foreign, missing)
    ]
    if (foreign.status, missing.status) != (404, 404) or told[0] != told[1]:
        yield f"{call.name} tells a foreign one apart: {foreign.status} {told[0]}, not {told[1]}"


def _has_a_foreign_one(call: Call, kind: str) -> bool:
    """Tell whether there is something outside of what the caller reaches."""
    is_bounded = call.reach(kind) not in {Reach.NOBODY, Reach.ALL}
    return is_bounded and call.name not in ADMITS_ANY_VILLAGE and NODE_OF.get(kind) != "city_id"


def test_every_call_with_a_body_or_a_filter_is_sent_one(service: Service) -> None:
    document = service.stranger().get("/openapi.json").body
    operations = [
        operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if path.startswith("/api/") and method != "parameters"
    ]
    with_body = {op["operationId"] for op in operations if "requestBody" in op}
    with_filter = {
        op["operationId"]
        for op in operations
        for parameter in op.get("parameters", [])
        if parameter["in"] == "query" and parameter["name"].endswith("_id")
    }
    assert (with_body - set(BODIES), with_filter - set(QUERIES)) == (set(), set())
