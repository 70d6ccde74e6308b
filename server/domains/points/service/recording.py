"""Record what the system knows (SYS): confirmed attendance and assessments become claims."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, select, text

from models.base import UtcDateTime
from models.households import Household
from models.points import EarningRule
from models.vocabulary import ConfirmLevel, Zone
from server.domains.points import queries
from server.domains.points.rules.deeds import points_of, zone_fits
from server.domains.points.rules.periods import period_of
from server.domains.points.service.rule_book import quantity_of
from server.domains.points.service.terms import households_excluded, terms_of
from server.kernel.work import Work

_RECORD = text(
    """
    INSERT INTO points_claims (village_id, household_id, member_id, rule_id, deed_on, source,
                               quantity, points, note, confirm_level, rule_period, points_year,
                               state, submitted_by, submitted_at, first_confirmed_by,
                               first_confirmed_at)
    SELECT CAST(j.value ->> 'village_id' AS bigint), CAST(j.value ->> 'household_id' AS bigint),
           CAST(j.value ->> 'member_id' AS bigint), CAST(j.value ->> 'rule_id' AS bigint),
           :deed_on, j.value ->> 'source', CAST(j.value ->> 'quantity' AS bigint),
           CAST(j.value ->> 'points' AS bigint), '', j.value ->> 'confirm_level',
           j.value ->> 'rule_period', CAST(j.value ->> 'points_year' AS bigint),
           'submitted', CAST(j.value ->> 'submitted_by' AS bigint), :now,
           CAST(j.value ->> 'first_confirmed_by' AS bigint),
           CASE WHEN j.value ->> 'first_confirmed_by' IS NULL THEN NULL ELSE :now END
      FROM json_each(:claims) AS j WHERE 1 = 1
     ORDER BY CAST(j.key AS bigint)
    ON CONFLICT DO NOTHING
    RETURNING id, village_id
    """
).bindparams(bindparam("now", type_=UtcDateTime()), bindparam("deed_on", type_=Date()))


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemClaim:
    """One confirmed deed. `source` names it ("sign_up:7"), so that it counts once.

    `submitted_by` handed in what it rests on and confirms nothing of it (PT-2). `minutes` matters
    to rules per 小时 only; `first_confirmed_by` to rules that two confirm, when the record itself
    was confirmed by somebody already.
    """

    household_id: int
    village_id: int
    member_id: int | None
    rule_code: str
    deed_on: date
    source: str
    minutes: int | None = None
    submitted_by: int | None = None
    first_confirmed_by: int | None = None


def record_system_claims(work: Work, items: Sequence[SystemClaim]) -> list[int]:
    """Record claims nobody applied for and return the ids of the new ones.

    Skipped without a word: a deed recorded already, a rule the village has not in force or that
    is not for this zone, less than one point, and a deed that an exclusive rule has counted.
    """
    grouped: dict[tuple[int, str, date], list[SystemClaim]] = defaultdict(list)
    for item in items:
        grouped[item.village_id, item.rule_code, item.deed_on].append(item)
    recorded: list[int] = []
    for (village_id, code, deed_on), group in grouped.items():
        rule = queries.find_rule(work.session, village_id, code, deed_on)
        if rule is not None:
            recorded += _record(work, rule, group)
    return sorted(recorded)


def _record(work: Work, rule: EarningRule, group: Sequence[SystemClaim]) -> list[int]:
    """Insert the claims of one rule on one day."""
    deed_on = group[0].deed_on
    household_ids = {item.household_id for item in group}
    excluded = households_excluded(work, rule, household_ids, deed_on)
    zones = _zones(work, household_ids)
    rows = [
        _row(item, rule)
        for item in group
        if item.household_id not in excluded and zone_fits(rule.zone, zones[item.household_id])
    ]
    return _insert(work, deed_on, [row for row in rows if row["points"] > 0])


def _zones(work: Work, household_ids: Iterable[int]) -> dict[int, Zone]:
    rows = work.session.execute(
        select(Household.id, Household.zone).where(Household.id.in_(household_ids))
    )
    return dict(rows.tuples().all())


def _row(item: SystemClaim, rule: EarningRule) -> dict[str, Any]:
    quantity = quantity_of(rule, item.minutes or 0)
    is_confirmed_once = rule.confirm_level == ConfirmLevel.TWO
    return {
        "village_id": item.village_id,
        "household_id": item.household_id,
        "member_id": item.member_id,
        "rule_id": rule.id,
        "source": item.source,
        "quantity": quantity,
        "points": points_of(terms_of(rule), quantity),
        "confirm_level": rule.confirm_level,
        "rule_period": period_of(item.deed_on, rule.cap_period),
        "points_year": item.deed_on.year,
        "submitted_by": item.submitted_by,
        "first_confirmed_by": item.first_confirmed_by if is_confirmed_once else None,
    }


def _insert(work: Work, deed_on: date, rows: Sequence[dict[str, Any]]) -> list[int]:
    values = {
        "claims": json.dumps({str(n): row for n, row in enumerate(rows)}),
        "deed_on": deed_on,
        "now": work.now,
    }
    new = work.session.execute(_RECORD, values).all()
    for claim_id, village_id in new:
        work.audit("record_claim", "points_claim", claim_id, village_id=village_id)
    return [claim_id for claim_id, _ in new]
