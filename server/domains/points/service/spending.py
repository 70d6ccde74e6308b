"""Hold points for an order, give them back, or hand them over for goods."""

from dataclasses import replace

from models.vocabulary import AccountKind, TransferCode
from server.domains.points import queries
from server.domains.points.errors import InsufficientPoints, NothingHeld
from server.domains.points.rules.splits import split_spending
from server.domains.points.service import ledger
from server.domains.points.service.ledger import Balance, Entry, Side
from server.domains.points.service.repaying import repayments
from server.kernel.clock import say_day
from server.kernel.work import Work


def hold(work: Work, *, household_id: int, village_id: int, points: int, caused_by: str) -> None:
    """Hold redeemable points for what `caused_by` names ("order:5"), the oldest year first.

    Raises InsufficientPoints with the facts `redeemable`, `missing`, `in_notice` and `usable_on`,
    the day on which points of an open notice become usable (AB-11).
    """
    balances = ledger.lock_balances(work, [household_id])
    redeemable = ledger.by_year(balances, household_id, AccountKind.REDEEMABLE)
    taken = split_spending(redeemable, points)
    if sum(taken.values()) < points:
        raise _insufficient(work, household_id, balances, points)
    entries = [
        Entry(
            village_id=village_id,
            household_id=household_id,
            debit=Side(AccountKind.REDEEMABLE, year),
            credit=Side(AccountKind.HELD, year),
            amount=share,
            code=TransferCode.ORDER_HELD,
            caused_by=caused_by,
        )
        for year, share in taken.items()
    ]
    ledger.post(work, entries)


def release(work: Work, *, caused_by: str) -> None:
    """Give back exactly what a cause still holds; what is owed (待抵) is repaid from it first.

    Raises NothingHeld when it holds nothing any more.
    """
    held = _held_by(work, caused_by)
    balances = ledger.lock_balances(work, {entry.household_id for entry in held})
    released = [
        replace(entry, debit=entry.credit, credit=entry.debit, code=TransferCode.ORDER_RELEASED)
        for entry in held
    ]
    ledger.post(work, [*released, *repayments(released, balances, caused_by=caused_by)])


def settle(work: Work, *, caused_by: str) -> None:
    """Hand over exactly what a cause still holds to the village's shop.

    Raises NothingHeld when it holds nothing any more.
    """
    settled = [
        replace(
            entry,
            debit=entry.credit,
            credit=Side(AccountKind.REDEEMED, entry.credit.points_year),
            code=TransferCode.ORDER_FULFILLED,
        )
        for entry in _held_by(work, caused_by)
    ]
    ledger.post(work, settled)


def _held_by(work: Work, caused_by: str) -> list[Entry]:
    """Return what a cause still holds, as the entries that held it."""
    rows = queries.list_held(work.session, caused_by)
    if not rows:
        detail = "这张兑换单已经办完了，请返回刷新。"
        raise NothingHeld(detail)
    return [
        Entry(
            village_id=row.village_id,
            household_id=row.household_id,
            debit=Side(AccountKind.REDEEMABLE, row.points_year),
            credit=Side(AccountKind.HELD, row.points_year),
            amount=row.amount,
            code=TransferCode.ORDER_HELD,
            caused_by=caused_by,
        )
        for row in rows
    ]


def _insufficient(
    work: Work, household_id: int, balances: list[Balance], points: int
) -> InsufficientPoints:
    redeemable = sum(ledger.by_year(balances, household_id, AccountKind.REDEEMABLE).values())
    in_notice = sum(ledger.by_year(balances, household_id, AccountKind.IN_NOTICE).values())
    usable_on = queries.next_usable_on(work.session, household_id)
    detail = f"可兑换的分有{redeemable}分，还差{points - redeemable}分。"
    if usable_on is not None:
        detail += f"公示中的积分{say_day(usable_on, today=work.today)}起可以用。"
    elif in_notice:
        detail += f"有{in_notice}分已经确认，公示期满就能用。"
    else:
        detail += "请少换一点，或者攒够了再换。"
    return InsufficientPoints(
        detail,
        redeemable=redeemable,
        missing=points - redeemable,
        in_notice=in_notice,
        usable_on=usable_on,
    )
