"""Letters are checked by the real adapter: whatever befalls the call, none is read unchecked."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from models.vocabulary import Role
from server.background import drain_outbox
from server.domains.feedback.service import Sender
from server.registry import OUTBOX_TOPICS
from tests.support.builders import a_person, a_village, an_officer
from tests.support.feedback_builders import known_to_wechat, send_unchecked
from tests.support.service import Service
from tests.support.wechat import GOOD_TOKEN, TOKEN_PATH, a_peer, an_adapter
from tools.wechat_standin import FaultKind, StandinServer
from tools.wechat_standin.faults import FaultDetails

CHECK_PATH = "/wxa/msg_sec_check"
LATE_SECONDS = 5.5
STATES = "SELECT state, attempts FROM text_checks ORDER BY id"
FAULTS: tuple[tuple[FaultKind, FaultDetails], ...] = (
    (FaultKind.ERRCODE, {"errcode": -1}),
    (FaultKind.ERRCODE, {"errcode": 45009}),
    (FaultKind.ERRCODE, {"errcode": 61010}),
    (FaultKind.HTTP_502, {}),
    (FaultKind.HTML, {}),
    (FaultKind.TRUNCATED, {}),
    (FaultKind.RESET, {"after_processing": True}),
)


@pytest.fixture
def standin() -> Iterator[StandinServer]:
    with StandinServer() as server:
        yield server


def work(service: Service, base: str) -> None:
    """Let a worker with an adapter of its own do what is due."""
    transactions = service.app.transactions
    ports = replace(transactions.ports, wechat=an_adapter(base))
    drain_outbox(replace(transactions, ports=ports), OUTBOX_TOPICS)


def a_letter(service: Service, village_id: int) -> int:
    author = known_to_wechat(service, a_person(service))
    return send_unchecked(service, author, Sender(village_id=village_id), "路灯坏了。").row.id


def seen(service: Service, leader: int, village_id: int) -> list[int]:
    page = service.sign_in(leader).get("/feedback", village_id=village_id).body
    return [line["id"] for line in page["items"]]


@pytest.mark.parametrize("room", ["sqlite"], indirect=True)
def test_ab_16_a_check_that_times_out_leaves_the_letter_hidden_until_one_passes(
    service: Service, standin: StandinServer
) -> None:
    village_id = a_village(service)
    leader = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    letter = a_letter(service, village_id)
    standin.fault(CHECK_PATH, FaultKind.DELAY, seconds=LATE_SECONDS)
    work(service, standin.base_url)
    assert service.rows(STATES) == [("pending", 1)]
    assert seen(service, leader, village_id) == []
    service.clock.advance(seconds=10)
    work(service, standin.base_url)
    assert service.rows(STATES) == [("passed", 1)]
    assert seen(service, leader, village_id) == [letter]
    assert len(standin.journal(CHECK_PATH)) == 2


def test_requirement_16_without_a_verdict_nothing_is_visible_and_nothing_is_lost(
    service: Service, standin: StandinServer
) -> None:
    village_id = a_village(service)
    leader = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    letters = []
    for kind, details in FAULTS:
        letters.append(a_letter(service, village_id))
        standin.fault(CHECK_PATH, kind, **details)
        work(service, standin.base_url)
    assert len(standin.journal(CHECK_PATH)) == len(FAULTS)
    letters.append(a_letter(service, village_id))
    odd = {TOKEN_PATH: GOOD_TOKEN, CHECK_PATH: {"errcode": 0, "result": {"suggest": "maybe"}}}
    with a_peer(answers=odd) as (_, base):
        work(service, base)
    assert service.rows(STATES) == [("pending", 1)] * len(letters)
    assert seen(service, leader, village_id) == []
    service.clock.advance(seconds=10)
    work(service, standin.base_url)
    assert service.rows(STATES) == [("passed", 1)] * len(letters)
    assert seen(service, leader, village_id) == letters


@pytest.mark.parametrize(("suggest", "state"), [("risky", "refused"), ("review", "for_people")])
def test_requirement_16_what_wechat_doubts_is_not_visible(
    service: Service, standin: StandinServer, suggest: str, state: str
) -> None:
    village_id = a_village(service)
    leader = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    a_letter(service, village_id)
    standin.order("text-rule", regex="路灯", suggest=suggest, label=20001)
    work(service, standin.base_url)
    assert service.rows("SELECT state, label FROM text_checks") == [(state, 20001)]
    assert seen(service, leader, village_id) == []
