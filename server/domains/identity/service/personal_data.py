"""What identity keeps of a person: her account, her WeChat, her number, her sign-ins (个人信息)."""

import json
from collections.abc import Iterator

from sqlalchemy import Text, cast, delete, false, or_, select, update

from models.identity import Person, PersonPhone, PhoneTry, SignInSession, WeChatAccount
from models.requests import IdempotencyKey
from server.domains.identity.queries import people_around
from server.domains.identity.service.closing import retire
from server.domains.identity.service.phones import phone_of
from server.domains.identity.service.sessions import hold
from server.domains.pushes import service as pushes
from server.kernel.personal_data import NOBODY, Item, PersonalDataSource, Subject, item
from server.kernel.work import Work


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    person = work.session.get_one(Person, subject.person_id)
    yield item("账号", ("created_at", "开通时间", person.created_at))
    accounts = select(WeChatAccount).where(WeChatAccount.person_id == person.id)
    for account in work.session.scalars(accounts.order_by(WeChatAccount.id)):
        yield item(
            "微信",
            ("openid", "微信给本小程序的编号（openid）", account.openid),
            ("unionid", "微信的统一编号（unionid）", person.unionid),
            ("created_at", "第一次进来", account.created_at),
        )
    yield from _phones(work, person.id)
    sessions = select(SignInSession).where(SignInSession.person_id == person.id)
    for session in work.session.scalars(sessions.order_by(SignInSession.id.desc())):
        yield item(
            "登录",
            ("created_at", "登录时间", session.created_at),
            ("seen_at", "最近一次用", session.seen_at),
            ("revoked_at", "退出时间", session.revoked_at),
        )


def _phones(work: Work, person_id: int) -> Iterator[Item]:
    bound = work.session.scalar(select(PersonPhone).where(PersonPhone.person_id == person_id))
    if bound is not None:
        yield item(
            "手机号",
            ("phone", "手机号", phone_of(work, bound)),
            ("bound_at", "给的时间", bound.bound_at),
        )
    tried = work.session.get(PhoneTry, person_id)
    if tried is not None:
        yield item(
            "取手机号", ("tried_on", "最近一天", tried.tried_on), ("taken", "次数", tried.taken)
        )


def _erase(work: Work, subject: Subject) -> None:
    """Let her WeChat go; it comes in as somebody new. The answer under way is not stored yet."""
    hers = subject.person_id
    openids = select(WeChatAccount.openid).where(WeChatAccount.person_id == hers)
    pushes.forget_openids(work, work.session.scalars(openids).all())
    answered = IdempotencyKey.person_id == hers, IdempotencyKey.status.is_not(None)
    for forgotten in (
        delete(IdempotencyKey).where(*answered),
        delete(PhoneTry).where(PhoneTry.person_id == hers),
        delete(WeChatAccount).where(WeChatAccount.person_id == hers),
    ):
        work.session.execute(forgotten)
    _empty_answers(work, subject)
    if hers != NOBODY:
        retire(work, hold(work, hers))


def _empty_answers(work: Work, subject: Subject) -> None:
    """Take what was told of her out of the answers kept for others, so that none acts twice."""
    kept = cast(IdempotencyKey.answer, Text)
    texts = sorted(subject.names | subject.texts)
    is_of_her = or_(
        false(), *(kept.contains(json.dumps(one)[1:-1], autoescape=True) for one in texts)
    )
    around = IdempotencyKey.person_id.in_(people_around(subject.household_ids))
    work.session.execute(
        update(IdempotencyKey)
        .where(around, is_of_her)
        .values(answer={"body": None})
        .execution_options(synchronize_session=False)
    )


PERSONAL_DATA = PersonalDataSource(
    name="identity",
    title="登录和手机号",
    tables=frozenset(
        {
            "people",
            "wechat_accounts",
            "person_phones",
            "phone_tries",
            "sign_in_sessions",
            "idempotency_keys",
        }
    ),
    collect=_collect,
    erase=_erase,
    goes=("您的微信和手机号，所有手机上的登录马上失效",),
    stays=("一个编号，说明这些事是同一个人办的，查不出是谁",),
)
