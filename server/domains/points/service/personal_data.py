"""What the points books keep of a person: what she claimed, what was said to it (个人信息)."""

from collections.abc import Iterator

from sqlalchemy import or_, select, update

from models.points import EarningRule, PointsClaim
from models.vocabulary import CheckedText
from server.domains.moderation import service as moderation
from server.domains.points.rules.words import STATE_WORDS
from server.kernel.personal_data import FORGOTTEN_TEXT, Item, PersonalDataSource, Subject, item
from server.kernel.work import Work


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    is_hers = or_(
        PointsClaim.member_id.in_(subject.member_ids),
        PointsClaim.submitted_by == subject.person_id,
    )
    claims = work.session.execute(
        select(PointsClaim, EarningRule.title)
        .join(EarningRule, EarningRule.id == PointsClaim.rule_id)
        .where(is_hers)
        .order_by(PointsClaim.id)
    ).all()
    hers = [subject.person_id]
    written = {claim.id: claim.note for claim, _ in claims}
    notes = moderation.show_texts(work, CheckedText.CLAIM_NOTE, written, family=hers)
    said = {claim.id: claim.reason for claim, _ in claims}
    reasons = moderation.show_texts(work, CheckedText.CLAIM_REASON, said, family=hers)
    for claim, title in claims:
        yield item(
            "积分申报",
            ("rule", "做了什么", title),
            ("deed_on", "哪一天", claim.deed_on),
            ("points", "分数", claim.points),
            ("note", "说明", notes[claim.id].text),
            ("state", "办到哪一步", STATE_WORDS[claim.state]),
            ("reason", "退回或撤销的原因", reasons[claim.id].text),
            ("submitted_at", "申报时间", claim.submitted_at),
            ("usable_on", "从哪天起可以用", claim.usable_on),
        )


def _erase(work: Work, subject: Subject) -> None:
    """Take the words away; the deed, its points and every transfer are the household's."""
    noted = update(PointsClaim).where(
        PointsClaim.member_id.in_(subject.member_ids), PointsClaim.note != ""
    )
    ids = work.session.scalars(noted.values(note="").returning(PointsClaim.id)).all()
    moderation.forget_checks(work, CheckedText.CLAIM_NOTE, ids)
    named = update(PointsClaim).where(
        PointsClaim.household_id.in_(subject.household_ids),
        subject.is_named_in(PointsClaim.reason),
    )
    work.session.execute(named.values(reason=FORGOTTEN_TEXT))


PERSONAL_DATA = PersonalDataSource(
    name="points",
    title="积分申报",
    tables=frozenset({"points_claims"}),
    collect=_collect,
    erase=_erase,
    goes=("积分申报里您写的说明",),
    stays=("做过的事、分数和每一笔积分流水，记在您家户下，不带您的名字",),
)
