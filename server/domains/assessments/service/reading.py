"""Show an assessment with the wording it was answered for, and list them."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.assessments import Assessment, AssessmentAnswer, ReviewRemark
from models.standards import Standard, StandardSet
from models.vocabulary import AssessmentState, CheckedText, ClauseAnswer, EvidencedAct
from server.domains.assessments import policy, queries, rules
from server.domains.assessments.service.pinned import (
    PinnedSet,
    get_within,
    given_answers,
    pinned_set,
    result_of,
)
from server.domains.households import service as households
from server.domains.households.service import PhotoCard
from server.domains.moderation.service import ShownText, show_texts
from server.domains.standards import service as standards
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A saved answer with the photos it names."""

    row: AssessmentAnswer
    photos: Sequence[PhotoCard]

    @property
    def is_complete(self) -> bool:
        """Tell whether the photos have all arrived."""
        return households.is_complete(self.photos)


@dataclass(frozen=True, slots=True)
class RemarkView:
    """Why a clause was sent back, as far as the caller may read it."""

    row: ReviewRemark
    reason: ShownText


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause with the answer, the photos it names and the remarks of every round."""

    clause: Standard
    answer: ClauseAnswer | None
    remarks: list[RemarkView]
    photos: Sequence[PhotoCard]

    @property
    def is_complete(self) -> bool:
        """Tell whether the photos have all arrived."""
        return households.is_complete(self.photos)


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

    @property
    def is_complete(self) -> bool:
        """Tell whether the photos of all answers have arrived."""
        return all(view.is_complete for view in self.clauses)


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
    labels = households.masked_labels(work, [row.household_id for row in found.items])
    lines = [AssessmentLine(row, labels[row.household_id]) for row in found.items]
    return Page(lines, found.next_after)


def view_of(work: Work, assessment: Assessment) -> AssessmentView:
    """Return an assessment that the caller was allowed to see or to change."""
    pinned = pinned_set(work.session, assessment)
    answers = given_answers(work.session, assessment)
    labels = households.masked_labels(work, [assessment.household_id])
    left = rules.SUBMISSIONS_MAX - assessment.submissions
    standing = standing_of(work, assessment)
    clauses = _clauses(work, assessment, pinned, answers, judges=policy.judges(standing))
    progress = policy.Progress(
        assessment.state,
        is_this_year=assessment.year == work.today.year,
        submissions_left=left,
        is_complete=all(view.is_complete for view in clauses),
    )
    return AssessmentView(
        assessment=assessment,
        household_label=labels[assessment.household_id],
        set=pinned.set,
        notice=standards.notice_of(pinned.set),
        clauses=clauses,
        result=None if assessment.state in policy.OPEN else result_of(pinned, answers),
        submissions_left=left,
        is_in_force=rules.is_in_force(assessment.valid_until_on, work.today),
        actions=policy.actions(standing, progress),
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


def photos_of(work: Work, assessment: Assessment, *, is_judged: bool) -> dict[str, list[PhotoCard]]:
    """Return the photos of answers by clause; who judges them is told what looks like them."""
    owners = {assessment.id: assessment.household_id}
    judged = owners if is_judged else ()
    shown = households.show_photos(work, EvidencedAct.ANSWER, owners, judged)
    return {code: photos for (_, code), photos in shown.items()}


def _clauses(
    work: Work,
    assessment: Assessment,
    pinned: PinnedSet,
    answers: dict[str, ClauseAnswer],
    *,
    judges: bool,
) -> list[ClauseView]:
    photos = photos_of(work, assessment, is_judged=judges)
    remarks = _remarks(work, assessment)
    return [
        ClauseView(
            clause=standard,
            answer=answers.get(standard.code),
            remarks=[remark for remark in remarks if remark.row.code == standard.code],
            photos=photos.get(standard.code, ()),
        )
        for standard in pinned.standards
    ]


def _remarks(work: Work, assessment: Assessment) -> list[RemarkView]:
    rows = queries.list_remarks(work.session, assessment.id)
    reasons = show_texts(work, CheckedText.REVIEW_REMARK, {row.id: row.reason for row in rows})
    return [RemarkView(row, reasons[row.id]) for row in rows]
