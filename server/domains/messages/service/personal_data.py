"""What messages keep of a person: what her household was told, what was sent her (个人信息)."""

from collections.abc import Iterator

from sqlalchemy import delete, func, select, update

from models.messages import Message
from models.subscriptions import MessageSend, SendAllowance, SubscriptionCredit
from models.vocabulary import MessageKind
from server.domains.messages import queries
from server.domains.messages.service.asking import stop_sending
from server.kernel.personal_data import FORGOTTEN_TEXT, Item, PersonalDataSource, Subject, item
from server.kernel.work import Work


def forget_message(work: Work, household_id: int, kind: MessageKind, word: str) -> None:
    """Forget what messages of a kind that hold a word said to a household."""
    of_kind = Message.household_id == household_id, Message.kind == kind
    told = update(Message).where(*of_kind, Message.body.contains(word, autoescape=True))
    work.session.execute(told.values(body=FORGOTTEN_TEXT))


def hide_name(work: Work, household_id: int, name: str, shown: str) -> None:
    """Put another word where a name stood in what a household was told: leaders read it as well."""
    of_her = Message.household_id == household_id, Message.body.contains(name, autoescape=True)
    work.session.execute(
        update(Message)
        .where(*of_her)
        .values(body=func.replace(Message.body, name, shown))
        .execution_options(synchronize_session=False)
    )


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    told = select(Message).where(Message.household_id.in_(subject.household_ids))
    for message in work.session.scalars(told.order_by(Message.id.desc())):
        yield item(
            "您家的消息",
            ("title", "标题", message.title),
            ("body", "内容", message.body),
            ("created_at", "时间", message.created_at),
        )
    sends = select(MessageSend).where(MessageSend.person_id == subject.person_id)
    for send in work.session.scalars(sends.order_by(MessageSend.id.desc())):
        yield item("发到您微信的消息", ("claimed_at", "时间", send.claimed_at))
    credits_ = queries.list_credits(work.session, subject.person_id)
    left = select(SubscriptionCredit).where(SubscriptionCredit.id.in_(credits_))
    for credit in work.session.scalars(left.order_by(SubscriptionCredit.id)):
        yield item("您同意接收的微信消息", ("balance", "还能发几条", credit.balance))


def _erase(work: Work, subject: Subject) -> None:
    """Send her nothing more, and take away whole what named her to her household."""
    stop_sending(work, subject.person_id)
    work.session.execute(delete(SendAllowance).where(SendAllowance.person_id == subject.person_id))
    named = update(Message).where(
        Message.household_id.in_(subject.household_ids),
        subject.is_named_in(Message.title, Message.body),
    )
    work.session.execute(named.values(title="一条消息", body=FORGOTTEN_TEXT))


PERSONAL_DATA = PersonalDataSource(
    name="messages",
    title="消息",
    tables=frozenset({"messages", "message_sends", "send_allowances", "subscription_credits"}),
    collect=_collect,
    erase=_erase,
    goes=("写着您名字的消息，微信也不再给您发消息",),
)
