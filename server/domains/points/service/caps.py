"""Claim room under caps (封顶): conditional upserts, given back when a claim falls away."""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import RowMapping, text

from server.domains.points.rules.caps import (
    CapDemand,
    CapKey,
    CappedClaim,
    demands,
    fitting,
)
from server.kernel.work import Work

_ROWS = """
    SELECT CAST(j.value ->> 'household_id' AS bigint) AS household_id,
           j.value ->> 'subject' AS subject, j.value ->> 'period' AS period,
           CAST(j.value ->> 'points' AS bigint) AS points,
           CAST(j.value ->> 'limit' AS bigint) AS cap, h.village_id AS village_id
      FROM json_each(:demands) AS j
      JOIN households AS h ON h.id = CAST(j.value ->> 'household_id' AS bigint)
     WHERE 1 = 1
     ORDER BY CAST(j.key AS bigint)
"""

_TAKE = text(
    f"""
    INSERT INTO cap_usages (household_id, subject, period, used, cap, village_id) {_ROWS}
    ON CONFLICT (household_id, subject, period)
    DO UPDATE SET used = cap_usages.used + excluded.used, cap = excluded.cap
     WHERE cap_usages.used + excluded.used <= excluded.cap
    RETURNING household_id, subject, period
    """
)

_OPEN = text(
    """
    INSERT INTO cap_usages (household_id, subject, period, used, cap, village_id)
    SELECT h.id, j.value ->> 'subject', j.value ->> 'period', 0,
           CAST(j.value ->> 'limit' AS bigint), h.village_id
      FROM json_each(:demands) AS j
      JOIN households AS h ON h.id = CAST(j.value ->> 'household_id' AS bigint)
     WHERE 1 = 1
     ORDER BY CAST(j.key AS bigint)
    ON CONFLICT (household_id, subject, period) DO UPDATE SET used = cap_usages.used
    RETURNING household_id, subject, period, used
    """
)

_GIVE_BACK = text(
    f"""
    UPDATE cap_usages SET used = cap_usages.used - gone.points FROM ({_ROWS}) AS gone
     WHERE cap_usages.household_id = gone.household_id
       AND cap_usages.subject = gone.subject AND cap_usages.period = gone.period
    """  # noqa: S608 - a constant of this module
)


def take(work: Work, claims: Sequence[CappedClaim]) -> list[CappedClaim]:
    """Claim room for claims and return those that have it; the others take none.

    All caps are claimed in one statement. Only when one of them is full, everything is given
    back, the caps are locked and read, and the claims are taken by id as long as they fit whole.
    """
    wanted = demands(claims)
    if all(demand.points <= demand.limit for demand in wanted):
        taken = _take(work, wanted)
        if len(taken) == len(wanted):
            return list(claims)
        _give_back(work, [demand for demand in wanted if demand.key in taken])
    kept = fitting(claims, _open(work, wanted))
    _take(work, demands(kept))
    return kept


def give_back(work: Work, claims: Collection[CappedClaim]) -> None:
    """Give back the room of claims that no longer count."""
    _give_back(work, demands(claims))


def _take(work: Work, wanted: Sequence[CapDemand]) -> set[CapKey]:
    rows = work.session.execute(_TAKE, {"demands": _as_json(wanted)}).mappings()
    return {_key(row) for row in rows}


def _open(work: Work, wanted: Sequence[CapDemand]) -> dict[CapKey, int]:
    rows = work.session.execute(_OPEN, {"demands": _as_json(wanted)}).mappings()
    return {_key(row): row["used"] for row in rows}


def _give_back(work: Work, gone: Sequence[CapDemand]) -> None:
    work.session.execute(_GIVE_BACK, {"demands": _as_json(gone)})


def _key(row: RowMapping) -> CapKey:
    return CapKey(row["household_id"], row["subject"], row["period"])


def _as_json(wanted: Sequence[CapDemand]) -> str:
    rows = (
        {**demand.key._asdict(), "points": demand.points, "limit": demand.limit}
        for demand in wanted
    )
    return json.dumps({str(n): row for n, row in enumerate(rows)})
