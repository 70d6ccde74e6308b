"""Look up who may be sent a message, what is on its way, and whose openid is meant."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.households import Member
from models.identity import WeChatAccount
from models.messages import Message
from models.subscriptions import MessageSend, SubscriptionCredit
from models.vocabulary import MessageChannel, MessageKind, SendState


class Subscriber(NamedTuple):
    """A person who has a credit left for a message to her household."""

    message_id: int
    village_id: int
    person_id: int
    credit_id: int


class Posted(NamedTuple):
    """What a send is about, and to whom; the openid is None when the account is gone."""

    message: Message
    template_id: str
    openid: str | None


def list_subscribers(
    session: Session,
    message_ids: Sequence[int],
    served: Mapping[MessageKind, str],
    *,
    app_id: str,
) -> Sequence[Subscriber]:
    """Return who of the households asked for these messages, person by person.

    `served` names the template of each kind.
    """
    of_its_template = or_(
        *(
            and_(Message.kind == kind, SubscriptionCredit.template_id == template_id)
            for kind, template_id in served.items()
        )
    )
    wanted = (
        select(Message.id, Message.village_id, WeChatAccount.person_id, SubscriptionCredit.id)
        .join(Member, Member.household_id == Message.household_id)
        .join(WeChatAccount, WeChatAccount.person_id == Member.person_id)
        .join(SubscriptionCredit, SubscriptionCredit.account_id == WeChatAccount.id)
        .where(Message.id.in_(message_ids), Message.channel == MessageChannel.INBOX)
        .where(Member.left_at.is_(None), WeChatAccount.app_id == app_id)
        .where(SubscriptionCredit.balance > 0, of_its_template)
        .order_by(WeChatAccount.person_id, Message.id, SubscriptionCredit.id)
    )
    return [Subscriber(*row) for row in session.execute(wanted).tuples()] if served else []


def get_send(session: Session, send_id: int) -> MessageSend:
    """Return a send, held until the end of the transaction."""
    return session.get_one(MessageSend, send_id, with_for_update=True)


def find_posted(session: Session, send_id: int) -> Posted:
    """Return what is to be sent to whom."""
    wanted = (
        select(Message, SubscriptionCredit.template_id, WeChatAccount.openid)
        .join(MessageSend, MessageSend.message_id == Message.id)
        .join(SubscriptionCredit, SubscriptionCredit.id == MessageSend.credit_id)
        .outerjoin(WeChatAccount, WeChatAccount.id == SubscriptionCredit.account_id)
        .where(MessageSend.id == send_id)
    )
    return Posted(*session.execute(wanted).tuples().one())


def list_waiting_sends(session: Session, credit_id: int) -> Sequence[MessageSend]:
    """Return what waits to be sent on a credit, held until the end of the transaction."""
    waiting = MessageSend.credit_id == credit_id, MessageSend.state == SendState.WAITING
    wanted = select(MessageSend).where(*waiting).order_by(MessageSend.id).with_for_update()
    return session.scalars(wanted).all()


def find_last_sent(session: Session, account_id: int, template_id: str) -> MessageSend | None:
    """Return what an account was sent last of a template, unless it is known to have failed."""
    return session.scalar(
        select(MessageSend)
        .join(SubscriptionCredit, SubscriptionCredit.id == MessageSend.credit_id)
        .where(*_of(account_id, template_id), MessageSend.error.is_(None))
        .where(MessageSend.state.in_((SendState.SENT, SendState.UNKNOWN)))
        .order_by(MessageSend.id.desc())
        .limit(1)
    )


def find_credit(session: Session, account_id: int, template_id: str) -> int | None:
    """Return the credit of an account for a template."""
    return session.scalar(select(SubscriptionCredit.id).where(*_of(account_id, template_id)))


def list_credits(session: Session, person_id: int) -> Sequence[int]:
    """Return the credits of a person's accounts."""
    hers = select(WeChatAccount.id).where(WeChatAccount.person_id == person_id)
    wanted = select(SubscriptionCredit.id).where(SubscriptionCredit.account_id.in_(hers))
    return session.scalars(wanted.order_by(SubscriptionCredit.id)).all()


def find_account(session: Session, app_id: str, openid: str) -> int | None:
    """Return the account of an openid."""
    known = WeChatAccount.app_id == app_id, WeChatAccount.openid == openid
    return session.scalar(select(WeChatAccount.id).where(*known))


def find_account_of(session: Session, app_id: str, person_id: int) -> int | None:
    """Return the account a person came with last."""
    hers = WeChatAccount.app_id == app_id, WeChatAccount.person_id == person_id
    return session.scalar(
        select(WeChatAccount.id).where(*hers).order_by(WeChatAccount.id.desc()).limit(1)
    )


def _of(account_id: int, template_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        SubscriptionCredit.account_id == account_id,
        SubscriptionCredit.template_id == template_id,
    )
