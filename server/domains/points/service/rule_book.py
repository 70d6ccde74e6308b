"""The rules of villages over time, read once for a whole page, and what being there earns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.points import EarningRule, RuleAdoption
from models.vocabulary import Zone
from server.domains.points import queries
from server.domains.points.rules.deeds import HOUR, half_hours, points_of, zone_fits
from server.domains.points.service.terms import terms_of


@dataclass(frozen=True, slots=True)
class RuleBook:
    """What some villages resolved, newest first, and the rules they then had, by set and code."""

    adoptions: Sequence[RuleAdoption]
    rules: Mapping[tuple[int, str], EarningRule]

    def find(self, village_id: int, code: str, on: date) -> EarningRule | None:
        """Return a rule by the resolution in force in a village on a day, or None (PT-7)."""
        for adoption in self.adoptions:
            if adoption.village_id == village_id and adoption.effective_on <= on:
                return self.rules.get((adoption.rule_set_id, code))
        return None


def read_rule_book(
    session: Session, village_ids: Collection[int], codes: Collection[str]
) -> RuleBook:
    """Return the rule book of some villages, in two queries however many rules are asked for."""
    adoptions = queries.list_adoptions(session, village_ids)
    rules = queries.rules_by_code(session, {row.rule_set_id for row in adoptions}, codes)
    return RuleBook(adoptions, rules)


def points_for_time(rule: EarningRule, minutes: int, zone: Zone | None) -> int:
    """Return what a rule gives a household of a zone for being there so long; 0 in the other."""
    if zone is None or not zone_fits(rule.zone, zone):
        return 0
    return points_of(terms_of(rule), quantity_of(rule, minutes))


def quantity_of(rule: EarningRule, minutes: int) -> int:
    """Return how often a stretch of time counts under a rule."""
    return half_hours(minutes) if rule.unit == HOUR else 1
