"""Subscription messages (订阅消息): credits, their ledger, allowances, and what was sent to whom.

WeChat's permissions are an account's and a template's. They are named by number, without a key to
the account, because their entries outlast an account that is closed.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt, Id, reference, words
from models.personal import Purpose, Subject, about, impersonal
from models.retention import Kept
from models.vocabulary import CreditReason, SendState


@about(Subject.PERSON, Purpose.TELLING, Kept.ACCOUNT)
class SubscriptionCredit(Base):
    """How many messages of a template an account may still be sent (订阅次数).

    `reported_at` is when a phone last said so itself.
    """

    __tablename__ = "subscription_credits"

    id: Mapped[Id]
    account_id: Mapped[int]
    template_id: Mapped[str] = mapped_column(info=impersonal())
    balance: Mapped[int]
    reported_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("account_id", "template_id"),
        CheckConstraint("balance >= 0", name="balance_not_negative"),
    )


@about(Subject.PERSON, Purpose.TELLING, Kept.BOOKS)
class CreditEntry(Base):
    """Why a credit changed. Never updated, never deleted; `change` carries the sign."""

    __tablename__ = "credit_entries"

    id: Mapped[Id]
    credit_id: Mapped[int] = reference("subscription_credits.id")
    reason: Mapped[CreditReason] = mapped_column(words(CreditReason))
    change: Mapped[int]
    send_id: Mapped[int | None] = reference("message_sends.id")
    at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(
            "(change > 0) = (reason IN ('accepted', 'reported', 'given_back')) AND change <> 0",
            name="sign_fits_reason",
        ),
        UniqueConstraint("send_id", "reason"),
    )


@about(Subject.PERSON, Purpose.TELLING, Kept.WORKING)
class SendAllowance(Base):
    """How many messages a person was sent in a week, and which one is being sent to her just now.

    The lease lets one message at a time be on its way to her; `week_on` is the week's Monday.
    """

    __tablename__ = "send_allowances"

    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("people.id"), primary_key=True)
    week_on: Mapped[date] = mapped_column(info=impersonal())
    taken: Mapped[int]
    sending_id: Mapped[int | None]
    leased_until: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("taken >= 0", name="taken_not_negative"),)


@about(Subject.PERSON, Purpose.TELLING, Kept.BOOKS)
class MessageSend(Base):
    """A message on its way to one person through WeChat (发送); it stays in her inbox as well.

    `week_on` says whose week's allowance it took; `error` is what WeChat reported afterwards.
    """

    __tablename__ = "message_sends"

    id: Mapped[Id]
    message_id: Mapped[int] = reference("messages.id")
    person_id: Mapped[int] = reference("people.id")
    credit_id: Mapped[int] = reference("subscription_credits.id")
    state: Mapped[SendState] = mapped_column(words(SendState))
    week_on: Mapped[date] = mapped_column(info=impersonal())
    tries: Mapped[int]
    error: Mapped[int | None]
    claimed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("message_id", "person_id"),
        CheckConstraint(
            "(ended_at IS NULL) = (state IN ('waiting', 'sending'))", name="ended_whole"
        ),
    )
