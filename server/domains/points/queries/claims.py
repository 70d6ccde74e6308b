"""Read claims and what decides about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from models.organisations import Organisation, RoleGrant
from models.points import (
    EarningRule,
    PointsClaim,
    RuleSet,
)
from models.vocabulary import ClaimState, ConfirmLevel, Role
from server.domains.organisations.service import count_up_to_limit, within
from server.domains.points.rules.caps import CappedClaim
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope

FALLEN = (ClaimState.RETURNED, ClaimState.REJECTED, ClaimState.REVOKED)
"""States of claims that do not stand: the deed may be claimed again."""


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims a list shows."""

    village_id: int | None = None
    household_id: int | None = None
    state: ClaimState | None = None


class CountedClaim(NamedTuple):
    """A claim with what posting, caps and messages need of its rule."""

    village_id: int
    points_year: int
    title: str
    capped: CappedClaim

    @property
    def id(self) -> int:
        """The claim's id."""
        return self.capped.claim_id

    @property
    def household_id(self) -> int:
        """Whose claim it is."""
        return self.capped.household_id

    @property
    def points(self) -> int:
        """What it is worth."""
        return self.capped.points


class UndecidedClaim(NamedTuple):
    """A claim with what decides why somebody could not confirm it."""

    id: int
    village_id: int
    village_path: str
    household_id: int
    state: ClaimState
    confirm_level: ConfirmLevel
    submitted_by: int | None
    first_confirmed_by: int | None


def next_usable_on(session: Session, household_id: int) -> date | None:
    """Return the day on which the household's next points in an open notice become usable."""
    return session.scalar(
        select(PointsClaim.usable_on)
        .where(
            PointsClaim.household_id == household_id,
            PointsClaim.state == ClaimState.IN_NOTICE,
        )
        .order_by(PointsClaim.usable_on)
        .limit(1)
    )


def list_counted(session: Session, claim_ids: Sequence[int]) -> list[CountedClaim]:
    """Return claims with their rules and caps, by id."""
    rows = session.execute(
        select(
            PointsClaim.village_id,
            PointsClaim.points_year,
            EarningRule.title,
            PointsClaim.id,
            PointsClaim.household_id,
            PointsClaim.points,
            PointsClaim.deed_on,
            EarningRule.code,
            PointsClaim.rule_period,
            EarningRule.period_cap,
            RuleSet.household_month_cap,
            RuleSet.household_year_cap,
            EarningRule.counts_to_household_caps,
        )
        .join(EarningRule, EarningRule.id == PointsClaim.rule_id)
        .join(RuleSet, RuleSet.id == EarningRule.rule_set_id)
        .where(PointsClaim.id.in_(claim_ids))
        .order_by(PointsClaim.id)
    )
    return [
        CountedClaim(village_id, points_year, title, CappedClaim(*facts))
        for village_id, points_year, title, *facts in rows
    ]


def list_undecided(session: Session, claim_ids: Sequence[int]) -> list[UndecidedClaim]:
    """Return claims with what decides why somebody could not confirm them."""
    rows = session.execute(
        select(
            PointsClaim.id,
            PointsClaim.village_id,
            Organisation.path,
            PointsClaim.household_id,
            PointsClaim.state,
            PointsClaim.confirm_level,
            PointsClaim.submitted_by,
            PointsClaim.first_confirmed_by,
        )
        .join(Organisation, Organisation.id == PointsClaim.village_id)
        .where(PointsClaim.id.in_(claim_ids))
    )
    return [UndecidedClaim(*row) for row in rows]


def list_standing(
    session: Session, household_ids: Collection[int], codes: Collection[str], *, year: int
) -> list[tuple[int, EarningRule, date]]:
    """Return standing claims of some rules for deeds of a year: (household, rule, deed_on)."""
    rows = session.execute(
        select(PointsClaim.household_id, EarningRule, PointsClaim.deed_on)
        .join(EarningRule, EarningRule.id == PointsClaim.rule_id)
        .where(
            PointsClaim.household_id.in_(household_ids),
            PointsClaim.points_year == year,
            PointsClaim.state.not_in(FALLEN),
            EarningRule.code.in_(codes),
        )
    )
    return list(rows.tuples())


