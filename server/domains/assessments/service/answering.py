"""A household answers its 18 standards, one by one or all at once, and hands them in."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import bindparam, text, update

from models.assessments import Assessment
from models.base import UtcDateTime
from models.vocabulary import AssessmentState, ClauseAnswer, EvidencedAct
from server.domains.assessments import policy, queries, rules
from server.domains.assessments.errors import (
    AssessmentClosed,
    AssessmentYearOver,
    SubmissionsUsedUp,
)
from server.domains.assessments.service.pinned import (
    OBJECT,
    get_within,
    given_answers,
    pinned_set,
    result_of,
)
from server.domains.assessments.service.reading import (
    AnswerView,
    AssessmentView,
    photos_of,
    view_of,
)
from server.domains.evidence import service as evidence
from server.domains.households import service as households
from server.domains.households.service import ActingFor
from server.domains.standards import service as standards
from server.kernel.permissions import Permission
from server.kernel.work import OnBehalf, Work

_NONE_NAMED: Mapping[str, Sequence[str] | None] = MappingProxyType({})

_START = text(
    """
    INSERT INTO assessments
        (village_id, household_id, year, standard_set_id, state, started_at, submissions)
    VALUES (:village, :household, :year, :set, 'draft', :now, 0)
    ON CONFLICT (household_id, year) DO NOTHING RETURNING id
    """
).bindparams(bindparam("now", type_=UtcDateTime()))

_SAVE = text(
    """
    INSERT INTO assessment_answers
        (assessment_id, code, village_id, answer, answered_by, answered_at)
    VALUES (:assessment, :code, :village, :answer, :person, :now)
    ON CONFLICT (assessment_id, code) DO UPDATE
    SET answer = excluded.answer, answered_by = excluded.answered_by,
        answered_at = excluded.answered_at
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


def start_assessment(work: Work, household_id: int, *, behalf: OnBehalf | None) -> AssessmentView:
    """Return the household's assessment of this year, begun at the first call (SA-2).

    The set in force today for the household's zone is pinned. Two phones at once get the same
    one: the unique key decides.
    """
    acting = households.acting_for(work, household_id, Permission.ASSESSMENT_ANSWER, behalf)
    found = queries.find_of_year(work.session, household_id, work.today.year)
    return view_of(work, found or _begin(work, acting))


def _begin(work: Work, acting: ActingFor) -> Assessment:
    household, year = acting.household, work.today.year
    standard_set, _ = standards.set_in_force(work.session, household.zone, work.today)
    values = {
        "village": household.village_id,
        "household": household.id,
        "year": year,
        "set": standard_set.id,
        "now": work.now,
    }
    begun = work.session.execute(_START, values).scalar_one_or_none()
    if begun is not None:
        _leave_trace(work, acting, "start_assessment", begun, year=year)
    return queries.get_of_year(work.session, household.id, year)


def save_answer(
    work: Work,
    assessment_id: int,
    code: str,
    answer: ClauseAnswer,
    *,
    behalf: OnBehalf | None,
    photos: Sequence[str] | None = None,
) -> AnswerView:
    """Save one answer and return it; a second phone's other answers stay as they are.

    `photos` are hashes; None leaves those that the answer names. Raises InvalidInput (SA-4),
    AssessmentClosed when it was handed in, AssessmentYearOver.
    """
    assessment, acting = _open(work, assessment_id, behalf)
    checked = rules.one_answer(pinned_set(work.session, assessment).clauses, code, answer)
    before = given_answers(work.session, assessment).get(code)
    _save(work, assessment, {code: checked})
    _name_photos(work, assessment, {code: photos})
    _leave_trace(
        work, acting, "save_answer", assessment.id, code=code, before=before, after=checked
    )
    saved = queries.list_answers(work.session, assessment.id)
    shown = photos_of(work, assessment, is_judged=False)
    return AnswerView(next(row for row in saved if row.code == code), shown.get(code, []))


def save_all_answers(
    work: Work,
    assessment_id: int,
    given: Sequence[tuple[str, str]],
    *,
    behalf: OnBehalf | None,
    photos: Mapping[str, Sequence[str] | None] = _NONE_NAMED,
) -> AssessmentView:
    """Save all answers at once, (code, word) each, or none. Raises as `save_answer` (AB-1)."""
    assessment, acting = _open(work, assessment_id, behalf)
    answers = rules.full_set(pinned_set(work.session, assessment).clauses, given)
    _save(work, assessment, answers)
    _name_photos(work, assessment, photos)
    _leave_trace(work, acting, "save_all_answers", assessment.id)
    return view_of(work, assessment)


