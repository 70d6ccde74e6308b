"""Builders of the points books: a village with offices and rules, claims at every stage."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from models.vocabulary import ClaimState, ProxyChannel, Role
from server.domains.points import service as points
from server.domains.points.service import ConfirmOutcome, ReportedDeed
from server.kernel.clock import local_date
from server.kernel.work import OnBehalf
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_resident,
    a_town,
    a_village,
    an_officer,
)
from tests.support.service import Service

RESOLVED_ON = date(2026, 8, 20)
"""Rules hold from 1 September 2026; the service's clock begins on 10 November."""


@dataclass(frozen=True)
class PointsVillage:
    """A village with rules in force; the numbers are person ids, but for `id` and `town_id`."""

    id: int
    town_id: int
    chair: int
    executive: int
    assessor: int
    town_officer: int


@dataclass(frozen=True)
class Family:
    """A household of the village and the person who acts for it."""

    household: BuiltHousehold
    person: int

    @property
    def id(self) -> int:
        """The household's id."""
        return self.household.id


def rules_in_force(service: Service, village_id: int, resolved_on: date = RESOLVED_ON) -> int:
    """Let a village have resolved the default catalogue; return the rule set's id."""
    rule_set_id: int = service.scalar("SELECT id FROM rule_sets WHERE version = 'default-2026.11'")
    service.run(
        lambda work: points.adopt_rules(
            work,
            village_id=village_id,
            rule_set_id=rule_set_id,
            resolved_on=resolved_on,
            attendees=63,
            minutes="村民代表会议通过积分规则。",
        )
    )
    return rule_set_id


def a_points_village(service: Service, name: str = "双龙村妇联") -> PointsVillage:
    """Return a rural village where points can be earned."""
    town_id = a_town(service, f"{name}的镇")
    village_id = a_village(service, name, town_id=town_id)
    rules_in_force(service, village_id)
    return PointsVillage(
        id=village_id,
        town_id=town_id,
        chair=an_officer(service, Role.VILLAGE_CHAIR, village_id),
        executive=an_officer(service, Role.VILLAGE_EXECUTIVE, village_id),
        assessor=an_officer(service, Role.ASSESSOR, village_id),
        town_officer=an_officer(service, Role.TOWN_OFFICER, town_id),
    )


def a_family(service: Service, village: PointsVillage, name: str = "王淑芬") -> Family:
    """Return a household with one member who has joined with her phone."""
    household = a_household(service, village.id, (name,))
    return Family(household, a_resident(service, household))


def a_claim(
    service: Service, family: Family, code: str = "CIV02", days_ago: int = 1, quantity: int = 1
) -> int:
    """Return a claim the family submitted itself; CIV02 is 10 points, confirmed by one."""
    today = local_date(service.clock.instant)
    deed = ReportedDeed(code, today - timedelta(days=days_ago), quantity)
    return service.run(
        lambda work: points.submit_claim(work, family.id, deed).id,
        actor=service.actor(family.person),
    )


def a_proxy_claim(
    service: Service, leader: int, family: Family, code: str = "WST01", days_ago: int = 1
) -> int:
    """Return a claim a leader submitted for the family; WST01 is 5 points, confirmed by one."""
    deed = ReportedDeed(code, local_date(service.clock.instant) - timedelta(days=days_ago))
    behalf = OnBehalf(family.household.member_ids[0], "不会用手机", ProxyChannel.IN_PERSON)
    return service.run(
        lambda work: points.submit_claim(work, family.id, deed, behalf).id,
        actor=service.actor(leader),
    )


def confirm(service: Service, person_id: int, *claim_ids: int) -> list[ConfirmOutcome]:
    """Confirm as a person and return the outcomes in order."""
    results = service.run(
        lambda work: points.confirm_claims(work, claim_ids), actor=service.actor(person_id)
    )
    return [result.outcome for result in results]


def publish(service: Service, village: PointsVillage) -> int:
    """Publish the month's notice as chair and return its id."""
    return service.run(
        lambda work: points.publish_monthly_notice(work, village.id).id,
        actor=service.actor(village.chair),
    )


def pass_notice(service: Service) -> int:
    """Move the clock past the notice period and close what is due; return how many."""
    service.clock.advance(days=14)
    return close_due_notices(service)


def close_due_notices(service: Service) -> int:
    """Close what is due as the worker does; return how many."""
    due = service.run(points.list_due_notices, writes=False)
    return sum(service.run(partial(points.close_due_notice, notice_id=each)) for each in due)


def effective_points(
    service: Service, village: PointsVillage, family: Family, deeds: int = 1
) -> list[int]:
    """Give a family 10 redeemable points a deed (at most two a month); return the claims."""
    claims = [a_claim(service, family, days_ago=1 + n) for n in range(deeds)]
    confirm(service, village.chair, *claims)
    publish(service, village)
    pass_notice(service)
    return claims


def state_of(service: Service, claim_id: int) -> ClaimState:
    """Return the state of a claim."""
    return ClaimState(service.scalar("SELECT state FROM points_claims WHERE id = :id", id=claim_id))


def balances(service: Service, household_id: int) -> dict[str, int]:
    """Return a household's live balances by kind, summed over years; zeros left out."""
    rows = service.rows(
        "SELECT kind, SUM(balance) FROM points_accounts WHERE household_id = :id"
        " GROUP BY kind HAVING SUM(balance) <> 0",
        id=household_id,
    )
    return {kind: int(points) for kind, points in rows}


def caps_used(service: Service, household_id: int) -> dict[tuple[str, str], int]:
    """Return what a household has used of each cap; zeros left out."""
    rows = service.rows(
        "SELECT subject, period, used FROM cap_usages WHERE household_id = :id AND used <> 0",
        id=household_id,
    )
    return {(subject, period): used for subject, period, used in rows}


def assert_books_balance(service: Service) -> None:
    """Recount everything."""
    assert service.run(lambda work: points.reconcile(work.session), writes=False) == []
