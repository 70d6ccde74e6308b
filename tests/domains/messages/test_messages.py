"""Households are told with the commit: in the inbox, or by somebody in person."""

from datetime import timedelta
from functools import partial

import pytest

from models.vocabulary import (
    AnomalyKind,
    MessageChannel,
    MessageKind,
    OutboxTopic,
    Role,
    TellReason,
)
from server.domains.messages import service as messages
from server.domains.messages.errors import AlreadyTold, MessageNotFound
from server.domains.messages.service import Tell
from server.domains.messages.service.in_person import UNREAD
from server.domains.outbox import service as outbox
from server.kernel.errors import RuleBroken
from server.kernel.pages import PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_person,
    a_resident,
    a_village,
    an_officer,
)
from tests.support.service import Service


def tells(
    household: BuiltHousehold, number: int = 1, kind: MessageKind = MessageKind.CLAIM_CONFIRMED
) -> list[Tell]:
    return [
        Tell(
            household_id=household.id,
            village_id=household.village_id,
            kind=kind,
            title=f"积分已确认 {index}",
            body="请看公示。",
        )
        for index in range(number)
    ]


def tell(service: Service, household: BuiltHousehold, number: int = 1) -> list[int]:
    """Tell a household and return the ids of the messages."""
    service.run(lambda work: messages.tell_many(work, tells(household, number)))
    ids = service.rows(
        "SELECT id FROM messages WHERE household_id = :id ORDER BY id", id=household.id
    )
    return [row[0] for row in ids]


def drain(service: Service) -> None:
    token, ids = service.run(outbox.lease_due)
    topics: dict[str, outbox.Deliver] = {OutboxTopic.MESSAGE_CREATED: messages.deliver}
    for row_id in ids:
        service.run(partial(outbox.deliver, row_id=row_id, token=token, topics=topics))


def inbox(service: Service, person_id: int, page: PageRequest) -> tuple[list[int], int | None]:
    found = service.run(
        lambda work: messages.list_inbox(work, page), service.actor(person_id), writes=False
    )
    return [row.id for row in found.items], found.next_after


def untold(service: Service, person_id: int) -> list[tuple[int, str, str, str]]:
    found = service.run(
        lambda work: messages.list_untold(work, PageRequest()),
        service.actor(person_id),
        writes=False,
    )
    return [
        (row.message.id, row.household_number, row.group_name, row.reason) for row in found.items
    ]


def told(service: Service, person_id: int, message_id: int) -> None:
    actor = service.actor(person_id)
    service.run(lambda work: messages.mark_told(work, message_id), actor)


def test_one_household_is_told_one_thing(service: Service) -> None:
    household = a_household(service, a_village(service))
    service.run(
        lambda work: messages.tell(
            work,
            household_id=household.id,
            village_id=household.village_id,
            kind=MessageKind.NOTICE_OPENED,
            title="公示开始",
            body="请看村里的公示。",
        )
    )
    assert service.rows("SELECT kind, title, body, channel FROM messages") == [
        (MessageKind.NOTICE_OPENED, "公示开始", "请看村里的公示。", None)
    ]


def test_a_rolled_back_work_tells_nobody(service: Service) -> None:
    household = a_household(service, a_village(service))

    def fail(work: Work) -> None:
        messages.tell_many(work, tells(household))
        refusal = RuleBroken("不行。")
        raise refusal

    with pytest.raises(RuleBroken):
        service.run(fail)
    assert service.scalar("SELECT count(*) FROM messages") == 0
    assert service.scalar("SELECT count(*) FROM outbox_rows") == 0


def test_telling_nobody_leaves_nothing_behind(service: Service) -> None:
    service.run(lambda work: messages.tell_many(work, []))
    assert service.scalar("SELECT count(*) FROM outbox_rows") == 0


def test_many_messages_are_delivered_in_lots_and_each_once(service: Service) -> None:
    household = a_household(service, a_village(service))
    tell(service, household, 250)
    assert service.scalar("SELECT count(*) FROM outbox_rows") == 3
    drain(service)
    assert service.rows("SELECT channel, count(*) FROM messages GROUP BY channel") == [
        (MessageChannel.IN_PERSON, 250)
    ]


def test_the_channel_is_the_inbox_when_somebody_has_a_phone(service: Service) -> None:
    village_id = a_village(service)
    reachable, alone = a_household(service, village_id), a_household(service, village_id)
    a_resident(service, reachable)
    tell(service, reachable)
    tell(service, alone)
    drain(service)
    assert service.rows("SELECT household_id, channel FROM messages ORDER BY id") == [
        (reachable.id, MessageChannel.INBOX),
        (alone.id, MessageChannel.IN_PERSON),
    ]
    assert service.scalar("SELECT count(*) FROM messages WHERE delivered_at IS NULL") == 0


