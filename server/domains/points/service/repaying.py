"""What is owed (待抵) is repaid first from points that become redeemable."""

from collections.abc import Collection, Iterable

from models.vocabulary import AccountKind, TransferCode
from server.domains.points.rules.splits import split_repayment
from server.domains.points.service import ledger
from server.domains.points.service.ledger import Balance, Entry, Side


def repayments(
    credited: Collection[Entry], balances: Iterable[Balance], *, caused_by: str
) -> list[Entry]:
    """Return the entries that repay what households owe from points that just become redeemable.

    `balances` are those before the credits; all is posted together.
    """
    known = list(balances)
    found: list[Entry] = []
    for household_id in dict.fromkeys(entry.household_id for entry in credited):
        own = [entry for entry in credited if entry.household_id == household_id]
        arrears = ledger.by_year(known, household_id, AccountKind.ARREARS)
        found += _repayments_of(own, arrears, caused_by)
    return found


def _repayments_of(credited: list[Entry], arrears: dict[int, int], caused_by: str) -> list[Entry]:
    redeemable: dict[int, int] = {}
    for entry in credited:
        year = entry.credit.points_year
        redeemable[year] = redeemable.get(year, 0) + entry.amount
    return [
        Entry(
            village_id=credited[0].village_id,
            household_id=credited[0].household_id,
            debit=Side(AccountKind.REDEEMABLE, repayment.from_year),
            credit=Side(AccountKind.ARREARS, repayment.owed_year),
            amount=repayment.points,
            code=TransferCode.ARREARS_REPAID,
            # One cause may repay the debts of several years from one account.
            caused_by=f"{caused_by}/arrears:{repayment.owed_year}",
        )
        for repayment in split_repayment(redeemable, arrears)
    ]
