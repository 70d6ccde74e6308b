"""The one path on which points move: entries in, balances claimed and transfers written.

The statements are the same text on SQLite and PostgreSQL. Rows travel as JSON objects, because
`json_each` over an array works on SQLite only.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, text

from models.base import UtcDateTime
from models.points import PointsAccount
from models.vocabulary import AccountKind, TransferCode
from server.domains.points.errors import BalanceChanged
from server.kernel.work import Work

OF_HOUSEHOLDS = frozenset(
    {AccountKind.IN_NOTICE, AccountKind.REDEEMABLE, AccountKind.HELD, AccountKind.ARREARS}
)
"""Accounts with a live balance; the others belong to the village and are rolled up later."""

_FIND_ACCOUNTS = text(
    """
    SELECT a.id, a.kind, a.village_id, a.household_id, a.points_year
      FROM points_accounts AS a
     WHERE a.household_id IN (SELECT CAST(j.key AS bigint) FROM json_each(:households) AS j)
    UNION ALL
    SELECT a.id, a.kind, a.village_id, a.household_id, a.points_year
      FROM points_accounts AS a
     WHERE a.household_id IS NULL
       AND a.village_id IN (SELECT CAST(j.key AS bigint) FROM json_each(:villages) AS j)
    """
)

_OPEN_ACCOUNTS = text(
    """
    INSERT INTO points_accounts (kind, village_id, household_id, points_year, balance)
    SELECT j.value ->> 'kind', CAST(j.value ->> 'village_id' AS bigint),
           CAST(j.value ->> 'household_id' AS bigint),
           CAST(j.value ->> 'points_year' AS bigint), 0
      FROM json_each(:accounts) AS j WHERE 1 = 1
     ORDER BY CAST(j.key AS bigint)
    ON CONFLICT DO NOTHING
    """
)

_CLAIM_BALANCES = text(
    """
    UPDATE points_accounts SET balance = points_accounts.balance + moved.delta
      FROM (SELECT CAST(j.key AS bigint) AS account_id,
                   CAST(CAST(j.value AS text) AS bigint) AS delta
              FROM json_each(:deltas) AS j ORDER BY 1) AS moved
     WHERE points_accounts.id = moved.account_id
       AND CASE WHEN points_accounts.kind = 'arrears'
                THEN points_accounts.balance + moved.delta <= 0
                ELSE points_accounts.balance + moved.delta >= 0 END
    RETURNING id
    """
)

_WRITE_TRANSFERS = text(
    """
    INSERT INTO points_transfers (village_id, debit_account_id, credit_account_id, amount, code,
                                  award_id, caused_by, posting_id, posted_by, posted_at)
    SELECT CAST(j.value ->> 'village_id' AS bigint), CAST(j.value ->> 'debit' AS bigint),
           CAST(j.value ->> 'credit' AS bigint), CAST(j.value ->> 'amount' AS bigint),
           j.value ->> 'code', CAST(j.value ->> 'award_id' AS bigint), j.value ->> 'caused_by',
           CAST(:posting AS text), CAST(:actor AS bigint), :now
      FROM json_each(:transfers) AS j
     ORDER BY CAST(j.key AS bigint)
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


