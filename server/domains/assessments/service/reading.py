"""Show an assessment with the wording it was answered for, and list them."""

from dataclasses import dataclass

from models.assessments import Assessment, ReviewRemark
from models.standards import Standard, StandardSet
from models.vocabulary import AssessmentState, ClauseAnswer
from server.domains.assessments import policy, queries, rules
from server.domains.assessments.service.pinned import (
    PinnedSet,
    get_within,
    given_answers,
    pinned_set,
    result_of,
)
from server.domains.households import service as households
from server.domains.standards import service as standards
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause with the answer and the remarks of every round."""

    clause: Standard
    answer: ClauseAnswer | None
    remarks: list[ReviewRemark]


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """An assessment as the caller sees it. `result` stands only while the answers are fixed."""

    assessment: Assessment
    household_label: str
    set: StandardSet
    notice: str | None
    clauses: list[ClauseView]
    result: rules.Result | None
    submissions_left: int
    is_in_force: bool
    actions: tuple[policy.Action, ...]

    @property
    def answered(self) -> int:
        """How many clauses have an answer."""
        return sum(view.answer is not None for view in self.clauses)


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One line of a list."""

    assessment: Assessment
    household_label: str


def get_assessment(work: Work, assessment_id: int) -> AssessmentView:
    """Return one assessment. Raises AssessmentNotFound."""
    scope = work.actor.scope(Permission.ASSESSMENT_READ)
    return view_of(work, get_within(work, scope, assessment_id))


def list_assessments(
    work: Work, page: PageRequest, *, village_id: int | None, state: AssessmentState | None
) -> Page[AssessmentLine]:
    """Return the assessments the caller may read: the queue of a leader, the own of a member.

    A foreign village does not exist: OrganisationNotFound.
    """
    wanted = queries.Filter(village_id=village_id, state=state)
    scope = work.actor.scope(Permission.ASSESSMENT_READ)
    households.check_in_sight(scope, work.session, village_id=village_id)
    found = queries.list_assessments(scope, work.session, wanted, page)
    labels = households.masked_labels(work.session, [row.household_id for row in found.items])
    lines = [AssessmentLine(row, labels[row.household_id]) for row in found.items]
    return Page(lines, found.next_after)


def view_of(work: Work, assessment: Assessment) -> AssessmentView:
    """Return an assessment that the caller was allowed to see or to change."""
    pinned = pinned_set(work.session, assessment)
    answers = given_answers(work.session, assessment)
    labels = households.masked_labels(work.session, [assessment.household_id])
    left = rules.SUBMISSIONS_MAX - assessment.submissions
    progress = policy.Progress(assessment.state, assessment.year == work.today.year, left)
    return AssessmentView(
        assessment=assessment,
        household_label=labels[assessment.household_id],
        set=pinned.set,
        notice=standards.notice_of(pinned.set),
        clauses=_clauses(work, assessment, pinned, answers),
        result=None if assessment.state in policy.OPEN else result_of(pinned, answers),
        submissions_left=left,
        is_in_force=rules.is_in_force(assessment.valid_until_on, work.today),
        actions=policy.actions(standing_of(work, assessment), progress),
    )


def standing_of(work: Work, assessment: Assessment) -> policy.Standing:
    """Return what the acting person is to an assessment."""
    actor, session = work.actor, work.session
    person_id = actor.person_id
    is_member = actor.household_id == assessment.household_id
    acts = queries.is_within(actor.office_scope(Permission.PROXY_ACT), session, assessment.id)
    return policy.Standing(
        may_answer=is_member or acts,
        reviews_here=queries.is_within(
            actor.office_scope(Permission.ASSESSMENT_REVIEW), session, assessment.id
        ),
        is_barred=person_id is not None
        and assessment.household_id in households.own_and_relative_ids(session, person_id),
        took_part=person_id in _took_part(work, assessment),
    )


def _took_part(work: Work, assessment: Assessment) -> set[int | None]:
    answers = queries.list_answers(work.session, assessment.id)
    return {assessment.submitted_by, *(row.answered_by for row in answers)} - {None}


def _clauses(
    work: Work, assessment: Assessment, pinned: PinnedSet, answers: dict[str, ClauseAnswer]
) -> list[ClauseView]:
    remarks = queries.list_remarks(work.session, assessment.id)
    return [
        ClauseView(
            clause=standard,
            answer=answers.get(standard.code),
            remarks=[remark for remark in remarks if remark.code == standard.code],
        )
        for standard in pinned.standards
    ]
