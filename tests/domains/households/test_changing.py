"""Where a household lives and who is its head: a leader says so, and it is kept on record."""

import json
from functools import partial

import pytest
from sqlalchemy import update

from models.households import Member
from models.vocabulary import HouseholdStatus, Relation, Role
from server.domains.households import service as households
from server.domains.households.errors import HeadChanged, HouseholdNotFound
from server.domains.households.service import NewHead
from server.kernel.errors import InvalidInput
from tests.support.builders import BuiltHousehold, a_household, a_village, an_officer
from tests.support.service import Service

NAMES = ("王淑芬", "李国强", "李小红")


def relations(service: Service, household: BuiltHousehold) -> list[tuple[str, bool]]:
    rows = service.rows(
        "SELECT relation, left_at IS NOT NULL FROM members WHERE household_id = :id ORDER BY id",
        id=household.id,
    )
    return [(relation, bool(has_left)) for relation, has_left in rows]


def entries(service: Service, action: str) -> list[dict[str, object]]:
    found = service.rows("SELECT detail FROM audit_entries WHERE action = :action", action=action)
    return [json.loads(row) if isinstance(row, str) else row for (row,) in found]


def change(service: Service, household: BuiltHousehold, new: NewHead) -> None:
    leader = service.actor(an_officer(service, Role.VILLAGE_EXECUTIVE, household.village_id))
    service.run(lambda work: households.change_head(work, household.id, new), leader)


def test_a_status_is_set_and_kept_on_record_once(service: Service) -> None:
    household = a_household(service, a_village(service))
    leader = service.actor(an_officer(service, Role.VILLAGE_CHAIR, household.village_id))
    for status in (HouseholdStatus.AWAY, HouseholdStatus.AWAY, HouseholdStatus.EMPTY):
        service.run(
            partial(households.set_status, household_id=household.id, status=status), leader
        )
    assert service.scalar("SELECT status FROM households") == HouseholdStatus.EMPTY
    assert entries(service, "set_household_status") == [
        {"before": "resident", "after": "away"},
        {"before": "away", "after": "empty"},
    ]


def test_a_head_gives_way_and_the_others_are_named_anew(service: Service) -> None:
    household = a_household(service, a_village(service), NAMES)
    old, new, child = household.member_ids
    change(
        service,
        household,
        NewHead(new, old, Relation.SPOUSE, {child: Relation.CHILD}),
    )
    assert relations(service, household) == [("spouse", False), ("head", False), ("child", False)]
    assert entries(service, "change_head") == [
        {"before": old, "after": new, "former_relation": "spouse"}
    ]


def test_ab_18_a_head_who_died_leaves_the_household(service: Service) -> None:
    household = a_household(service, a_village(service), NAMES)
    old, new, _ = household.member_ids
    change(service, household, NewHead(new, old, None))
    assert relations(service, household) == [("head", True), ("head", False), ("other", False)]


def test_a_household_without_a_head_gets_one(service: Service) -> None:
    household = a_household(service, a_village(service), NAMES)
    old, new, _ = household.member_ids
    service.run(
        lambda work: work.session.execute(
            update(Member).where(Member.id == old).values(left_at=work.now)
        )
    )
    with pytest.raises(HeadChanged):
        change(service, household, NewHead(new, old, None))
    change(service, household, NewHead(new, None, None))
    assert relations(service, household) == [("head", True), ("head", False), ("other", False)]


def test_repeating_a_change_changes_nothing(service: Service) -> None:
    household = a_household(service, a_village(service), NAMES)
    old, new, _ = household.member_ids
    for _ in range(2):
        change(service, household, NewHead(new, old, Relation.PARENT))
    assert relations(service, household)[:2] == [("parent", False), ("head", False)]
    assert len(entries(service, "change_head")) == 1


def test_a_head_whom_the_leader_did_not_see_stays(service: Service) -> None:
    household = a_household(service, a_village(service), NAMES)
    old, new, child = household.member_ids
    change(service, household, NewHead(new, old, Relation.PARENT))
    with pytest.raises(HeadChanged):
        change(service, household, NewHead(child, old, Relation.PARENT))
    assert relations(service, household)[1] == ("head", False)


def test_only_members_of_the_household_are_named(service: Service) -> None:
    village_id = a_village(service)
    household, other = a_household(service, village_id, NAMES), a_household(service, village_id)
    old, new, _ = household.member_ids
    with pytest.raises(InvalidInput) as refused:
        change(
            service,
            household,
            NewHead(
                other.member_ids[0],
                old,
                Relation.PARENT,
                {old: Relation.CHILD, new: Relation.SPOUSE, 999: Relation.CHILD},
            ),
        )
    assert [fault["pointer"] for fault in refused.value.facts["errors"]] == [
        "#/member_id",
        "#/relations/0/member_id",
        "#/relations/2/member_id",
    ]


def test_ab_13_a_household_of_another_village_does_not_exist(service: Service) -> None:
    household = a_household(service, a_village(service), NAMES)
    foreign = service.actor(
        an_officer(service, Role.VILLAGE_CHAIR, a_village(service, "青山村妇联"))
    )
    old, new, _ = household.member_ids
    with pytest.raises(HouseholdNotFound):
        service.run(
            lambda work: households.set_status(work, household.id, HouseholdStatus.AWAY), foreign
        )
    with pytest.raises(HouseholdNotFound):
        service.run(
            lambda work: households.change_head(work, household.id, NewHead(new, old, None)),
            foreign,
        )
    tried = "SELECT count(*) FROM audit_entries WHERE action = 'foreign_id'"
    assert service.scalar(tried) == 2
