"""Who has a hand in a claim decides nothing more about it (PT-2), also when that changes later."""

from server.domains.households import service as households
from server.domains.points.service import ConfirmOutcome
from tests.support.households_builders import a_join_code, ask
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_claim,
    assert_books_balance,
    confirm,
    state_of,
)
from tests.support.service import Service

TWO_CONFIRM = "SAV04"


def test_a_first_confirmation_ends_when_its_giver_declares_a_relative(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family, TWO_CONFIRM)
    assert confirm(service, village.executive, claim_id) == [ConfirmOutcome.FIRST_CONFIRMED]
    service.run(
        lambda work: households.declare_relative(work, family.id), service.actor(village.executive)
    )
    assert confirm(service, village.chair, claim_id) == [ConfirmOutcome.FIRST_CONFIRMED]
    assert state_of(service, claim_id) == "submitted"
    assert confirm(service, village.assessor, claim_id) == [ConfirmOutcome.CONFIRMED]
    deciders = "SELECT first_confirmed_by, confirmed_by FROM points_claims WHERE id = :id"
    assert service.rows(deciders, id=claim_id) == [(village.chair, village.assessor)]
    assert_books_balance(service)


def test_a_first_confirmation_ends_when_its_giver_joins_the_household(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family, TWO_CONFIRM)
    assert confirm(service, village.assessor, claim_id) == [ConfirmOutcome.FIRST_CONFIRMED]
    request = ask(service, village.assessor, a_join_code(service, family.household, family.person))
    service.run(
        lambda work: households.approve_join_request(work, request, None),
        service.actor(family.person),
    )
    assert confirm(service, village.chair, claim_id) == [ConfirmOutcome.FIRST_CONFIRMED]
    assert confirm(service, village.executive, claim_id) == [ConfirmOutcome.CONFIRMED]
    assert_books_balance(service)
