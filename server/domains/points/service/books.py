"""Recount the books from raw transfers: reconcile live figures, roll up the villages' accounts."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.kernel.recounts import Mismatch, recount
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

_BALANCES = f"""
    SELECT a.id, a.balance, COALESCE(s.total, 0)
      FROM points_accounts AS a LEFT JOIN ({_SUMS}) AS s ON s.account_id = a.id
     WHERE a.balance <> COALESCE(s.total, 0) AND a.household_id IS
"""  # noqa: S608 - a constant of this module
_OF_HOUSEHOLDS = text(f"{_BALANCES} NOT NULL ORDER BY a.id")
_OF_VILLAGES = text(f"{_BALANCES} NULL ORDER BY a.id")

_ALL_BALANCES = text("SELECT 0, SUM(balance), 0 FROM points_accounts HAVING SUM(balance) <> 0")

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
    SELECT id, kept, recounted FROM (
        SELECT c.id, CASE WHEN c.state IN ('confirmed', 'in_notice', 'objected', 'effective')
                          THEN c.points ELSE 0 END AS kept,
               COALESCE(SUM(CASE WHEN t.code = 'award' THEN t.amount
                                 WHEN t.code IN ('award_revoked', 'arrears_incurred')
                                 THEN -t.amount END), 0) AS recounted
          FROM points_claims AS c LEFT JOIN points_transfers AS t ON t.award_id = c.id
         GROUP BY c.id, c.state, c.points
    ) AS awards
     WHERE kept <> recounted ORDER BY id
    """
)

_IN_NOTICE = text(
    """
    SELECT household_id, SUM(kept), SUM(recounted) FROM (
        SELECT household_id, balance AS kept, 0 AS recounted
          FROM points_accounts WHERE kind = 'in_notice'
        UNION ALL
        SELECT household_id, 0, points
          FROM points_claims WHERE state IN ('confirmed', 'in_notice', 'objected')
    ) AS sides
     GROUP BY household_id HAVING SUM(kept) <> SUM(recounted)
     ORDER BY household_id
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


_CHECKS = (
    ("balance of account", _OF_HOUSEHOLDS),
    ("transfer between strangers", _STRAYS),
    ("award of claim", _AWARDS),
    ("points in notice of household", _IN_NOTICE),
    ("cap of household", _CAPS),
)
_CHECKS_AFTER_ROLL_UP = (
    ("balance of village account", _OF_VILLAGES),
    ("sum of all balances", _ALL_BALANCES),
)


def reconcile(session: Session) -> list[Mismatch]:
    """Return everything that does not add up (PT-1); an empty list when the books balance.

    Household balances against the sum of their transfers; transfers within one household and its
    village; claims against what was awarded and taken back for them, and against what is in
    notice; caps against the claims they count.
    """
    return recount(session, _CHECKS)


def reconcile_villages(session: Session) -> list[Mismatch]:
    """Return what does not add up in the villages' accounts when nothing moved since the roll-up.

    Each against its transfers; and the sum of all balances there are is 0.
    """
    return recount(session, _CHECKS_AFTER_ROLL_UP)


def roll_up_villages(work: Work) -> int:
    """Set the villages' balances from their transfers and return how many accounts there are.

    They are not kept live, so that no row of a village is claimed by all its households at once.
    """
    return len(work.session.scalars(_ROLL_UP).all())
