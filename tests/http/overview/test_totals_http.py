"""Totals: four sums of a subtree for whoever may not see a household."""

from models.vocabulary import Role
from server.domains.assessments import service as assessments
from tests.support.activities_builders import an_activity
from tests.support.assessments_builders import a_submitted_assessment
from tests.support.builders import an_officer
from tests.support.points_builders import (
    a_claim,
    a_family,
    a_points_village,
    effective_points,
)
from tests.support.service import Service

EMPTY = {"households": 0, "passed_households": 0, "points_earned": 0, "activities": 0}
SUMS = tuple(EMPTY)


def test_a_partner_sees_the_sums_of_her_subtree_and_nothing_else(service: Service) -> None:
    village, other = a_points_village(service), a_points_village(service, "白家村妇联")
    first, second = a_family(service, village), a_family(service, village, "李桂花")
    a_family(service, other, "陈阿婆")
    effective_points(service, village, first)
    a_claim(service, second)
    an_activity(service, village.id, chair=village.chair)
    handed_in = a_submitted_assessment(service, second.household, second.person)
    service.run(
        lambda work: assessments.confirm_assessment(work, handed_in), service.actor(village.chair)
    )
    partner = service.sign_in(an_officer(service, Role.PARTNER, village.town_id))
    for node in (village.town_id, village.id):
        body = partner.get(f"/organisations/{node}/totals").body
        assert (body["organisation_id"], body["year"]) == (node, 2026)
        assert tuple(body[name] for name in SUMS) == (2, 1, 10, 1)
    assert partner.get(f"/organisations/{other.id}/totals").status == 404
    assert {partner.get(p).status for p in ("/households", "/claims", "/role-grants")} == {403}


def test_where_nothing_is_the_sums_are_nought(service: Service) -> None:
    village = a_points_village(service)
    body = service.sign_in(village.chair).get(f"/organisations/{village.id}/totals").body
    assert {name: body[name] for name in SUMS} == EMPTY


def test_last_years_are_not_this_years(service: Service) -> None:
    village = a_points_village(service)
    effective_points(service, village, a_family(service, village))
    an_activity(service, village.id, chair=village.chair)
    service.clock.advance(days=60)
    body = service.sign_in(village.chair).get(f"/organisations/{village.id}/totals").body
    assert tuple(body[name] for name in ("year", *SUMS)) == (2027, 1, 0, 0, 0)
