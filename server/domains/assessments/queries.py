"""Read assessments, their answers and remarks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from models.assessments import Assessment, AssessmentAnswer, ReviewRemark
from models.households import Member, ProxyAct
from models.vocabulary import AssessmentState
from server.domains.organisations import service as organisations
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


@dataclass(frozen=True, slots=True)
class Filter:
    """Which assessments a list shows; None does not narrow."""

    village_id: int | None = None
    state: AssessmentState | None = None


def find_of_year(session: Session, household_id: int, year: int) -> Assessment | None:
    """Return the assessment of a household for a year; the caller has checked the household."""
    return session.scalar(_of_year(household_id, year))


def get_of_year(session: Session, household_id: int, year: int) -> Assessment:
    """Return the assessment of a household for a year that was just begun, here or elsewhere."""
    return session.scalars(_of_year(household_id, year)).one()


def _of_year(household_id: int, year: int) -> Select[tuple[Assessment]]:
    return select(Assessment).where(
        Assessment.household_id == household_id, Assessment.year == year
    )


def list_of_household(session: Session, household_id: int) -> Sequence[Assessment]:
    """Return the assessments of a household the caller may see, newest year first."""
    return session.scalars(
        select(Assessment)
        .where(Assessment.household_id == household_id)
        .order_by(Assessment.year.desc())
    ).all()


def count_to_review(
    scope: Scope, session: Session, *, person_id: int, barred: Collection[int]
) -> int:
    """Count what waits in scope for a reviewer who neither answered nor handed it in.

    `barred` are the households she decides nothing about.
    """
    took_part = exists().where(
        AssessmentAnswer.assessment_id == Assessment.id, AssessmentAnswer.answered_by == person_id
    )
    waiting = select(Assessment.id).where(
        organisations.within(scope, Assessment.village_id),
        Assessment.state == AssessmentState.SUBMITTED,
        Assessment.household_id.not_in(barred),
        Assessment.submitted_by != person_id,
        ~took_part,
    )
    return organisations.count_up_to_limit(session, waiting)


def lock(session: Session, assessment_id: int) -> Assessment:
    """Return an assessment that was found in scope, locked and as it is now."""
    return session.scalars(
        select(Assessment)
        .where(Assessment.id == assessment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def is_within(scope: Scope, session: Session, assessment_id: int) -> bool:
    """Tell whether an assessment lies in a scope."""
    inside = organisations.within(scope, Assessment.village_id, Assessment.household_id)
    found = session.scalar(select(exists().where(Assessment.id == assessment_id, inside)))
    return bool(found)


def list_assessments(
    scope: Scope, session: Session, wanted: Filter, page: PageRequest
) -> Page[Assessment]:
    """Return the assessments in scope, the longest waiting first."""
    statement = select(Assessment).where(
        organisations.within(scope, Assessment.village_id, Assessment.household_id),
        Assessment.id > (page.after or 0),
    )
    if wanted.village_id is not None:
        statement = statement.where(Assessment.village_id == wanted.village_id)
    if wanted.state is not None:
        statement = statement.where(Assessment.state == wanted.state)
    rows = session.scalars(statement.order_by(Assessment.id).limit(page.size + 1)).all()
    return Page[Assessment].cut(rows, page.size, lambda row: row.id)


def list_answers(session: Session, assessment_id: int) -> Sequence[AssessmentAnswer]:
    """Return the answers given so far, as they are now."""
    return session.scalars(
        select(AssessmentAnswer)
        .where(AssessmentAnswer.assessment_id == assessment_id)
        .order_by(AssessmentAnswer.code)
        .execution_options(populate_existing=True)
    ).all()


def list_remarks(session: Session, assessment_id: int) -> Sequence[ReviewRemark]:
    """Return the remarks of every round, oldest first."""
    return session.scalars(
        select(ReviewRemark)
        .where(ReviewRemark.assessment_id == assessment_id)
        .order_by(ReviewRemark.id)
    ).all()


def find_submitting_member(session: Session, assessment: Assessment) -> int | None:
    """Return the member who handed it in, or for whom a leader did (HH-1)."""
    herself = select(Member.id).where(
        Member.household_id == assessment.household_id,
        Member.person_id == assessment.submitted_by,
        Member.left_at.is_(None),
    )
    represented = select(ProxyAct.member_id).where(
        ProxyAct.object_type == "assessment",
        ProxyAct.object_id == assessment.id,
        ProxyAct.acted_at == assessment.submitted_at,
        ProxyAct.acted_by == assessment.submitted_by,
    )
    return session.scalar(herself) or session.scalar(represented.limit(1))


def count_passed(scope: Scope, session: Session, today: date) -> int:
    """Count the households in scope whose assessment holds on a day (达标)."""
    inside = organisations.within(scope, Assessment.village_id)
    passed = select(func.count(Assessment.household_id.distinct()))
    return session.scalars(passed.where(inside, Assessment.valid_until_on >= today)).one()
