"""Feedback gets a number and a day, is answered once by somebody else, and climbs when late."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from models.vocabulary import AnomalyKind, ProxyChannel, Role
from server.domains.feedback import service as feedback
from server.domains.feedback.errors import FeedbackAlreadyAnswered, FeedbackNotFound, OwnFeedback
from server.domains.feedback.service import FeedbackCard, Sender
from server.domains.households.errors import (
    BehalfNotNeeded,
    BehalfRequired,
    HouseholdNotFound,
)
from server.domains.moderation.errors import TextRefused
from server.domains.organisations import service as organisations
from server.domains.organisations.errors import OrganisationNotFound
from server.kernel.errors import DomainError, InvalidInput
from server.kernel.pages import PageRequest
from server.kernel.wechat import Verdict
from server.kernel.work import OnBehalf
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_person,
    a_resident,
    a_town,
    a_village,
    an_officer,
)
from tests.support.feedback_builders import answer, send
from tests.support.service import Service


def behalf(household: BuiltHousehold) -> OnBehalf:
    return OnBehalf(household.member_ids[0], "她没有手机", ProxyChannel.IN_PERSON)


def waiting(service: Service, person_id: int, organisation_id: int) -> list[int]:
    found = service.run(
        lambda work: feedback.list_waiting(work, organisation_id, PageRequest()),
        service.actor(person_id),
        writes=False,
    )
    return [card.row.id for card in found.items]


def mine(service: Service, person_id: int) -> list[FeedbackCard]:
    found = service.run(
        lambda work: feedback.list_mine(work, PageRequest()),
        service.actor(person_id),
        writes=False,
    )
    return list(found.items)


def answers_of(cards: Sequence[FeedbackCard]) -> list[tuple[str, str | None, str | None]]:
    return [(card.row.state, card.answer.text, card.answer.state) for card in cards]


def a_leading(service: Service, household: BuiltHousehold) -> int:
    """Return an executive who lives in the household."""
    person_id, village_id = a_resident(service, household), household.village_id
    service.run(
        lambda work: organisations.grant_role(
            work, person_id=person_id, organisation_id=village_id, role=Role.VILLAGE_EXECUTIVE
        )
    )
    return person_id


def count(service: Service, person_id: int, organisation_id: int) -> int:
    path = service.scalar("SELECT path FROM organisations WHERE id = :id", id=organisation_id)
    return service.run(
        lambda work: feedback.count_waiting(work, path), service.actor(person_id), writes=False
    )


# Sending


def test_a_member_sends_for_her_household_and_gets_a_number_and_a_day(service: Service) -> None:
    household = a_household(service, a_village(service))
    card = send(service, a_resident(service, household))
    assert (card.row.household_id, card.household_label) == (household.id, "王** · 三组")
    assert card.number == f"FK-2026-{card.row.id:06}"
    assert card.row.due_on == date(2026, 11, 17)
    assert (card.is_overdue, card.actions) == (False, ())
    assert service.scalar("SELECT count(*) FROM proxy_acts") == 0
    assert service.scalar("SELECT count(*) FROM audit_entries WHERE action = 'send_feedback'") == 1


def test_somebody_without_a_household_names_a_village(service: Service) -> None:
    village_id = a_village(service)
    card = send(service, a_person(service), Sender(village_id=village_id))
    assert (card.row.village_id, card.row.household_id) == (village_id, None)
    assert (card.village_name, card.household_label) == ("双龙村妇联", None)


def test_a_member_may_write_to_a_village_in_her_own_name(service: Service) -> None:
    household = a_household(service, a_village(service))
    other = a_village(service, "青山村妇联")
    card = send(service, a_resident(service, household), Sender(village_id=other))
    assert (card.row.village_id, card.row.household_id) == (other, None)


def test_a_leader_writes_for_a_household_without_a_phone(service: Service) -> None:
    household = a_household(service, a_village(service))
    leader = an_officer(service, Role.VILLAGE_CHAIR, household.village_id)
    card = send(service, leader, Sender(household_id=household.id, behalf=behalf(household)))
    assert card.row.household_id == household.id
    assert service.rows("SELECT action, object_id, acted_by FROM proxy_acts") == [
        ("send_feedback", card.row.id, leader)
    ]


def test_who_has_no_household_must_name_somebody(service: Service) -> None:
    with pytest.raises(InvalidInput) as refused:
        send(service, a_person(service))
    assert refused.value.facts["errors"][0]["pointer"] == "#/village_id"


def test_a_leader_says_which_household_she_writes_for(service: Service) -> None:
    household = a_household(service, a_village(service))
    leader = an_officer(service, Role.VILLAGE_CHAIR, household.village_id)
    with pytest.raises(InvalidInput) as refused:
        send(service, leader, Sender(village_id=household.village_id, behalf=behalf(household)))
    assert refused.value.facts["errors"][0]["pointer"] == "#/household_id"


def test_a_household_and_a_village_are_not_both_named(service: Service) -> None:
    household = a_household(service, a_village(service))
    both = Sender(household_id=household.id, village_id=household.village_id)
    with pytest.raises(InvalidInput) as refused:
        send(service, a_resident(service, household), both)
    assert refused.value.facts["errors"][0]["pointer"] == "#/village_id"


def test_a_town_is_no_addressee_and_neither_is_nothing(service: Service) -> None:
    person = a_person(service)
    for village_id in (a_town(service), 999_999):
        with pytest.raises(OrganisationNotFound):
            send(service, person, Sender(village_id=village_id))


def test_nobody_writes_for_a_household_that_is_not_hers(service: Service) -> None:
    village_id = a_village(service)
    mine, foreign = a_household(service, village_id), a_household(service, village_id)
    resident = a_resident(service, mine)
    leader = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    attempts: list[tuple[int, Sender, type[DomainError]]] = [
        (resident, Sender(household_id=foreign.id), HouseholdNotFound),
        (leader, Sender(household_id=foreign.id), BehalfRequired),
        (resident, Sender(household_id=mine.id, behalf=behalf(mine)), BehalfNotNeeded),
    ]
    for person, sender, expected in attempts:
        with pytest.raises(expected):
            send(service, person, sender)
    assert service.scalar("SELECT count(*) FROM feedback") == 0


# Answering


def test_an_answer_is_given_once_and_the_household_is_told(service: Service) -> None:
    household = a_household(service, a_village(service))
    leader = an_officer(service, Role.VILLAGE_EXECUTIVE, household.village_id)
    sent = send(service, a_resident(service, household))
    card = answer(service, leader, sent.row.id)
    assert (card.row.answer, card.row.answered_by) == ("明天就换到村口。", leader)
    assert (card.actions, card.is_overdue) == ((), False)
    assert service.rows("SELECT kind FROM messages") == []
    service.settle_checks()
    ((kind, body),) = service.rows("SELECT kind, body FROM messages")
    assert kind == "feedback_answered"
    assert sent.number in body
    assert "明天就换到村口" in body
    with pytest.raises(FeedbackAlreadyAnswered):
        answer(service, leader, sent.row.id)
    assert service.scalar("SELECT count(*) FROM messages") == 1


def test_a_refused_answer_leaves_the_letter_open_and_is_kept_for_who_wrote_it(
    service: Service,
) -> None:
    household = a_household(service, a_village(service))
    author = a_resident(service, household)
    home = a_household(service, household.village_id)
    leader = a_leading(service, home)
    letter = send(service, author).row.id
    answer(service, leader, letter)
    assert answers_of(mine(service, author)) == [("answered", None, "pending")]
    service.settle_checks(Verdict.RISKY)
    told = service.rows("SELECT household_id, kind, body FROM messages")
    assert [(home_id, kind) for home_id, kind, _ in told] == [(home.id, "content_refused")]
    assert answers_of(mine(service, author)) == [("open", None, "refused")]
    assert waiting(service, leader, household.village_id) == [letter]
    with pytest.raises(TextRefused):
        answer(service, leader, letter)
    service.run(
        lambda work: feedback.answer_feedback(work, letter, "已经换好了。"), service.actor(leader)
    )
    service.settle_checks()
    assert answers_of(mine(service, author)) == [("answered", "已经换好了。", "passed")]


def test_without_a_household_nobody_is_told_and_the_answer_stands_in_her_list(
    service: Service,
) -> None:
    village_id = a_village(service)
    person = a_person(service)
    sent = send(service, person, Sender(village_id=village_id))
    answer(service, an_officer(service, Role.VILLAGE_CHAIR, village_id), sent.row.id)
    service.settle_checks()
    assert service.scalar("SELECT count(*) FROM messages") == 0
    found = service.run(
        lambda work: feedback.list_mine(work, PageRequest()), service.actor(person), writes=False
    )
    assert [card.row.answer for card in found.items] == ["明天就换到村口。"]


def test_who_wrote_it_cannot_answer_it(service: Service) -> None:
    household = a_household(service, a_village(service))
    leader = an_officer(service, Role.VILLAGE_CHAIR, household.village_id)
    sender = Sender(household_id=household.id, behalf=behalf(household))
    sent = send(service, leader, sender)
    assert sent.actions == ()
    with pytest.raises(OwnFeedback) as refused:
        answer(service, leader, sent.row.id)
    assert [record.anomaly for record in refused.value.records] == [AnomalyKind.OWN_OR_RELATIVE]
    other = an_officer(service, Role.VILLAGE_EXECUTIVE, household.village_id)
    assert answer(service, other, sent.row.id).row.answered_by == other


def test_ab_13_another_villages_leader_finds_nothing(service: Service) -> None:
    sent = send(service, a_person(service), Sender(village_id=a_village(service)))
    other = a_village(service, "青山村妇联")
    stranger = an_officer(service, Role.VILLAGE_CHAIR, other)
    with pytest.raises(FeedbackNotFound) as refused:
        answer(service, stranger, sent.row.id)
    assert [record.anomaly for record in refused.value.records] == [AnomalyKind.FOREIGN_ID]
    with pytest.raises(OrganisationNotFound) as unseen:
        waiting(service, stranger, sent.row.village_id)
    assert [record.anomaly for record in unseen.value.records] == [AnomalyKind.FOREIGN_ID]


def test_the_database_keeps_half_answers_out(service: Service) -> None:
    send(service, a_person(service), Sender(village_id=a_village(service)))
    for change in ("state = 'answered'", "answer = '好的'", "text = '短'"):
        with (
            pytest.raises(IntegrityError),
            service.raw() as connection,
        ):
            connection.exec_driver_sql(f"UPDATE feedback SET {change}")  # noqa: S608 - fixed words


# Waiting


def test_a_leader_sees_what_waits_and_counts_what_she_may_answer(service: Service) -> None:
    village_id = a_village(service)
    leader = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    person = a_person(service)
    first, second, third = (
        send(service, person, Sender(village_id=village_id)).row.id for _ in range(3)
    )
    own = send(service, leader, Sender(village_id=village_id)).row.id
    answer(service, leader, second)
    assert waiting(service, leader, village_id) == [first, third, own]
    assert count(service, leader, village_id) == 2


def test_gov_3_what_is_late_climbs_to_the_levels_above(service: Service) -> None:
    town_id = a_town(service)
    village_id = a_village(service, town_id=town_id)
    officer = an_officer(service, Role.TOWN_OFFICER, town_id)
    late = send(service, a_person(service), Sender(village_id=village_id)).row.id
    service.clock.advance(days=7)
    assert waiting(service, officer, village_id) == []
    service.clock.advance(days=1)
    send(service, a_person(service), Sender(village_id=village_id))
    assert waiting(service, officer, village_id) == waiting(service, officer, town_id) == [late]
    assert count(service, officer, town_id) == 1
    with pytest.raises(FeedbackNotFound):
        answer(service, officer, late)


def test_waiting_and_own_feedback_come_in_pages(service: Service) -> None:
    village_id = a_village(service)
    leader, person = an_officer(service, Role.VILLAGE_CHAIR, village_id), a_person(service)
    ids = [send(service, person, Sender(village_id=village_id)).row.id for _ in range(3)]
    first = service.run(
        lambda work: feedback.list_waiting(work, village_id, PageRequest(size=2)),
        service.actor(leader),
    )
    assert ([card.row.id for card in first.items], first.next_after) == (ids[:2], ids[1])
    newest = service.run(
        lambda work: feedback.list_mine(work, PageRequest(ids[2], 1)), service.actor(person)
    )
    assert ([card.row.id for card in newest.items], newest.next_after) == ([ids[1]], ids[1])