def test_delivering_again_changes_nothing(service: Service) -> None:
    household = a_household(service, a_village(service))
    ids = tell(service, household)
    drain(service)
    a_resident(service, household)
    service.run(lambda work: messages.deliver(work, {"message_ids": ids}))
    assert service.scalar("SELECT channel FROM messages") == MessageChannel.IN_PERSON


def test_the_inbox_shows_the_own_household_newest_first(service: Service) -> None:
    village_id = a_village(service)
    mine, other = a_household(service, village_id), a_household(service, village_id)
    first, second, third = tell(service, mine, 3)
    tell(service, other)
    resident_id = a_resident(service, mine)
    assert inbox(service, resident_id, PageRequest(size=2)) == ([third, second], second)
    assert inbox(service, resident_id, PageRequest(after=second, size=2)) == ([first], None)


def test_an_office_opens_nobodys_inbox(service: Service) -> None:
    village_id = a_village(service)
    (message_id,) = tell(service, a_household(service, village_id))
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    assert inbox(service, leader_id, PageRequest()) == ([], None)
    with pytest.raises(MessageNotFound):
        service.run(lambda work: messages.mark_read(work, message_id), service.actor(leader_id))


def test_a_message_is_read_once_and_that_is_kept_once(service: Service) -> None:
    household = a_household(service, a_village(service))
    (message_id,) = tell(service, household)
    actor = service.actor(a_resident(service, household))
    entries = service.scalar("SELECT count(*) FROM audit_entries")
    first = service.run(lambda work: messages.mark_read(work, message_id), actor).read_at
    service.clock.advance(hours=1)
    again = service.run(lambda work: messages.mark_read(work, message_id), actor).read_at
    assert first is not None
    assert first == again
    assert service.scalar("SELECT count(*) FROM audit_entries") == entries + 1


def test_a_leader_tells_a_household_without_a_phone_in_person(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    (message_id,) = tell(service, household)
    leader_id = an_officer(service, Role.VILLAGE_EXECUTIVE, village_id)
    assert untold(service, leader_id) == []
    drain(service)
    assert untold(service, leader_id) == [(message_id, "001", "三组", TellReason.NO_PHONE)]
    told(service, leader_id, message_id)
    assert untold(service, leader_id) == []
    assert service.scalar("SELECT told_by FROM messages") == leader_id
    with pytest.raises(AlreadyTold):
        told(service, leader_id, message_id)


def test_a_message_in_the_inbox_needs_no_telling(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    a_resident(service, household)
    (message_id,) = tell(service, household)
    drain(service)
    with pytest.raises(AlreadyTold):
        told(service, an_officer(service, Role.VILLAGE_CHAIR, village_id), message_id)


def test_what_asks_for_an_act_and_stays_unread_is_told_in_person_until_it_is_read(
    service: Service,
) -> None:
    """A receipt may stay unread for ever, and the inbox keeps all of it."""
    village_id = a_village(service)
    household = a_household(service, village_id)
    resident_id = a_resident(service, household)
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    actor = service.actor(leader_id)
    kinds = (MessageKind.CLAIM_RETURNED, MessageKind.PROMOTED, MessageKind.CLAIM_CONFIRMED)
    lot = [one for kind in kinds for one in tells(household, kind=kind)]
    service.run(lambda work: messages.tell_many(work, lot))
    returned, promoted, _ = (row[0] for row in service.rows("SELECT id FROM messages ORDER BY id"))
    drain(service)
    service.clock.instant += UNREAD - timedelta(seconds=1)
    assert untold(service, leader_id) == []
    with pytest.raises(AlreadyTold):
        told(service, leader_id, returned)
    service.clock.advance(seconds=1)
    assert [(row[0], row[3]) for row in untold(service, leader_id)] == [
        (returned, TellReason.NOT_READ),
        (promoted, TellReason.NOT_READ),
    ]
    scope = actor.office_scope(Permission.IN_PERSON_READ)
    assert service.run(lambda work: messages.count_untold(work, scope), actor) == 2
    service.run(lambda work: messages.mark_read(work, promoted), service.actor(resident_id))
    told(service, leader_id, returned)
    assert untold(service, leader_id) == []
    assert len(inbox(service, resident_id, PageRequest())[0]) == 3


def test_ab_13_the_list_of_another_village_does_not_exist(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    (message_id,) = tell(service, a_household(service, village_id))
    drain(service)
    foreign_id = an_officer(service, Role.VILLAGE_CHAIR, other_id)
    assert untold(service, foreign_id) == []
    with pytest.raises(MessageNotFound):
        told(service, foreign_id, message_id)
    assert service.rows("SELECT kind, person_id, object_id FROM anomalies") == [
        (AnomalyKind.FOREIGN_ID, foreign_id, message_id)
    ]


def test_somebody_without_a_household_has_an_empty_inbox(service: Service) -> None:
    assert inbox(service, a_person(service), PageRequest()) == ([], None)
