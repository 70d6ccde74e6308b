"""What self-assessments keep of a person: what she answered for her household (个人信息)."""

from collections.abc import Iterator

from sqlalchemy import or_, select, update

from models.assessments import Assessment, AssessmentAnswer, ReviewRemark
from models.vocabulary import AssessmentState, ClauseAnswer
from server.kernel.personal_data import FORGOTTEN_TEXT, Item, PersonalDataSource, Subject, item
from server.kernel.work import Work

_ANSWERS = {
    ClauseAnswer.YES: "做到了",
    ClauseAnswer.NO: "还没做到",
    ClauseAnswer.NOT_APPLICABLE: "我家没有这个情况",
}
_STATES = {
    AssessmentState.DRAFT: "还没交",
    AssessmentState.SUBMITTED: "交上去了",
    AssessmentState.RETURNED: "退回来改",
    AssessmentState.CONFIRMED: "核过了",
}


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    hers = subject.person_id
    answered = select(AssessmentAnswer.assessment_id).where(AssessmentAnswer.answered_by == hers)
    assessments = select(Assessment).where(
        or_(Assessment.submitted_by == hers, Assessment.id.in_(answered))
    )
    for one in work.session.scalars(assessments.order_by(Assessment.id)):
        yield item(
            "自评",
            ("year", "年度", one.year),
            ("state", "办到哪一步", _STATES[one.state]),
            ("submitted_at", "交的时间", one.submitted_at),
            ("is_passed", "达标没有", one.is_passed),
        )
    answers = work.session.execute(
        select(AssessmentAnswer, Assessment.year)
        .join(Assessment, Assessment.id == AssessmentAnswer.assessment_id)
        .where(AssessmentAnswer.answered_by == hers)
        .order_by(AssessmentAnswer.assessment_id, AssessmentAnswer.code)
    )
    for answer, year in answers:
        yield item(
            "自评的回答",
            ("year", "年度", year),
            ("code", "第几条", answer.code),
            ("answer", "您的回答", _ANSWERS[answer.answer]),
            ("answered_at", "时间", answer.answered_at),
        )


def _erase(work: Work, subject: Subject) -> None:
    """Take away what was remarked of her by name; the answers are the household's."""
    of_home = select(Assessment.id).where(Assessment.household_id.in_(subject.household_ids))
    named = update(ReviewRemark).where(
        ReviewRemark.assessment_id.in_(of_home), subject.is_named_in(ReviewRemark.reason)
    )
    work.session.execute(named.values(reason=FORGOTTEN_TEXT))


PERSONAL_DATA = PersonalDataSource(
    name="assessments",
    title="自评",
    tables=frozenset({"assessments", "assessment_answers", "review_remarks"}),
    collect=_collect,
    erase=_erase,
    stays=("您家的自评和达标结果，不带您的名字",),
)
