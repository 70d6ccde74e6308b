import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.vocabulary import AccountKind, TransferCode
from server.domains.points import service as points
from server.domains.points.errors import BalanceChanged, InsufficientPoints, NothingHeld
from server.domains.points.service import ledger
from server.domains.points.service.ledger import Entry, Side
from tests.support.points_builders import (
    Family,
    PointsVillage,
    assert_books_balance,
    balances,
    effective_points,
)
from tests.support.service import Service


def give(
    service: Service,
    family: Family,
    year: int,
    amount: int,
    kind: AccountKind = AccountKind.REDEEMABLE,
) -> None:
    """Post points straight into a household's books, as if a notice had ended."""
    debit, credit = Side(AccountKind.ISSUED, year), Side(kind, year)
    if kind is AccountKind.ARREARS:
        debit, credit = credit, debit
    entry = Entry(
        village_id=family.household.village_id,
        household_id=family.id,
        debit=debit,
        credit=credit,
        amount=amount,
        code=TransferCode.NOTICE_ENDED,
        caused_by=f"test:{year}:{kind}",
    )
    service.run(lambda work: ledger.post(work, [entry]))


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


def by_year(service: Service, family: Family) -> dict[tuple[str, int], int]:
    rows = service.rows(
        "SELECT kind, points_year, balance FROM points_accounts"
        " WHERE household_id = :id AND balance <> 0",
        id=family.id,
    )
    return {(kind, year): points for kind, year, points in rows}


def test_spending_takes_the_oldest_year_first(service: Service, family: Family) -> None:
    give(service, family, 2026, 30)
    give(service, family, 2025, 20)
    hold(service, family, 25)
    assert by_year(service, family) == {
        ("held", 2025): 20,
        ("held", 2026): 5,
        ("redeemable", 2026): 25,
    }


def test_a_cancelled_order_gives_back_exactly_what_it_held(
    service: Service, family: Family
) -> None:
    give(service, family, 2025, 20)
    give(service, family, 2026, 30)
    before = by_year(service, family)
    hold(service, family, 25)
    hold(service, family, 10, "order:2")
    service.run(lambda work: points.release(work, caused_by="order:1"))
    service.run(lambda work: points.release(work, caused_by="order:2"))
    assert by_year(service, family) == before
    assert_books_balance(service)


def test_a_fulfilled_order_hands_over_exactly_what_it_held(
    service: Service, village: PointsVillage, family: Family
) -> None:
    effective_points(service, village, family, deeds=2)
    hold(service, family, 15)
    assert balances(service, family.id) == {"held": 15, "redeemable": 5}
    service.run(lambda work: points.settle(work, caused_by="order:1"))
    assert balances(service, family.id) == {"redeemable": 5}
    service.run(points.roll_up_villages)
    rolled = service.rows(
        "SELECT kind, balance FROM points_accounts WHERE household_id IS NULL ORDER BY kind"
    )
    assert rolled == [("issued", -20), ("redeemed", 15)]
    assert_books_balance(service)


def test_what_is_done_is_done_once(service: Service, family: Family) -> None:
    give(service, family, 2026, 30)
    hold(service, family, 10)
    service.run(lambda work: points.settle(work, caused_by="order:1"))
    with pytest.raises(NothingHeld):
        service.run(lambda work: points.settle(work, caused_by="order:1"))
    with pytest.raises(NothingHeld):
        service.run(lambda work: points.release(work, caused_by="order:1"))
    with pytest.raises(NothingHeld):
        service.run(lambda work: points.release(work, caused_by="order:9"))


def test_more_than_there_is_cannot_be_held(service: Service, family: Family) -> None:
    give(service, family, 2026, 30)
    with pytest.raises(InsufficientPoints) as refused:
        hold(service, family, 31)
    assert refused.value.facts == {
        "redeemable": 30,
        "missing": 1,
        "in_notice": 0,
        "usable_on": None,
    }
    assert refused.value.detail == "可兑换的分有30分，还差1分。请少换一点，或者攒够了再换。"
    assert balances(service, family.id) == {"redeemable": 30}


def test_released_points_repay_what_is_owed_oldest_debt_first(
    service: Service, family: Family
) -> None:
    give(service, family, 2026, 30)
    hold(service, family, 30)
    give(service, family, 2024, 10, AccountKind.ARREARS)
    give(service, family, 2025, 5, AccountKind.ARREARS)
    service.run(lambda work: points.release(work, caused_by="order:1"))
    assert by_year(service, family) == {("redeemable", 2026): 15}
    repaid = service.rows(
        "SELECT amount, caused_by FROM points_transfers WHERE code = 'arrears_repaid' ORDER BY id"
    )
    assert repaid == [(10, "order:1/arrears:2024"), (5, "order:1/arrears:2025")]
    assert_books_balance(service)


def test_a_balance_that_would_leave_its_bounds_is_not_posted(
    service: Service, family: Family
) -> None:
    give(service, family, 2026, 10)
    entry = Entry(
        village_id=family.household.village_id,
        household_id=family.id,
        debit=Side(AccountKind.REDEEMABLE, 2026),
        credit=Side(AccountKind.HELD, 2026),
        amount=11,
        code=TransferCode.ORDER_HELD,
        caused_by="order:1",
    )
    with pytest.raises(BalanceChanged):
        service.run(lambda work: ledger.post(work, [entry]))
    assert balances(service, family.id) == {"redeemable": 10}


def test_posting_nothing_changes_nothing(service: Service, family: Family) -> None:
    service.run(lambda work: ledger.post(work, []))
    assert service.scalar("SELECT COUNT(*) FROM points_transfers") == 0
    assert balances(service, family.id) == {}


def test_transfers_cannot_be_edited_or_deleted(service: Service, family: Family) -> None:
    give(service, family, 2026, 10)
    for statement in ("UPDATE points_transfers SET amount = 1", "DELETE FROM points_transfers"):
        with (
            pytest.raises(DBAPIError, match=r"(?i)append|permission denied"),
            service.raw() as connection,
        ):
            connection.execute(text(statement))
