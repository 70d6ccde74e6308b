"""Households are registered once, under a number of their own, with names kept whole."""

import pytest
from sqlalchemy import update

from models.households import Member
from models.vocabulary import AnomalyKind, HouseholdStatus, Relation, Role, Zone
from server.domains.households import service as households
from server.domains.households.errors import (
    HeadExists,
    HouseholdNotFound,
    MemberNotFound,
    MemberTaken,
    NumberTaken,
)
from server.domains.households.service import HouseholdCard, NewMember
from server.domains.organisations.errors import OrganisationNotFound
from server.kernel.actors import SYSTEM, Actor
from server.kernel.errors import InvalidInput
from server.kernel.pages import PageRequest
from server.kernel.work import Work
from tests.support.builders import (
    a_household,
    a_person,
    a_resident,
    a_town,
    a_village,
    an_officer,
)
from tests.support.service import Service

HEAD = NewMember("王淑芬", Relation.HEAD, "138 0013 8000")
STRANGE_NAMES = (
    "<script>alert(1)</script>",
    '=cmd("/c calc")',
    "王\u200b淑\u202e芬",
    "👩\u200d👩\u200d👧",
    "𬌗\U00031350\ue000",
)


def register(
    service: Service,
    village_id: int,
    *members: NewMember,
    actor: Actor = SYSTEM,
    number: str | None = None,
    zone: Zone | None = None,
) -> int:
    return service.run(
        lambda work: (
            households.register_household(
                work,
                village_id=village_id,
                number=number,
                group_name="三组",
                zone=zone,
                members=members or (HEAD,),
            ).id
        ),
        actor,
    )


def show(service: Service, household_id: int, person_id: int) -> HouseholdCard:
    return service.run(
        lambda work: households.show_household(work, household_id),
        service.actor(person_id),
        writes=False,
    )


def column(service: Service, name: str, household_id: int) -> object:
    return service.scalar(f"SELECT {name} FROM households WHERE id = :id", id=household_id)  # noqa: S608 - a test's own word


def test_a_household_gets_the_next_number_and_the_zone_of_its_village(service: Service) -> None:
    village_id = a_village(service, zone=Zone.URBAN)
    leader_id = an_officer(service, Role.VILLAGE_EXECUTIVE, village_id)
    ids = [register(service, village_id, actor=service.actor(leader_id)) for _ in range(2)]
    assert [column(service, "number", row) for row in ids] == ["001", "002"]
    assert column(service, "zone", ids[0]) == Zone.URBAN
    assert column(service, "status", ids[0]) == HouseholdStatus.RESIDENT
    assert column(service, "registered_by", ids[0]) == leader_id
    assert service.rows(
        "SELECT person_id, object_id, village_id FROM audit_entries"
        " WHERE action = 'register_household' ORDER BY id"
    ) == [(leader_id, row, village_id) for row in ids]


def test_a_number_and_a_zone_may_be_given(service: Service) -> None:
    village_id = a_village(service)
    household_id = register(service, village_id, number="017", zone=Zone.URBAN)
    assert column(service, "number", household_id) == "017"
    assert column(service, "zone", household_id) == Zone.URBAN
    assert column(service, "number", register(service, village_id)) == "018"


