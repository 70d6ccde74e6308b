"""What the caller may do with claims and rules, told with every answer; read once for a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from models.households import Household
from models.organisations import Organisation
from models.points import EarningRule, PointsClaim
from models.vocabulary import CapPeriod, ConfirmLevel, EvidencedAct, RuleZone
from server.domains.evidence import service as evidence
from server.domains.households import service as households
from server.domains.organisations import service as organisations
from server.domains.points import policy
from server.domains.points.policy import Action, ClaimStanding
from server.domains.points.rules.deeds import zone_fits
from server.domains.points.rules.outcomes import Standing, explain
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Deciding:
    """What decides about a page's claims: villages, whom she stays out of, photos to come."""

    work: Work
    villages: Mapping[int, Organisation]
    barred: frozenset[int]
    missing: Mapping[int, int]

    @classmethod
    def read(cls, work: Work, claims: Sequence[PointsClaim]) -> "Deciding":
        """Read what the claims need, in four queries however many they are."""
        villages = organisations.organisations_by_id(
            work.session, {claim.village_id for claim in claims}
        )
        barred = households.own_and_relative_ids(work.session, work.person_id)
        ids = [claim.id for claim in claims]
        return cls(work, villages, barred, evidence.count_missing(work, EvidencedAct.CLAIM, ids))

    def actions(self, claim: PointsClaim) -> tuple[Action, ...]:
        """Return what the caller may do with a claim now."""
        return policy.claim_actions(self._standing(claim))

    def judges(self, claim: PointsClaim) -> bool:
        """Tell whether she decides about a claim, and so looks at its photos."""
        return policy.judges(self._standing(claim))

    def blocked(self, claim: PointsClaim) -> str | None:
        """Return why she may not confirm it though her office does, or None."""
        if not policy.is_blocked(self._standing(claim)):
            return None
        facts = Standing(
            state=claim.state,
            is_own_or_relative=claim.household_id in self.barred,
            is_submitted_by_her=claim.submitted_by == self.work.person_id,
            is_first_confirmed_by_her=claim.first_confirmed_by == self.work.person_id,
            photos_missing=self.missing.get(claim.id, 0),
        )
        return explain(claim.id, facts, policy.WHO_DECIDES[claim.confirm_level]).detail

    def _standing(self, claim: PointsClaim) -> ClaimStanding:
        actor, path = self.work.actor, self.villages[claim.village_id].path
        return ClaimStanding(
            state=claim.state,
            decides=policy.decides(actor.grants, path, claim.confirm_level),
            revokes=actor.office_scope(Permission.CLAIM_REVOKE).covers_path(path),
            is_barred=claim.household_id in self.barred,
            took_part=actor.person_id in {claim.submitted_by, claim.first_confirmed_by},
            is_complete=claim.id not in self.missing,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedRule:
    """A rule in force in the words of the catalogue, with what the caller may do under it."""

    code: str
    category: str
    title: str
    points: int
    unit: str
    cap_period: CapPeriod
    period_cap: int
    zone: RuleZone
    applicants: list[str]
    evidence: list[str]
    confirm_level: ConfirmLevel
    exclusive_with: list[str]
    provenance: dict[str, Any]
    actions: tuple[str, ...]


def offer_rules(work: Work, village_id: int, rules: Sequence[EarningRule]) -> list[OfferedRule]:
    """Return a village's rules, each with whether the caller may report deeds under it."""
    own = _own_household(work, village_id)
    villages = organisations.organisations_by_id(work.session, [village_id])
    leads = work.actor.office_scope(Permission.PROXY_ACT)
    is_leader = any(leads.covers_path(village.path) for village in villages.values())
    words = [field.name for field in fields(OfferedRule) if field.name != "actions"]
    return [
        OfferedRule(
            **{name: getattr(rule, name) for name in words},
            actions=policy.rule_actions(
                rule.applicants,
                is_member=own is not None and zone_fits(rule.zone, own.zone),
                is_leader=is_leader,
            ),
        )
        for rule in rules
    ]


def _own_household(work: Work, village_id: int) -> Household | None:
    household_id = work.actor.household_id
    if household_id is None:
        return None
    scope = work.actor.scope(Permission.CLAIM_SUBMIT)
    household = households.get_household(scope, work.session, household_id)
    return household if household.village_id == village_id else None
