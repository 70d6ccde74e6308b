"""Recount the books from raw transfers: reconcile live figures, roll up the villages' accounts."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.kernel.work import Work

_ROLL_UP = text(
    """
    UPDATE points_accounts SET balance =
           (SELECT COALESCE(SUM(t.amount), 0) FROM points_transfers AS t
             WHERE t.credit_account_id = points_accounts.id)
         - (SELECT COALESCE(SUM(t.amount), 0) FROM points_transfers AS t
             WHERE t.debit_account_id = points_accounts.id)
     WHERE household_id IS NULL
    RETURNING id
    """
)

_SUMS = """
    SELECT m.account_id, SUM(m.amount) AS total
      FROM (SELECT credit_account_id AS account_id, amount FROM points_transfers
            UNION ALL
            SELECT debit_account_id, -amount FROM points_transfers) AS m
     GROUP BY m.account_id
"""

_BALANCES = text(
    f"""
    SELECT a.id, a.balance, COALESCE(s.total, 0)
      FROM points_accounts AS a LEFT JOIN ({_SUMS}) AS s ON s.account_id = a.id
     WHERE a.household_id IS NOT NULL AND a.balance <> COALESCE(s.total, 0)
     ORDER BY a.id
    """  # noqa: S608 - a constant of this module
)

_STRAYS = text(
    """
    SELECT t.id, COALESCE(d.household_id, 0), COALESCE(c.household_id, 0)
      FROM points_transfers AS t
      JOIN points_accounts AS d ON d.id = t.debit_account_id
      JOIN points_accounts AS c ON c.id = t.credit_account_id
     WHERE (d.household_id IS NOT NULL AND c.household_id IS NOT NULL
            AND d.household_id <> c.household_id)
        OR (d.household_id IS NULL AND d.village_id <> t.village_id)
        OR (c.household_id IS NULL AND c.village_id <> t.village_id)
     ORDER BY t.id
    """
)

_AWARDS = text(
    """
    SELECT c.id, c.points, COALESCE(SUM(t.amount), 0)
      FROM points_claims AS c
      LEFT JOIN points_transfers AS t ON t.award_id = c.id AND t.code = 'award'
     WHERE c.state IN ('confirmed', 'in_notice', 'objected', 'effective')
     GROUP BY c.id, c.points HAVING c.points <> COALESCE(SUM(t.amount), 0)
     ORDER BY c.id
    """
)

_CAPS = text(
    """
    WITH counted AS (
        SELECT c.household_id, c.points, c.rule_period, c.points_year, c.deed_on,
               r.code, r.counts_to_household_caps AS is_counted
          FROM points_claims AS c JOIN earning_rules AS r ON r.id = c.rule_id
         WHERE c.state IN ('confirmed', 'in_notice', 'objected', 'effective')
    ), recount AS (
        SELECT household_id, 'rule:' || code AS subject, rule_period AS period,
               SUM(points) AS points FROM counted GROUP BY household_id, code, rule_period
        UNION ALL
        SELECT household_id, 'household', CAST(points_year AS text), SUM(points)
          FROM counted WHERE is_counted GROUP BY household_id, points_year
        UNION ALL
        SELECT household_id, 'household', SUBSTR(CAST(deed_on AS text), 1, 7), SUM(points)
          FROM counted WHERE is_counted
         GROUP BY household_id, SUBSTR(CAST(deed_on AS text), 1, 7)
    )
    SELECT household_id, MAX(used), MAX(points) FROM (
        SELECT household_id, subject, period, used, 0 AS points FROM cap_usages
        UNION ALL
        SELECT household_id, subject, period, 0, points FROM recount
    ) AS sides
     GROUP BY household_id, subject, period HAVING MAX(used) <> MAX(points)
     ORDER BY household_id
    """
)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something in the books that does not add up: what, of which row, kept and recounted."""

    what: str
    row_id: int
    kept: int
    recounted: int

    def __str__(self) -> str:
        """Return one line for the operator."""
        return f"{self.what} {self.row_id}: kept {self.kept}, recounted {self.recounted}"


_CHECKS = (
    ("balance of account", _BALANCES),
    ("transfer between strangers", _STRAYS),
    ("award of claim", _AWARDS),
    ("cap of household", _CAPS),
)


def reconcile(session: Session) -> list[Mismatch]:
    """Return everything that does not add up (PT-1); an empty list when the books balance.

    Household balances against the sum of their transfers; transfers within one household and its
    village; confirmed claims against their awards; caps against the claims they count.
    """
    return [
        Mismatch(what, row_id, int(kept), int(recounted))
        for what, statement in _CHECKS
        for row_id, kept, recounted in session.execute(statement)
    ]


def roll_up_villages(work: Work) -> int:
    """Set the villages' balances from their transfers and return how many accounts there are.

    They are not kept live, so that no row of a village is claimed by all its households at once.
    """
    return len(work.session.scalars(_ROLL_UP).all())
