"""People, their WeChat accounts, sign-in sessions and phone numbers."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt, Id, reference
from models.personal import Purpose, Subject, about, about_nobody, clear, hashed, impersonal, sealed
from models.retention import Kept


@about(Subject.PERSON, Purpose.SIGN_IN, Kept.ACCOUNT)
class Person(Base):
    """A person (人): one account, however she signs in.

    `privileges_changed_at` is when her household or her phone last changed; her offices have their
    own dates. Once `closed_at` is set nobody signs in as her, and she gets nothing new.
    """

    __tablename__ = "people"

    id: Mapped[Id]
    unionid: Mapped[str | None] = mapped_column(
        unique=True, info=clear("WeChat's number for her; sign-in looks it up")
    )
    created_at: Mapped[datetime]
    privileges_changed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


@about(Subject.PERSON, Purpose.SIGN_IN, Kept.ACCOUNT)
class WeChatAccount(Base):
    """An openid of one WeChat app; it belongs to exactly one person."""

    __tablename__ = "wechat_accounts"

    id: Mapped[Id]
    person_id: Mapped[int] = reference("people.id")
    app_id: Mapped[str] = mapped_column(info=impersonal())
    openid: Mapped[str] = mapped_column(info=clear("WeChat's number for her; sign-in looks it up"))
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("app_id", "openid"),)


@about(Subject.PERSON, Purpose.SIGN_IN, Kept.SESSIONS)
class SignInSession(Base):
    """A revocable session; only the hash of its token is kept."""

    __tablename__ = "sign_in_sessions"

    id: Mapped[Id]
    person_id: Mapped[int] = reference("people.id")
    token_hash: Mapped[str] = mapped_column(
        String(64), unique=True, info=hashed("SHA-256 of a random token")
    )
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("expires_at > created_at", name="expires_later"),)


@about(Subject.PERSON, Purpose.PHONE, Kept.ACCOUNT)
class PersonPhone(Base):
    """The phone number of a person, which WeChat vouches for; `code_hash` is what it came by."""

    __tablename__ = "person_phones"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("people.id"), unique=True)
    phone_sealed: Mapped[str] = mapped_column(info=sealed())
    phone_index: Mapped[str | None] = mapped_column(index=True, info=hashed("HMAC under INDEX_KEY"))
    code_hash: Mapped[str] = mapped_column(
        String(64), unique=True, info=hashed("SHA-256 of a code of WeChat that is used up")
    )
    bound_at: Mapped[datetime]


@about(Subject.PERSON, Purpose.SECURITY, Kept.DAILY_TRIES)
class PhoneTry(Base):
    """How many codes a person had exchanged for a number on her last day; a code counts once."""

    __tablename__ = "phone_tries"

    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("people.id"), primary_key=True)
    tried_on: Mapped[date] = mapped_column(info=clear("the day on which three tries are counted"))
    taken: Mapped[int]
    code_hash: Mapped[str] = mapped_column(
        String(64), info=hashed("SHA-256 of a code of WeChat that is used up")
    )

    __table_args__ = (CheckConstraint("taken BETWEEN 1 AND 3", name="three_a_day"),)


@about_nobody(Kept.WORKING)
class ClockOffset(Base):
    """The one row that moves every process's clock outside production."""

    __tablename__ = "clock_offsets"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seconds: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("seconds >= 0", name="only_forward"),
    )
