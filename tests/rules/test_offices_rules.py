"""Which offices there are, where they are held, what cannot be combined, who stands above."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import OrganisationLevel, Role
from server.domains.organisations.policy import stands_above
from server.domains.organisations.rules.offices import (
    ADMINISTRATORS,
    BELOW,
    HEADS,
    LEVELS,
    TITLES,
    belongs_to,
    can_be_combined,
)
from server.kernel.actors import STRANGER, SYSTEM, Actor, Grant
from server.kernel.permissions import BY_ROLE, RESIDENT, Permission

ROLES = st.sampled_from(list(Role))
DISTRICT = Grant(Role.DISTRICT_OFFICER, 7, "/1/7/")
P = Permission


def test_every_office_has_a_title_and_a_level() -> None:
    assert set(TITLES) == set(LEVELS) == set(Role)
    assert all(LEVELS.values())
    assert len(set(TITLES.values())) == len(TITLES)


def test_every_level_has_a_head_that_belongs_there_and_nowhere_else() -> None:
    assert set(HEADS) == set(OrganisationLevel)
    assert all(LEVELS[role] == {level} for level, role in HEADS.items())


def test_the_levels_lie_under_each_other() -> None:
    line = [OrganisationLevel.CITY]
    while line[-1] in BELOW:
        line.append(BELOW[line[-1]])
    assert line == list(OrganisationLevel)


def test_administrators_sit_at_district_and_city_only() -> None:
    for role in ADMINISTRATORS:
        assert belongs_to(role, OrganisationLevel.CITY)
        assert belongs_to(role, OrganisationLevel.DISTRICT)
        assert not belongs_to(role, OrganisationLevel.TOWN)
        assert not belongs_to(role, OrganisationLevel.VILLAGE)


@given(ROLES, st.sets(ROLES))
def test_an_administrator_holds_one_office_and_no_other(role: Role, held: set[Role]) -> None:
    offices = {role, *held}
    alone = not held or offices.isdisjoint(ADMINISTRATORS)
    assert can_be_combined(role, held) is alone


def test_no_two_administrators_may_do_the_same() -> None:
    for one, other in itertools.combinations(ADMINISTRATORS, 2):
        assert BY_ROLE[one].isdisjoint(BY_ROLE[other])


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS | {Role.PARTNER}))
def test_administrators_and_partners_read_and_decide_nothing_of_households(role: Role) -> None:
    admitted = {
        P.ORGANISATION_CREATE,
        P.OFFICE_GRANT,
        P.GRANT_READ,
        P.SESSION_END,
        P.AUDIT_READ,
        P.TOTALS_READ,
    }
    assert BY_ROLE[role] <= admitted
    assert BY_ROLE[role].isdisjoint(RESIDENT)


def test_only_district_and_city_make_federations_and_officers() -> None:
    """GOV-5: nobody of a town or a village."""
    for made in (P.ORGANISATION_CREATE, P.OFFICE_GRANT):
        makers = {role for role, permissions in BY_ROLE.items() if made in permissions}
        levels = {level for role in makers for level in LEVELS[role]}
        assert levels == {OrganisationLevel.CITY, OrganisationLevel.DISTRICT}


@pytest.mark.parametrize(
    ("path", "is_below"),
    [("/1/7/9/", True), ("/1/7/9/3/", True), ("/1/7/", False), ("/1/", False), ("/1/70/", False)],
)
def test_one_decides_below_her_own_node_never_on_it(path: str, *, is_below: bool) -> None:
    actor = Actor(person_id=1, grants=(DISTRICT,))
    assert stands_above(actor, P.OFFICE_GRANT, path) is is_below
    assert not stands_above(actor, P.SESSION_END, path)


def test_the_operator_stands_above_the_top_and_a_stranger_nowhere() -> None:
    assert stands_above(SYSTEM, P.OFFICE_GRANT, "/1/")
    assert not stands_above(STRANGER, P.OFFICE_GRANT, "/1/7/")
