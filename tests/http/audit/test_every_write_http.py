"""Every write leaves who did what to which, where, and no word of what people wrote.

Every refusal of a person leaves as much.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import Row, select, text

from models import Base
from models.vocabulary import Role
from server.web.requests import SAFE_METHODS
from tests.support.callers import ENDING, a_caller, send, signed_in_anew
from tests.support.full_village import FullVillage, a_full_village, declared_by, nowhere
from tests.support.plausible_calls import request_for
from tests.support.service import Answer, Service
from tools.access_table import (
    RESIDENT_OF_A_HOUSEHOLD,
    SIGNED_IN,
    STRANGER,
    Call,
    Reach,
    calls_of,
)

LAST: str = Role.VILLAGE_EXECUTIVE
DOERS: tuple[tuple[str, ...], ...] = (
    (STRANGER, SIGNED_IN, RESIDENT_OF_A_HOUSEHOLD),
    (Role.SHOPKEEPER, Role.CITY_OFFICER, Role.SECURITY_ADMINISTRATOR),
    (Role.VILLAGE_CHAIR,),
    (LAST,),
)
"""Who sends everything, and who shares a village."""
OF_NO_VILLAGE = {
    *ENDING,
    "bind_phone",
    "give_consent",
    "link_export",
    "order_export",
    "receive_push",
    "report_subscriptions",
    "sign_out_person",
    "take_back_phone",
    "withdraw_consent",
}
THERE_ALREADY = {"start_assessment", "issue_code"}
"""What a full village has: nothing is changed, and only the call is kept."""
EARLY = ("look_up_order",)
LATE = ("cancel_order", "cancel_sign_up", "take_back_phone", "withdraw_consent", *ENDING)


def in_order(call: Call) -> int:
    if call.name in EARLY:
        return -1
    return LATE.index(call.name) + 1 if call.name in LATE else 0


def writes(service: Service, kind: str) -> list[Call]:
    """Return every write; the last one takes them the other way round, for what comes too late."""
    calls = [call for call in calls_of(service.app) if call.method not in SAFE_METHODS]
    return sorted(calls if kind != LAST else calls[::-1], key=in_order)


def entries(service: Service, answer: Answer) -> list[Row[Any]]:
    """Return what an answered request has left in the audit."""
    left = text("SELECT * FROM audit_entries WHERE request_id = :id ORDER BY id")
    with service.raw() as connection:
        return list(connection.execute(left, {"id": answer.headers["X-Request-Id"]}))


def send_all(service: Service, kind: str, village: FullVillage) -> Iterator[tuple[Call, Answer]]:
    """Let one kind of person send every write about her own village."""
    if kind == LAST:
        service.clock.advance(days=25)  # so that the next notice may be published
    caller = a_caller(service, kind, village)
    ids = dict(village.ids)
    if kind == LAST:
        person_id = caller.get("/me").body["person_id"]
        ids["declaration_id"] = declared_by(service, person_id, ids["declared_household_id"])
    for call in writes(service, kind):
        caller = signed_in_anew(service, caller) if call.name in ENDING else caller
        as_leader = call.reach(kind) is Reach.AREA
        request = request_for(call.name, call.path, ids, as_leader=as_leader)
        yield call, send(caller, call, replace(request, body=in_latin(call.name, request.body)))


PLANTED = "Mary Wang"
"""A name that the audit could not tell from a word of its own."""
CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")


def in_latin(name: str, body: Any) -> Any:  # noqa: ANN401 - whatever a request may hold
    """Return the body of a call in which all that people wrote is the planted name."""
    if isinstance(body, dict):
        return {key: in_latin(name, value) for key, value in body.items()}
    if isinstance(body, list):
        return [in_latin(name, each) for each in body]
    is_written = isinstance(body, str) and CHINESE.search(body)
    return f"{PLANTED} {name}" if is_written else body


def tables_that_say(service: Service, words: str) -> set[str]:
    """Return the tables that hold some words anywhere."""
    with service.raw() as connection:
        return {
            table.name
            for table in Base.metadata.sorted_tables
            if any(words in str(row) for row in connection.execute(select(table)))
        }


TRANSFERS = "SELECT count(*) FROM points_transfers"


def says_that_it_moves_points(service: Service) -> set[str]:
    """Return the calls that are refused while nobody counts."""
    views = service.app.view_functions.values()
    return {view.__name__ for view in views if hasattr(view, "moves_points")}


def is_whole(call: Call, entry: Row[Any]) -> bool:
    """Tell whether an entry says who did what to which, and where."""
    place = entry.village_id or call.name in OF_NO_VILLAGE
    is_own = entry.action != "request_done" and entry.outcome == "done"
    return bool(is_own and entry.person_id and entry.object_id and place)


def test_requirement_19_every_write_leaves_who_what_and_where_and_nothing_personal(
    service: Service,
) -> None:
    """And what moves points says so: it waits while nobody counts (requirement 18)."""
    traceless, whole, moving = list[str](), set[str](), set[str]()
    for number, kinds in enumerate(DOERS):
        village = a_full_village(service, f"第{number}村妇联")
        moved = service.scalar(TRANSFERS)
        for call, answer in chain.from_iterable(send_all(service, k, village) for k in kinds):
            left = entries(service, answer)
            moving |= {call.name} if service.scalar(TRANSFERS) > moved else set()
            moved = service.scalar(TRANSFERS)
            is_done = answer.status < HTTPStatus.BAD_REQUEST
            whole |= {call.name for entry in left if is_done and is_whole(call, entry)}
            if not left and (is_done or answer.status == HTTPStatus.FORBIDDEN):
                traceless.append(f"{call.name} answered {answer.status}")
    assert (traceless, moving) == ([], says_that_it_moves_points(service))
    assert {call.name for call in writes(service, LAST)} - whole == THERE_ALREADY
    planted = tables_that_say(service, PLANTED)
    assert {"feedback", "members", "join_requests", "activities", "points_claims"} <= planted
    assert planted & {"audit_entries", "anomalies"} == set()


def test_a_repeated_request_leaves_nothing_more(service: Service) -> None:
    village = a_full_village(service)
    caller = service.sign_in(village.resident)
    first, again = (caller.post("/feedback", FEEDBACK, key="k" * 12) for _ in range(2))
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (len(entries(service, first)), entries(service, again)) == (1, [])


FEEDBACK = {"kind": "complaint", "text": "公示栏看不清。"}


@pytest.mark.parametrize("kind", [STRANGER, RESIDENT_OF_A_HOUSEHOLD])
def test_what_is_not_there_leaves_nothing(service: Service, kind: str) -> None:
    village = a_full_village(service)
    caller = a_caller(service, kind, village)
    call = next(call for call in calls_of(service.app) if call.name == "get_household")
    answer = send(caller, call, request_for(call.name, call.path, nowhere(village)))
    assert (answer.status in {401, 404}, entries(service, answer)) == (True, [])
