import pytest

from models.vocabulary import ClaimState
from server.domains.households import service as households
from server.domains.households.errors import OwnHousehold
from server.domains.points import service as points
from server.domains.points.errors import ClaimAlreadyDecided, ClaimNotFound
from server.domains.points.service import Revoked
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_claim,
    a_points_village,
    assert_books_balance,
    balances,
    caps_used,
    confirm,
    effective_points,
    pass_notice,
    publish,
    state_of,
)
from tests.support.service import Service


def revoke(service: Service, person_id: int, claim_id: int) -> Revoked:
    return service.run(
        lambda work: points.revoke_claim(work, claim_id, "查实不符"),
        actor=service.actor(person_id),
    )


def hold(service: Service, family: Family, amount: int, cause: str = "order:1") -> None:
    service.run(
        lambda work: points.hold(
            work,
            household_id=family.id,
            village_id=family.household.village_id,
            points=amount,
            caused_by=cause,
        )
    )


def test_before_the_notice_the_points_simply_go_and_the_cap_comes_back(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family)
    confirm(service, village.chair, claim_id)
    revoked = revoke(service, village.town_officer, claim_id)
    assert (revoked.taken, revoked.owed) == (10, 0)
    assert state_of(service, claim_id) is ClaimState.REVOKED
    assert balances(service, family.id) == {}
    assert caps_used(service, family.id) == {}
    assert_books_balance(service)


def test_an_award_is_revoked_once(service: Service, village: PointsVillage, family: Family) -> None:
    (claim_id,) = effective_points(service, village, family)
    revoke(service, village.chair, claim_id)
    with pytest.raises(ClaimAlreadyDecided) as refused:
        revoke(service, village.chair, claim_id)
    assert refused.value.facts == {"state": "revoked"}
    assert service.scalar("SELECT COUNT(*) FROM points_transfers WHERE code = 'award_revoked'") == 1


def test_a_claim_that_was_never_confirmed_is_returned_not_revoked(
    service: Service, village: PointsVillage, family: Family
) -> None:
    with pytest.raises(ClaimAlreadyDecided):
        revoke(service, village.chair, a_claim(service, family))


def test_ab_10_what_was_spent_is_owed_and_redeemable_stays_at_zero(
    service: Service, village: PointsVillage, family: Family
) -> None:
    first, _ = effective_points(service, village, family, deeds=2)
    hold(service, family, 15)
    service.run(lambda work: points.settle(work, caused_by="order:1"))
    revoked = revoke(service, village.chair, first)
    assert (revoked.taken, revoked.owed) == (5, 5)
    assert balances(service, family.id) == {"arrears": -5}
    taken = "“邻里互助/化解小矛盾”的10分撤销了，原因请点开这一条看。"
    told = service.rows("SELECT body FROM messages WHERE kind = 'claim_revoked'")
    assert told == [(f"{taken}其中5分已经用掉，从以后的积分里抵（待抵）。",)]
    assert_books_balance(service)


def test_ab_10_the_next_points_repay_the_debt_first(
    service: Service, village: PointsVillage, family: Family
) -> None:
    (claim_id,) = effective_points(service, village, family)
    hold(service, family, 10)
    service.run(lambda work: points.settle(work, caused_by="order:1"))
    revoke(service, village.chair, claim_id)
    service.clock.advance(days=20)
    fresh = [a_claim(service, family, days_ago=1), a_claim(service, family, "WST03")]
    confirm(service, village.chair, *fresh)
    publish(service, village)
    pass_notice(service)
    assert balances(service, family.id) == {"redeemable": 5}
    figures = service.run(
        lambda work: points.read_figures(work, family.id), actor=service.actor(family.person)
    )
    assert (figures.earned_this_year, figures.redeemable, figures.arrears) == (15, 5, 0)
    assert_books_balance(service)


def test_the_room_under_the_cap_can_be_used_again(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claims = [a_claim(service, family, days_ago=day) for day in (1, 2)]
    confirm(service, village.chair, *claims)
    revoke(service, village.chair, claims[0])
    again = a_claim(service, family, days_ago=1)
    confirm(service, village.chair, again)
    assert state_of(service, again) is ClaimState.CONFIRMED
    assert_books_balance(service)


def test_nobody_revokes_for_her_own_relatives_or_in_another_village(
    service: Service, village: PointsVillage, family: Family
) -> None:
    (claim_id,) = effective_points(service, village, family)
    other = a_points_village(service, "别村妇联")
    with pytest.raises(ClaimNotFound):
        revoke(service, other.chair, claim_id)
    service.run(
        lambda work: households.declare_relative(work, family.id),
        actor=service.actor(village.chair),
    )
    with pytest.raises(OwnHousehold):
        revoke(service, village.chair, claim_id)
    kinds = service.rows("SELECT kind FROM anomalies ORDER BY id")
    assert kinds == [("foreign_id",), ("own_or_relative",)]
