"""Caps (封顶): which ones a claim counts to, and which claims still fit when one is full."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from models.vocabulary import CapPeriod
from server.domains.points.rules.periods import period_of

HOUSEHOLD = "household"


class CapKey(NamedTuple):
    """One cap of one household: `subject` is `rule:<code>` or `household`."""

    household_id: int
    subject: str
    period: str


class Cap(NamedTuple):
    """A cap that a claim counts to, with its limit in points."""

    key: CapKey
    limit: int


@dataclass(frozen=True, slots=True)
class CappedClaim:
    """A claim as the caps see it; the periods are those of the deed."""

    claim_id: int
    household_id: int
    points: int
    deed_on: date
    rule_code: str
    rule_period: str
    rule_cap: int
    month_cap: int
    year_cap: int
    counts_to_household: bool

    @property
    def caps(self) -> list[Cap]:
        """Every cap the claim counts to."""
        rule = CapKey(self.household_id, f"rule:{self.rule_code}", self.rule_period)
        if not self.counts_to_household:
            return [Cap(rule, self.rule_cap)]
        month = CapKey(self.household_id, HOUSEHOLD, period_of(self.deed_on, CapPeriod.MONTH))
        year = CapKey(self.household_id, HOUSEHOLD, period_of(self.deed_on, CapPeriod.YEAR))
        return [Cap(rule, self.rule_cap), Cap(month, self.month_cap), Cap(year, self.year_cap)]


@dataclass(frozen=True, slots=True)
class CapDemand:
    """Points that several claims ask of one cap together."""

    key: CapKey
    points: int
    limit: int


def demands(claims: Iterable[CappedClaim]) -> list[CapDemand]:
    """Return one demand for each cap, in the order in which caps are locked.

    When claims of two versions of the rules meet in one cap, the stricter limit holds.
    """
    points: dict[CapKey, int] = defaultdict(int)
    limits: dict[CapKey, int] = {}
    for claim in claims:
        for cap in claim.caps:
            points[cap.key] += claim.points
            limits[cap.key] = min(cap.limit, limits.get(cap.key, cap.limit))
    return [CapDemand(key, points[key], limits[key]) for key in sorted(points)]


def fitting(claims: Iterable[CappedClaim], used: Mapping[CapKey, int]) -> list[CappedClaim]:
    """Return the claims that still fit, taken by id: a claim fits whole or not at all."""
    ordered = sorted(claims, key=lambda claim: claim.claim_id)
    limits = {demand.key: demand.limit for demand in demands(ordered)}
    taken = dict(used)
    kept: list[CappedClaim] = []
    for claim in ordered:
        keys = [cap.key for cap in claim.caps]
        if all(taken[key] + claim.points <= limits[key] for key in keys):
            taken.update({key: taken[key] + claim.points for key in keys})
            kept.append(claim)
    return kept