class Side(NamedTuple):
    """One side of an entry: which account of the household or of its village, of which year."""

    kind: AccountKind
    points_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Points that move for one household from one account to another."""

    village_id: int
    household_id: int
    debit: Side
    credit: Side
    amount: int
    code: TransferCode
    caused_by: str
    award_id: int | None = None


class _Account(NamedTuple):
    """An account by its owner; `village_id` is 0 for a household, `household_id` for a village."""

    kind: AccountKind
    village_id: int
    household_id: int
    points_year: int


class Balance(NamedTuple):
    """What one household has of one kind in one points year."""

    household_id: int
    kind: AccountKind
    points_year: int
    points: int


def new_posting() -> str:
    """Return the name that ties the rows of one posting together."""
    return uuid.uuid4().hex


def post(work: Work, entries: Sequence[Entry], *, posting_id: str | None = None) -> None:
    """Move points: the only writer of balances and transfers.

    Entries of one call are netted per account before the balances are claimed, in account order.
    Raises BalanceChanged when one would leave its bounds; then nothing may be kept.
    """
    if not entries:
        return
    accounts = _ensure_accounts(work, entries)
    _claim_balances(work, _deltas(entries, accounts))
    rows = {str(n): _transfer(entry, accounts) for n, entry in enumerate(entries)}
    values = {
        "transfers": json.dumps(rows),
        "posting": posting_id or new_posting(),
        "actor": work.actor.person_id,
        "now": work.now,
    }
    work.session.execute(_WRITE_TRANSFERS, values)


def lock_balances(work: Work, household_ids: Collection[int]) -> list[Balance]:
    """Return the balances of households and hold their rows until the transaction ends.

    Whoever decides from a balance reads it here; rows are locked in account order.
    """
    rows = work.session.execute(
        select(
            PointsAccount.household_id,
            PointsAccount.kind,
            PointsAccount.points_year,
            PointsAccount.balance,
        )
        .where(PointsAccount.household_id.in_(household_ids))
        .order_by(PointsAccount.id)
        .with_for_update(key_share=True)
    )
    return [Balance(int(owner or 0), kind, year, points) for owner, kind, year, points in rows]


def by_year(balances: Iterable[Balance], household_id: int, kind: AccountKind) -> dict[int, int]:
    """Return one household's balances of a kind, per points year."""
    return {
        balance.points_year: balance.points
        for balance in balances
        if balance.household_id == household_id and balance.kind == kind
    }


def _account(entry: Entry, side: Side) -> _Account:
    if side.kind in OF_HOUSEHOLDS:
        return _Account(side.kind, 0, entry.household_id, side.points_year)
    return _Account(side.kind, entry.village_id, 0, side.points_year)


def _ensure_accounts(work: Work, entries: Sequence[Entry]) -> dict[_Account, int]:
    """Return the ids of all accounts the entries touch, opening those that are missing."""
    found = _find_accounts(work, entries)
    missing: dict[_Account, dict[str, Any]] = {}
    for entry in entries:
        for side in (entry.debit, entry.credit):
            account = _account(entry, side)
            if account not in found:
                missing[account] = {
                    "kind": account.kind,
                    "village_id": entry.village_id,
                    "household_id": account.household_id or None,
                    "points_year": account.points_year,
                }
    if not missing:
        return found
    rows = {str(n): missing[account] for n, account in enumerate(sorted(missing))}
    work.session.execute(_OPEN_ACCOUNTS, {"accounts": json.dumps(rows)})
    return _find_accounts(work, entries)


def _find_accounts(work: Work, entries: Sequence[Entry]) -> dict[_Account, int]:
    values = {
        "households": json.dumps(dict.fromkeys((e.household_id for e in entries), 1)),
        "villages": json.dumps(dict.fromkeys((e.village_id for e in entries), 1)),
    }
    rows = work.session.execute(_FIND_ACCOUNTS, values)
    return {
        _Account(AccountKind(kind), 0 if owner else village, owner or 0, year): account_id
        for account_id, kind, village, owner, year in rows
    }


def _deltas(entries: Sequence[Entry], accounts: Mapping[_Account, int]) -> dict[int, int]:
    """Return by how much each live balance changes in all."""
    deltas: dict[int, int] = defaultdict(int)
    for entry in entries:
        for side, amount in ((entry.debit, -entry.amount), (entry.credit, entry.amount)):
            if side.kind in OF_HOUSEHOLDS:
                deltas[accounts[_account(entry, side)]] += amount
    return {account_id: delta for account_id, delta in deltas.items() if delta}


def _claim_balances(work: Work, deltas: dict[int, int]) -> None:
    claimed = work.session.scalars(_CLAIM_BALANCES, {"deltas": json.dumps(deltas)}).all()
    if set(claimed) != set(deltas):
        detail = "积分刚刚有变化，请刷新后再试一次。"
        raise BalanceChanged(detail)


def _transfer(entry: Entry, accounts: Mapping[_Account, int]) -> dict[str, Any]:
    return {
        "village_id": entry.village_id,
        "debit": accounts[_account(entry, entry.debit)],
        "credit": accounts[_account(entry, entry.credit)],
        "amount": entry.amount,
        "code": entry.code,
        "award_id": entry.award_id,
        "caused_by": entry.caused_by,
    }