def test_a_number_is_given_once_in_a_village(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    register(service, village_id, number="001")
    register(service, other_id, number="001")
    with pytest.raises(NumberTaken):
        register(service, village_id, number="001")


def test_the_faults_of_a_household_are_named_and_nothing_is_stored(service: Service) -> None:
    village_id = a_village(service)
    with pytest.raises(InvalidInput) as refused:
        register(service, village_id, NewMember("李", Relation.CHILD, "12"))
    assert len(refused.value.facts["errors"]) == 2
    assert service.scalar("SELECT count(*) FROM households") == 0


def test_a_leader_registers_in_her_own_village_only(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    leader = service.actor(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    with pytest.raises(OrganisationNotFound):
        register(service, other_id, actor=leader)
    assert service.rows("SELECT kind, object_id FROM anomalies") == [
        (AnomalyKind.FOREIGN_ID, other_id)
    ]


def test_a_phone_number_is_sealed_and_shown_masked_to_everybody(service: Service) -> None:
    village_id = a_village(service)
    household_id = register(service, village_id)
    sealed, index = service.rows("SELECT phone_sealed, phone_index FROM members")[0]
    assert "13800138000" not in f"{sealed}{index}"
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    (card,) = show(service, household_id, leader_id).members
    assert (card.name, card.phone, card.has_joined) == ("王淑芬", "138****8000", False)


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_ab_14_strange_names_are_kept_whole(service: Service, name: str) -> None:
    village_id = a_village(service)
    household_id = register(service, village_id, NewMember(name, Relation.HEAD))
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    assert show(service, household_id, leader_id).members[0].name == name


def test_members_see_each_other_by_name_and_other_officers_do_not(service: Service) -> None:
    town_id = a_town(service)
    village_id = a_village(service, town_id=town_id)
    household = a_household(service, village_id, ("王淑芬", "李国强"))
    resident_id = a_resident(service, household)
    officer_id = an_officer(service, Role.TOWN_OFFICER, town_id)
    own = show(service, household.id, resident_id)
    assert [card.name for card in own.members] == ["王淑芬", "李国强"]
    assert [card.has_joined for card in own.members] == [True, False]
    seen = show(service, household.id, officer_id)
    assert [card.name for card in seen.members] == ["王**", "李**"]


def test_another_household_does_not_exist_for_a_resident(service: Service) -> None:
    village_id = a_village(service)
    mine, other = a_household(service, village_id), a_household(service, village_id)
    resident_id = a_resident(service, mine)
    with pytest.raises(HouseholdNotFound):
        show(service, other.id, resident_id)


def test_a_member_is_added_and_may_not_be_a_second_head(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    leader = service.actor(an_officer(service, Role.VILLAGE_CHAIR, village_id))

    def add(work: Work, relation: Relation, phone: str | None) -> str | None:
        new = NewMember("李小红", relation, phone)
        member = households.add_member(work, household.id, new)
        return households.show_member(work, member).phone

    assert service.run(lambda work: add(work, Relation.CHILD, "023-67123456"), leader) == (
        "023****3456"
    )
    with pytest.raises(InvalidInput):
        service.run(lambda work: add(work, Relation.CHILD, "12"), leader)
    with pytest.raises(HeadExists):
        service.run(lambda work: add(work, Relation.HEAD, None), leader)
    assert service.scalar("SELECT count(*) FROM members") == 2


def test_households_are_listed_masked_and_page_by_page(service: Service) -> None:
    village_id = a_village(service)
    built = [a_household(service, village_id, ("王淑芬", "李国强")) for _ in range(3)]
    empty_id = built[2].id
    service.run(lambda work: _leave(work, empty_id))
    leader = service.actor(an_officer(service, Role.VILLAGE_CHAIR, village_id))

    def page(after: int | None) -> tuple[list[tuple[int, list[str]]], int | None]:
        found = service.run(
            lambda work: households.list_households(work, village_id, PageRequest(after, 2)),
            leader,
            writes=False,
        )
        cards = [(card.household.id, [m.name for m in card.members]) for card in found.items]
        return cards, found.next_after

    assert page(None) == ([(built[0].id, ["王**"]), (built[1].id, ["王**"])], built[1].id)
    assert page(built[1].id) == ([(empty_id, [])], None)


def _leave(work: Work, household_id: int) -> None:
    left = update(Member).where(Member.household_id == household_id).values(left_at=work.now)
    work.session.execute(left)


def test_a_resident_lists_her_own_household(service: Service) -> None:
    village_id = a_village(service)
    mine, _other = a_household(service, village_id), a_household(service, village_id)
    actor = service.actor(a_resident(service, mine))
    found = service.run(
        lambda work: households.list_households(work, None, PageRequest()), actor, writes=False
    )
    assert [card.household.id for card in found.items] == [mine.id]


def test_ab_13_the_list_of_another_village_does_not_exist(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    with pytest.raises(OrganisationNotFound):
        service.run(
            lambda work: households.list_households(work, other_id, PageRequest()),
            service.actor(leader_id),
            writes=False,
        )
    assert service.rows(
        "SELECT person_id, outcome FROM audit_entries WHERE object_id = :id"
        " AND action = 'foreign_id'",
        id=other_id,
    ) == [(leader_id, "refused")]


def test_households_are_labelled_by_head_even_without_members(service: Service) -> None:
    village_id = a_village(service)
    named, empty = a_household(service, village_id), a_household(service, village_id)
    service.run(lambda work: _leave(work, empty.id))
    labels = service.run(
        lambda work: households.masked_labels(work, [named.id, empty.id]), writes=False
    )
    assert labels == {named.id: "王** · 三组", empty.id: "** · 三组"}


def test_a_member_is_linked_once(service: Service) -> None:
    household = a_household(service, a_village(service))
    (member_id,) = household.member_ids
    a_resident(service, household)
    second_id = a_person(service)
    with pytest.raises(MemberTaken):
        service.run(lambda work: households.link_member(work, member_id, second_id))


def test_only_those_who_admit_may_link_a_member(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    household, person_id = a_household(service, village_id), a_person(service)
    (member_id,) = household.member_ids
    foreign = service.actor(an_officer(service, Role.VILLAGE_CHAIR, other_id))
    with pytest.raises(MemberNotFound):
        service.run(lambda work: households.link_member(work, member_id, person_id), foreign)
    leader = service.actor(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    service.run(lambda work: households.link_member(work, member_id, person_id), leader)
    assert service.actor(person_id).household_id == household.id
