"""What content checks keep of a person: what she wrote or sent was checked, what she reported."""

from collections.abc import Iterator

from sqlalchemy import select

from models.moderation import PhotoCheck, Report, TextCheck
from models.vocabulary import CheckedText, CheckState, ReportReason
from server.kernel.personal_data import Item, PersonalDataSource, Subject, item
from server.kernel.work import Work

_TEXTS = {
    CheckedText.FEEDBACK: "投诉建议",
    CheckedText.FEEDBACK_ANSWER: "投诉建议的答复",
    CheckedText.CLAIM_NOTE: "积分申报的说明",
    CheckedText.CLAIM_REASON: "退回或撤销积分的原因",
    CheckedText.REVIEW_REMARK: "自评退回的原因",
    CheckedText.ACTIVITY: "活动介绍",
    CheckedText.GOODS: "货品名称",
    CheckedText.JOIN_NAME: "入户申请填的姓名",
    CheckedText.CORRECTION: "更正申请",
    CheckedText.CORRECTION_ANSWER: "更正的答复",
}
_STATES = {
    CheckState.PENDING: "正在检查",
    CheckState.FOR_PEOPLE: "等人来看",
    CheckState.PASSED: "通过了",
    CheckState.REFUSED: "没有通过",
}
_REASONS = {
    ReportReason.UNTRUE: "不真实",
    ReportReason.OFFENSIVE: "让人不舒服",
    ReportReason.PRIVATE: "有别人的隐私",
    ReportReason.ADVERT: "广告",
    ReportReason.OTHER: "其他",
}


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    hers = subject.person_id
    texts = select(TextCheck).where(TextCheck.person_id == hers).order_by(TextCheck.id)
    for text in work.session.scalars(texts):
        yield item(
            "文字检查",
            ("kind", "哪段文字", _TEXTS[text.kind]),
            ("state", "结果", _STATES[text.state]),
            ("submitted_at", "交的时间", text.submitted_at),
        )
    photos = select(PhotoCheck).where(PhotoCheck.person_id == hers).order_by(PhotoCheck.id)
    for photo in work.session.scalars(photos):
        yield item(
            "照片检查",
            ("state", "结果", _STATES[photo.state]),
            ("submitted_at", "交的时间", photo.submitted_at),
        )
    reports = select(Report).where(Report.person_id == hers).order_by(Report.id)
    for report in work.session.scalars(reports):
        yield item(
            "您的举报",
            ("kind", "原因", _REASONS[report.reason]),
            ("reported_at", "时间", report.reported_at),
            ("decided_at", "办结时间", report.decided_at),
        )


PERSONAL_DATA = PersonalDataSource(
    name="moderation",
    title="检查和举报",
    tables=frozenset({"text_checks", "photo_checks", "reports"}),
    collect=_collect,
    stays=("检查和举报办过没有，不留您写的话",),
)
