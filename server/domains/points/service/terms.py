"""A stored rule as the pure rules see it, and whom it collides with."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from models.households import Household
from models.points import EarningRule
from server.domains.points import queries
from server.domains.points.rules.deeds import RuleTerms, exclusion_days
from server.kernel.work import Work


def terms_of(rule: EarningRule) -> RuleTerms:
    """Return what a stored rule demands."""
    return RuleTerms(
        points=rule.points,
        unit=rule.unit,
        cap_period=rule.cap_period,
        period_cap=rule.period_cap,
        zone=rule.zone,
        applicants=rule.applicants,
    )


def households_excluded(
    work: Work, rule: EarningRule, household_ids: Collection[int], deed_on: date
) -> set[int]:
    """Return the households with a standing claim that excludes this rule on that day.

    Their rows are held until the transaction ends, so that two rules that exclude each other
    cannot be claimed side by side.
    """
    if not rule.exclusive_with:
        return set()
    work.session.execute(
        select(Household.id)
        .where(Household.id.in_(household_ids))
        .order_by(Household.id)
        .with_for_update(key_share=True)
    ).all()
    found = set()
    standing = queries.list_standing(
        work.session, household_ids, rule.exclusive_with, year=deed_on.year
    )
    for household_id, other, other_deed_on in standing:
        first, last = exclusion_days(terms_of(rule), terms_of(other), deed_on)
        if first <= other_deed_on <= last:
            found.add(household_id)
    return found
