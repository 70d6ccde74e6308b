"""Many at once for one claim, one cap and the last points; each with a control that over-admits."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.vocabulary import Role
from server.domains.points import service as points
from server.domains.points.errors import InsufficientPoints
from server.domains.points.service import ConfirmOutcome
from server.kernel.actors import Actor
from server.kernel.work import Work
from tests.support.builders import an_officer
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_claim,
    a_family,
    a_points_village,
    a_proxy_claim,
    assert_books_balance,
    balances,
    caps_used,
    close_due_notices,
    confirm,
    effective_points,
    pass_notice,
    publish,
)
from tests.support.service import Service
from tests.support.walls import see_all

pytestmark = pytest.mark.race


@pytest.fixture
def village(service: Service) -> PointsVillage:
    return a_points_village(service)


@pytest.fixture
def family(service: Service, village: PointsVillage) -> Family:
    return a_family(service, village)


def leaders(service: Service, village: PointsVillage, number: int) -> list[Actor]:
    people = [an_officer(service, Role.VILLAGE_EXECUTIVE, village.id) for _ in range(number)]
    return [service.actor(person) for person in people]


def confirm_as(service: Service, actor: Actor, *claim_ids: int) -> list[ConfirmOutcome]:
    results = service.run(lambda work: points.confirm_claims(work, claim_ids), actor=actor)
    return [result.outcome for result in results]


def hold(work: Work, family: Family, amount: int, cause: str) -> None:
    points.hold(
        work,
        household_id=family.id,
        village_id=family.household.village_id,
        points=amount,
        caused_by=cause,
    )


def look_then_write(service: Service, look: str, write: str, **values: int) -> int:
    """Return how many of 8 get through when they look first and write what they concluded.

    `look` returns NULL to those who must stay out; the others write with `:seen`. A barrier stands
    between. On SQLite the look holds no write lock, as without `BEGIN IMMEDIATE`.
    """
    barrier = threading.Barrier(8)

    def attempt(_: int) -> int:
        with Session(service.app.transactions.engine) as session:
            see_all(session.connection())
            seen = session.execute(text(look), values).scalar()
            if service.database == "sqlite":
                session.rollback()
            barrier.wait()
            if seen is None:
                return 0
            if service.database == "sqlite":
                session.connection(execution_options={"writes": True})
            session.execute(text(write), {**values, "seen": seen})
            session.commit()
        return 1

    results = service.race(8, attempt)
    assert [result for result in results if isinstance(result, Exception)] == []
    return sum(result for result in results if isinstance(result, int))


def test_one_claim_confirmed_by_20_leaders_is_posted_once(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family)
    actors = leaders(service, village, 20)
    results = service.race(20, lambda n: confirm_as(service, actors[n], claim_id)[0])
    assert Counter(results) == {ConfirmOutcome.CONFIRMED: 1, ConfirmOutcome.ALREADY: 19}
    assert balances(service, family.id) == {"in_notice": 10}
    assert service.scalar("SELECT COUNT(*) FROM points_transfers") == 1
    assert_books_balance(service)


def test_control_looking_before_confirming_confirms_several_times(
    service: Service, family: Family
) -> None:
    admitted = look_then_write(
        service,
        "SELECT id FROM points_claims WHERE id = :id AND state = 'submitted'",
        "UPDATE points_claims SET state = 'confirmed' WHERE id = :seen",
        id=a_claim(service, family),
    )
    assert admitted > 1


def test_two_of_20_leaders_confirm_an_l2_claim_and_they_differ(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family, "SAV04")
    actors = leaders(service, village, 20)
    results = service.race(20, lambda n: confirm_as(service, actors[n], claim_id)[0])
    assert Counter(results) == {
        ConfirmOutcome.FIRST_CONFIRMED: 1,
        ConfirmOutcome.CONFIRMED: 1,
        ConfirmOutcome.ALREADY: 18,
    }
    (row,) = service.rows("SELECT first_confirmed_by, confirmed_by FROM points_claims")
    assert row[0] != row[1]
    assert_books_balance(service)


def test_a_cap_under_50_confirmations_admits_exactly_what_fits(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claims = [
        a_proxy_claim(service, village.chair, family, "WST02", days_ago=days) for days in range(10)
    ]
    more = [a_claim(service, family, "VOL03", days_ago=days) for days in range(10)]
    actors = leaders(service, village, 4)
    jobs = [(actors[n % 4], claim) for n, claim in enumerate([*claims, *more])]
    jobs += [jobs[n] for n in range(20)] + [jobs[n] for n in range(10)]
    results = service.race(50, lambda n: confirm_as(service, jobs[n][0], jobs[n][1])[0])
    assert [r for r in results if isinstance(r, Exception)] == []
    assert Counter(results)[ConfirmOutcome.CONFIRMED] == 14
    used = caps_used(service, family.id)
    assert used["rule:VOL03", "2026-11"] == 40
    assert used["rule:WST02", "2026-11"] == 10
    assert_books_balance(service)


def test_control_looking_at_the_cap_before_writing_it_admits_too_many(
    service: Service, village: PointsVillage, family: Family
) -> None:
    confirm(service, village.chair, a_claim(service, family))
    admitted = look_then_write(
        service,
        "SELECT used FROM cap_usages WHERE household_id = :household"
        " AND subject = 'rule:CIV02' AND used + 10 <= cap",
        "UPDATE cap_usages SET used = :seen + 10 WHERE household_id = :household"
        " AND subject = 'rule:CIV02'",
        household=family.id,
    )
    assert caps_used(service, family.id)["rule:CIV02", "2026-11"] == 20
    assert admitted > 1


def overlapping_batches(service: Service, village: PointsVillage) -> Callable[[int], object]:
    families = [a_family(service, village, f"住户{n}") for n in range(4)]
    claims = [
        a_claim(service, family, days_ago=days) for family in families for days in range(1, 6)
    ]
    actors = leaders(service, village, 8)
    return lambda n: confirm_as(
        service, actors[n], *(claims[n:] + claims[:n] if n % 2 else reversed(claims))
    )


def test_overlapping_batches_confirm_each_claim_once_and_never_deadlock(
    service: Service, village: PointsVillage
) -> None:
    results = service.race(8, overlapping_batches(service, village))
    assert [r for r in results if isinstance(r, Exception)] == []
    outcomes = Counter(outcome for r in results if isinstance(r, list) for outcome in r)
    assert outcomes[ConfirmOutcome.CONFIRMED] == 8
    assert_books_balance(service)


def test_200_spends_of_the_last_points_give_exactly_what_is_there(
    service: Service, village: PointsVillage, family: Family
) -> None:
    effective_points(service, village, family, deeds=2)
    results = service.race(
        200, lambda n: service.run(lambda work: hold(work, family, 3, f"order:{n}"))
    )
    refused = [r for r in results if isinstance(r, InsufficientPoints)]
    assert (results.count(None), len(refused)) == (6, 194)
    assert balances(service, family.id) == {"held": 18, "redeemable": 2}
    assert_books_balance(service)


def test_control_looking_at_the_balance_before_writing_it_spends_too_much(
    service: Service, village: PointsVillage, family: Family
) -> None:
    effective_points(service, village, family)
    admitted = look_then_write(
        service,
        "SELECT balance FROM points_accounts WHERE household_id = :household"
        " AND kind = 'redeemable' AND balance >= 6",
        "UPDATE points_accounts SET balance = :seen - 6 WHERE household_id = :household"
        " AND kind = 'redeemable'",
        household=family.id,
    )
    assert balances(service, family.id) == {"redeemable": 4}
    assert 6 * admitted > 10


def test_two_workers_close_a_notice_once(
    service: Service, village: PointsVillage, family: Family
) -> None:
    confirm(service, village.chair, a_claim(service, family))
    publish(service, village)
    service.clock.advance(days=14)
    results = service.race(6, lambda _: close_due_notices(service))
    assert sorted(r for r in results if isinstance(r, int)) == [0, 0, 0, 0, 0, 1]
    assert pass_notice(service) == 0
    assert balances(service, family.id) == {"redeemable": 10}
    assert_books_balance(service)


def test_spending_against_revoking_keeps_the_books_whole(
    service: Service, village: PointsVillage, family: Family
) -> None:
    first, second = effective_points(service, village, family, deeds=2)
    chair = service.actor(village.chair)

    def act(n: int) -> None:
        if n < 2:
            claim_id = (first, second)[n]
            service.run(lambda work: points.revoke_claim(work, claim_id, "查实不符"), actor=chair)
        else:
            service.run(lambda work: hold(work, family, 4, f"order:{n}"))

    results = service.race(8, act)
    assert [r for r in results if isinstance(r, Exception)] == [
        r for r in results if isinstance(r, InsufficientPoints)
    ]
    found = balances(service, family.id)
    assert found.get("redeemable", 0) + found.get("held", 0) + found.get("arrears", 0) == 0
    assert not (found.get("redeemable", 0) > 0 > found.get("arrears", 0))
    assert_books_balance(service)