def submit_assessment(work: Work, assessment_id: int, *, behalf: OnBehalf | None) -> AssessmentView:
    """Hand the answers in; the server computes the result (SA-3).

    Handing in what is handed in already changes nothing. Raises InvalidInput that names each open
    clause, SubmissionsUsedUp after the first and three more, AssessmentYearOver.
    """
    assessment, acting = _locked(work, assessment_id, behalf)
    if assessment.state not in policy.OPEN:
        return view_of(work, assessment)
    _require_this_year(work, assessment)
    pinned = pinned_set(work.session, assessment)
    answers = given_answers(work.session, assessment)
    rules.require_complete(pinned.clauses, answers)
    _hand_in(work, assessment, result_of(pinned, answers))
    _leave_trace(work, acting, "submit_assessment", assessment.id, round=assessment.submissions)
    return view_of(work, assessment)


def _hand_in(work: Work, assessment: Assessment, result: rules.Result) -> None:
    claimed = work.session.execute(
        update(Assessment)
        .where(
            Assessment.id == assessment.id,
            Assessment.state.in_(policy.OPEN),
            Assessment.submissions < rules.SUBMISSIONS_MAX,
        )
        .values(
            state=AssessmentState.SUBMITTED,
            submissions=Assessment.submissions + 1,
            submitted_at=work.now,
            submitted_by=work.person_id,
            met=result.met,
            not_applicable=result.not_applicable,
            is_passed=result.is_passed,
        )
        .returning(Assessment.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if claimed is None:
        detail = f"今年已经交了{rules.SUBMISSIONS_MAX}次，不能再交了。有疑问请找村（社区）妇联。"
        raise SubmissionsUsedUp(detail)
    work.session.refresh(assessment)


def _open(work: Work, assessment_id: int, behalf: OnBehalf | None) -> tuple[Assessment, ActingFor]:
    assessment, acting = _locked(work, assessment_id, behalf)
    if assessment.state not in policy.OPEN:
        detail = "这份自评已经交了，答案不能再改。要改请找村（社区）妇联退回来。"
        raise AssessmentClosed(detail, state=assessment.state.value)
    _require_this_year(work, assessment)
    return assessment, acting


def _locked(
    work: Work, assessment_id: int, behalf: OnBehalf | None
) -> tuple[Assessment, ActingFor]:
    """Return the assessment, locked: an answer and a submission never cross each other."""
    found = get_within(work, work.actor.scope(Permission.ASSESSMENT_ANSWER), assessment_id)
    acting = households.acting_for(work, found.household_id, Permission.ASSESSMENT_ANSWER, behalf)
    return queries.lock(work.session, found.id), acting


def _require_this_year(work: Work, assessment: Assessment) -> None:
    if assessment.year != work.today.year:
        detail = f"{assessment.year}年的自评已经截止，请填{work.today.year}年的。"
        raise AssessmentYearOver(detail, year=assessment.year)


def _save(work: Work, assessment: Assessment, answers: Mapping[str, ClauseAnswer]) -> None:
    work.session.execute(
        _SAVE,
        [
            {
                "assessment": assessment.id,
                "code": code,
                "village": assessment.village_id,
                "answer": answer.value,
                "person": work.person_id,
                "now": work.now,
            }
            for code, answer in answers.items()
        ],
    )


def _name_photos(
    work: Work, assessment: Assessment, photos: Mapping[str, Sequence[str] | None]
) -> None:
    for code, hashes in photos.items():
        if hashes is not None:
            evidenced = evidence.Evidenced(
                act=EvidencedAct.ANSWER,
                object_id=assessment.id,
                part=code,
                village_id=assessment.village_id,
                household_id=assessment.household_id,
                done_on=work.today,
            )
            evidence.name_photos(work, evidenced, hashes)


def _leave_trace(
    work: Work, acting: ActingFor, action: str, assessment_id: int, **detail: str | int | None
) -> None:
    village_id = acting.household.village_id
    work.audit(action, OBJECT, assessment_id, village_id=village_id, **detail)
    households.record_proxy(work, acting, action, OBJECT, assessment_id)
