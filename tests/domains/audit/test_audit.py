"""The audit: written with the act, by whom, in which village; what the level above is shown."""

from datetime import timedelta
from typing import Any

import pytest

from models.audit import Anomaly
from models.vocabulary import AnomalyKind, Role
from server.domains.audit import service as audit
from server.domains.audit.service.recording import STRANGERS_MAX
from server.kernel.actors import STRANGER, Actor
from server.kernel.errors import Conflict
from server.kernel.pages import Page, PageRequest
from server.kernel.work import Work, refusal
from tests.support.builders import a_person, a_town, a_village, an_officer
from tests.support.service import Service


def entries(service: Service) -> list[tuple[Any, ...]]:
    return service.rows(
        "SELECT person_id, action, object_id, village_id, outcome FROM audit_entries"
        " WHERE object_type = 'thing' ORDER BY id"
    )


def refuse(service: Service, village: int | None, person: int, number: int = 1) -> None:
    def do(work: Work) -> None:
        records = tuple(
            refusal("look", "thing", n, village_id=village, anomaly=AnomalyKind.FOREIGN_ID)
            for n in range(number)
        )
        raise Conflict("x", records=records)

    with pytest.raises(Conflict):
        service.run(do, Actor(person_id=person))


def seen_by(service: Service, person: int, **page: int) -> list[int | None]:
    found = service.run(
        lambda work: audit.list_anomalies(work, PageRequest(**page)),
        service.actor(person),
        writes=False,
    )
    return [anomaly.village_id for anomaly in found.items]


def test_an_entry_says_who_did_what_where_and_when(service: Service) -> None:
    person, village = a_person(service), a_village(service)
    service.run(
        lambda work: work.audit("act", "thing", 5, village_id=village, points=3),
        Actor(person_id=person),
    )
    assert entries(service) == [(person, "act", 5, village, "done")]


def test_the_system_acts_without_a_person(service: Service) -> None:
    service.run(lambda work: work.audit("act", "thing", 5))
    assert entries(service) == [(None, "act", 5, None, "done")]


def test_without_records_nothing_is_written(service: Service) -> None:
    before = service.scalar("SELECT count(*) FROM audit_entries")
    service.run(lambda work: audit.write_records(work, []))
    assert service.scalar("SELECT count(*) FROM audit_entries") == before


def test_only_anomalies_are_shown_to_the_level_above(service: Service) -> None:
    village = a_village(service)
    service.run(lambda work: work.audit("act", "thing", 1, village_id=village))
    refuse(service, village, a_person(service))
    assert len(entries(service)) == 2
    assert service.scalar("SELECT count(*) FROM anomalies") == 1


def test_an_officer_sees_the_anomalies_of_her_subtree(service: Service) -> None:
    town = a_town(service)
    inside, outside = a_village(service, town_id=town), a_village(service, "外村妇联")
    for village in (inside, outside, None):
        refuse(service, village, a_person(service))
    assert seen_by(service, an_officer(service, Role.TOWN_OFFICER, town)) == [inside]


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.ASSESSOR, Role.SHOPKEEPER])
def test_a_village_does_not_look_at_itself(service: Service, role: Role) -> None:
    village = a_village(service)
    refuse(service, village, a_person(service))
    assert seen_by(service, an_officer(service, role, village)) == []


def test_anomalies_are_paged_newest_first(service: Service) -> None:
    town = a_town(service)
    refuse(service, a_village(service, town_id=town), a_person(service), number=5)
    actor = service.actor(an_officer(service, Role.TOWN_OFFICER, town))

    def page(after: int | None) -> Page[Anomaly]:
        asked = PageRequest(after=after, size=2)
        return service.run(lambda work: audit.list_anomalies(work, asked), actor)

    first = page(None)
    second = page(first.next_after)
    third = page(second.next_after)
    found = [[anomaly.object_id for anomaly in p.items] for p in (first, second, third)]
    assert found == [[4, 3], [2, 1], [0]]
    assert third.next_after is None


def test_recent_acts_are_counted_for_the_acting_person_only(service: Service) -> None:
    person, other = a_person(service), a_person(service)
    for who in (person, person, other):
        service.run(lambda work: work.audit("guess", "thing", 1), Actor(person_id=who))
    service.run(lambda work: work.audit("act", "thing", 1), Actor(person_id=person))
    service.clock.advance(minutes=10)

    def counted(minutes: int) -> int:
        return service.run(
            lambda work: audit.count_recent(work, "guess", within=timedelta(minutes=minutes)),
            Actor(person_id=person),
        )

    assert [counted(minutes) for minutes in (9, 10, 11)] == [0, 2, 2]


# What may stand in an entry, and how much strangers may leave


@pytest.mark.parametrize(
    "detail",
    [
        {"name": "李桂花"},
        {"phone": "13800000000"},
        {"who": ["ok", "张三"]},
        {"who": {"张三": 1}},
        {"text": "a" * 65},
        {"secret": b"x"},
        {"amount": 1.5},
    ],
)
def test_requirement_19_an_entry_holds_no_names_numbers_to_call_or_texts(
    service: Service, detail: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="keeps ids, words and numbers only"):
        service.run(lambda work: work.audit("act", "thing", 1, **detail))


def test_an_entry_holds_words_numbers_and_days(service: Service) -> None:
    detail: dict[str, Any] = {
        "before": None,
        "after": "away",
        "on": "2026-11-10",
        "ids": [1, 2],
        "up": {"7": 1},
    }
    service.run(lambda work: work.audit("act", "thing", 1, **detail, is_new=True))
    assert entries(service) == [(None, "act", 1, None, "done")]


def refuse_stranger(service: Service, village_id: int | None = None) -> None:
    def look(_work: Work) -> None:
        anomaly = AnomalyKind.FOREIGN_ID
        record = refusal("look", "thing", 1, village_id=village_id, anomaly=anomaly)
        raise Conflict("x", records=(record,))

    with pytest.raises(Conflict):
        service.run(look, STRANGER, writes=False)


def test_strangers_cannot_fill_the_audit(service: Service) -> None:
    """Whatever they reach for: what is of no village, and what lies behind the wall of one."""
    villages = (None, a_village(service))
    before = len(entries(service))
    for number in range(STRANGERS_MAX + 5):
        refuse_stranger(service, villages[number % 2])
    assert len(entries(service)) - before == STRANGERS_MAX
    assert service.scalar("SELECT count(*) FROM anomalies") == STRANGERS_MAX
    refuse(service, None, a_person(service))
    assert len(entries(service)) - before == STRANGERS_MAX + 1
    service.clock.advance(hours=1, seconds=1)
    refuse_stranger(service)
    assert len(entries(service)) - before == STRANGERS_MAX + 2


def test_what_a_stranger_does_is_always_kept(service: Service) -> None:
    for _ in range(STRANGERS_MAX + 1):
        service.run(lambda work: work.audit("act", "thing", 1), STRANGER)
    assert len(entries(service)) == STRANGERS_MAX + 1