def lock_confirmed(session: Session, village_id: int) -> list[int]:
    """Return a village's confirmed claims that no notice has shown; their rows are held."""
    return list(
        session.scalars(
            select(PointsClaim.id)
            .where(PointsClaim.village_id == village_id, PointsClaim.state == ClaimState.CONFIRMED)
            .order_by(PointsClaim.id)
            .with_for_update()
        )
    )


def count_confirmable(
    session: Session,
    villages: Select[tuple[int]],
    levels: Collection[ConfirmLevel],
    *,
    person_id: int,
    barred: Collection[int],
) -> int:
    """Count the claims of some levels that wait for somebody else than who has dealt with them.

    `barred` are the households she decides nothing about.
    """
    return count_up_to_limit(
        session,
        select(PointsClaim.id).where(
            PointsClaim.village_id.in_(villages),
            PointsClaim.state == ClaimState.SUBMITTED,
            PointsClaim.confirm_level.in_(levels),
            PointsClaim.household_id.not_in(barred),
            func.coalesce(PointsClaim.submitted_by, 0) != person_id,
            func.coalesce(PointsClaim.first_confirmed_by, 0) != person_id,
        ),
    )


def count_confirmed(scope: Scope, session: Session) -> int:
    """Count the confirmed claims in scope that no notice has shown."""
    inside = within(scope, PointsClaim.village_id)
    confirmed = select(PointsClaim.id).where(inside, PointsClaim.state == ClaimState.CONFIRMED)
    return count_up_to_limit(session, confirmed)


def list_claims(
    scope: Scope, session: Session, wanted: ClaimFilter, page: PageRequest
) -> Page[PointsClaim]:
    """Return claims in scope, oldest first."""
    conditions = [
        within(scope, PointsClaim.village_id, PointsClaim.household_id),
        PointsClaim.id > (page.after or 0),
    ]
    if wanted.village_id is not None:
        conditions.append(PointsClaim.village_id == wanted.village_id)
    if wanted.household_id is not None:
        conditions.append(PointsClaim.household_id == wanted.household_id)
    if wanted.state is not None:
        conditions.append(PointsClaim.state == wanted.state)
    rows = session.scalars(
        select(PointsClaim).where(*conditions).order_by(PointsClaim.id).limit(page.size + 1)
    ).all()
    return Page[PointsClaim].cut(rows, page.size, lambda row: row.id)


def roles_at(session: Session, person_id: int, village_id: int, at: datetime) -> list[Role]:
    """Return the offices a person held in a village or its town at an instant."""
    village = select(Organisation.parent_id).where(Organisation.id == village_id)
    return list(
        session.scalars(
            select(RoleGrant.role).where(
                RoleGrant.person_id == person_id,
                or_(
                    RoleGrant.organisation_id == village_id,
                    RoleGrant.organisation_id == village.scalar_subquery(),
                ),
                RoleGrant.since_at <= at,
                or_(RoleGrant.until_at.is_(None), RoleGrant.until_at > at),
            )
        )
    )


def earned_by_year(session: Session, household_id: int) -> dict[int, int]:
    """Return the points of a household's awards in effect, per points year."""
    rows = session.execute(
        select(PointsClaim.points_year, func.sum(PointsClaim.points))
        .where(
            PointsClaim.household_id == household_id,
            PointsClaim.state == ClaimState.EFFECTIVE,
        )
        .group_by(PointsClaim.points_year)
    )
    return {year: int(points) for year, points in rows}


def sum_earned(scope: Scope, session: Session, year: int) -> int:
    """Return the points in effect that the households in scope earned in a points year."""
    earned = select(func.coalesce(func.sum(PointsClaim.points), 0)).where(
        within(scope, PointsClaim.village_id),
        PointsClaim.state == ClaimState.EFFECTIVE,
        PointsClaim.points_year == year,
    )
    return int(session.scalars(earned).one())
