"""What consents keep of a person: what she agreed to, and when she took it back (个人信息)."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, or_, select

from models.consents import Consent, ConsentText
from models.vocabulary import ConsentChannel
from server.domains.consents import rules
from server.domains.consents.service.giving import withdraw_all
from server.kernel.personal_data import Item, PersonalDataSource, Subject, item
from server.kernel.work import Work

_CHANNELS = {
    ConsentChannel.SELF: "自己点的",
    ConsentChannel.GUARDIAN: "家长替孩子给的",
    ConsentChannel.PAPER: "妇联干部照本人意思登记的",
}


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    is_its_text = and_(
        ConsentText.purpose == Consent.purpose, ConsentText.version == Consent.version
    )
    given = work.session.execute(
        select(Consent, ConsentText.title)
        .join(ConsentText, is_its_text)
        .where(_is_hers(subject))
        .order_by(Consent.id)
    )
    for consent, title in given:
        yield item(
            "同意",
            ("purpose", "同意了什么", title),
            ("version", "第几版说明", consent.version),
            ("channel", "怎么给的", _CHANNELS[consent.channel]),
            ("given_at", "给的时间", consent.given_at),
            ("ended_at", "收回或换新版的时间", consent.ended_at),
        )


def _erase(work: Work, subject: Subject) -> None:
    """Take every consent back; that it was given, and until when, is what proves our acts."""
    own = select(Consent.person_id, Consent.member_id, Consent.village_id)
    standing = own.where(_is_hers(subject), Consent.ended_at.is_(None)).distinct()
    withdraw_all(
        work,
        [
            rules.Subject(person_id=person_id, member_id=member_id, village_id=village_id)
            for person_id, member_id, village_id in work.session.execute(standing).all()
        ],
    )


def _is_hers(subject: Subject) -> ColumnElement[bool]:
    by_number = Consent.person_id == subject.person_id
    return or_(by_number, Consent.member_id.in_(subject.member_ids))


PERSONAL_DATA = PersonalDataSource(
    name="consents",
    title="我的同意",
    tables=frozenset({"consents"}),
    collect=_collect,
    erase=_erase,
    goes=("您给过的同意，全部收回",),
    stays=("什么时候同意过、什么时候收回的，作为凭据（只有编号）",),
)
