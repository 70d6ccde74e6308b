"""Every call by every caller: the answer is the one that docs/access.md decides."""

from collections.abc import Iterator

import pytest

from tests.support.callers import (
    NODE_OF,
    OWN_STAYS_HIDDEN,
    a_caller,
    ids_seen_by,
    send,
)
from tests.support.full_village import FullVillage, a_full_village, nowhere
from tests.support.plausible_calls import BODIES, QUERIES, Ids, request_for
from tests.support.service import Answer, Service
from tools.access_table import (
    CALLERS,
    STRANGER,
    Call,
    Reach,
    calls_of,
)

ADMITS_ANY_VILLAGE = {
    "ask_to_join": "the code itself admits, wherever it was issued",
    "send_feedback": "anybody may write to any village",
}
FOREIGN = "SELECT count(*) FROM anomalies WHERE kind = 'foreign_id'"
LAST = "sign_out"


def judge(call: Call, reach: Reach, answer: Answer, *, is_stranger: bool) -> Iterator[str]:
    """Yield what is wrong with the answer about something that lies in the caller's reach."""
    kind = (answer.body or {}).get("type")
    outcome, is_named = (answer.status, kind), reach in {Reach.HOME, Reach.AREA}
    if reach is Reach.NOBODY:
        due = (401, "/problems/sign-in-required"), (403, "/problems/not-allowed")
        if outcome != due[not is_stranger]:
            yield f"{call.name} is not for her, but answered {outcome}"
    elif answer.status in {401, 500} or kind == "/problems/not-allowed":
        yield f"{call.name} is {reach.value} for her, but answered {outcome}"
    elif answer.status == 404 and is_named and (call.name, reach) not in OWN_STAYS_HIDDEN:
        yield f"{call.name} did not find what lies in her reach: {outcome}"


def compare(call: Call, foreign: Answer, missing: Answer) -> Iterator[str]:
    """Yield what tells a foreign thing from a missing one."""
    told = [
        {name: value for name, value in answer.body.items() if name != "instance"}
        for answer in (foreign, missing)
    ]
    if (foreign.status, missing.status) != (404, 404) or told[0] != told[1]:
        yield f"{call.name} tells a foreign one apart: {foreign.status} {told[0]}, not {told[1]}"


@pytest.mark.parametrize("kind", CALLERS)
def test_every_cell_is_what_happens(service: Service, kind: str) -> None:
    village, other = a_full_village(service), a_full_village(service, "青山村妇联")
    caller, faults = a_caller(service, kind, village), list[str]()
    ids = ids_seen_by(service, caller, village)
    for call in sorted(calls_of(service.app), key=lambda call: call.name == LAST):
        reach = call.reach(kind)

        def ask(about: Ids, call: Call = call, reach: Reach = reach) -> Answer:
            request = request_for(call.name, call.path, about, as_leader=reach is Reach.AREA)
            return send(caller, call, request)

        faults += judge(call, reach, ask(ids), is_stranger=kind == STRANGER)
        if _has_a_foreign_one(call, kind, village):
            noted = service.scalar(FOREIGN)
            faults += compare(call, ask(other.ids), ask(nowhere(village)))
            faults += [] if service.scalar(FOREIGN) == noted + 1 else [f"{call.name}: not noted"]
    assert faults == []


def _has_a_foreign_one(call: Call, kind: str, village: FullVillage) -> bool:
    """Tell whether a call names a thing, and the caller does not reach all there is."""
    if call.reach(kind) in {Reach.NOBODY, Reach.ALL} or call.name in ADMITS_ANY_VILLAGE:
        return False
    sent, strayed = (
        request_for(call.name, call.path, about) for about in (village.ids, nowhere(village))
    )
    return sent != strayed and NODE_OF.get(kind) != "city_id"


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
