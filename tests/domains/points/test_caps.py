from models.vocabulary import ClaimState
from server.domains.points.service import ConfirmOutcome
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_claim,
    a_family,
    a_proxy_claim,
    assert_books_balance,
    balances,
    caps_used,
    confirm,
    state_of,
)
from tests.support.service import Service

CONFIRMED, OVER_CAP = ConfirmOutcome.CONFIRMED, ConfirmOutcome.OVER_CAP


def test_the_third_of_two_a_month_stays_submitted(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claims = [a_claim(service, family, days_ago=day) for day in (1, 2, 3)]
    assert [confirm(service, village.chair, c)[0] for c in claims] == [
        CONFIRMED,
        CONFIRMED,
        OVER_CAP,
    ]
    assert state_of(service, claims[2]) is ClaimState.SUBMITTED
    assert balances(service, family.id) == {"in_notice": 20}
    assert_books_balance(service)


def test_a_batch_above_the_cap_is_taken_by_id_as_far_as_it_fits(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claims = [a_claim(service, family, days_ago=day) for day in (1, 2, 3)]
    assert confirm(service, village.chair, *reversed(claims)) == [OVER_CAP, CONFIRMED, CONFIRMED]
    assert_books_balance(service)


def test_a_full_cap_gives_back_what_the_other_caps_had_taken(
    service: Service, village: PointsVillage, family: Family
) -> None:
    confirm(service, village.chair, a_claim(service, family, days_ago=1))
    two = [a_claim(service, family, days_ago=day) for day in (2, 3)]
    other = a_claim(service, a_family(service, village, "李桂花"))
    assert confirm(service, village.chair, *two, other) == [CONFIRMED, OVER_CAP, CONFIRMED]
    assert caps_used(service, family.id)["household", "2026-11"] == 20
    assert_books_balance(service)


def test_the_period_is_that_of_the_deed_not_of_the_confirmation(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claims = [a_claim(service, family, days_ago=day) for day in (1, 2, 20)]
    assert confirm(service, village.chair, *claims) == [CONFIRMED] * 3
    assert caps_used(service, family.id)["rule:CIV02", "2026-10"] == 10


def test_the_household_cap_holds_across_rules_but_not_for_awards(
    service: Service, village: PointsVillage, family: Family
) -> None:
    big = a_claim(service, family, "ENV07", quantity=3)
    confirm(service, village.assessor, big)
    assert confirm(service, village.chair, big) == [CONFIRMED]
    assert confirm(service, village.chair, a_claim(service, family)) == [OVER_CAP]
    award = a_proxy_claim(service, village.chair, family, "HON02")
    assert confirm(service, village.town_officer, award) == [CONFIRMED]
    assert_books_balance(service)


def test_over_the_cap_the_second_confirmation_is_taken_back_but_not_the_first(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claims = [a_claim(service, family, "SAV04", days_ago=day) for day in (1, 2, 3)]
    confirm(service, village.assessor, *claims)
    assert confirm(service, village.chair, *claims) == [CONFIRMED, CONFIRMED, OVER_CAP]
    row = service.rows(
        "SELECT state, first_confirmed_by, confirmed_by, confirmed_at, posting_id"
        " FROM points_claims WHERE id = :id",
        id=claims[2],
    )
    assert row == [("submitted", village.assessor, None, None, None)]
    assert_books_balance(service)
