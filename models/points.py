"""The points books: rules, claims, caps, accounts and append-only transfers (积分账本)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt, Id, reference, words
from models.personal import Purpose, Subject, about, about_nobody, clear, impersonal
from models.retention import Kept
from models.vocabulary import (
    AccountKind,
    CapPeriod,
    ClaimState,
    ConfirmLevel,
    RuleZone,
    TransferCode,
    Trigger,
)

OF_HOUSEHOLD = text("household_id IS NOT NULL")
OF_VILLAGE = text("household_id IS NULL")
STANDING = text("state NOT IN ('returned', 'rejected', 'revoked')")


@about_nobody(Kept.REFERENCE)
class RuleSet(Base):
    """A version of the catalogue (积分规则), with the caps per household that hold across rules."""

    __tablename__ = "rule_sets"

    id: Mapped[Id]
    version: Mapped[str] = mapped_column(unique=True)
    household_month_cap: Mapped[int]
    household_year_cap: Mapped[int]
    notice_working_days: Mapped[int]
    content_hash: Mapped[str]
    loaded_at: Mapped[datetime]


@about_nobody(Kept.REFERENCE)
class EarningRule(Base):
    """One way to earn points. `period_cap` is in points over `cap_period`."""

    __tablename__ = "earning_rules"

    id: Mapped[Id]
    rule_set_id: Mapped[int] = reference("rule_sets.id")
    code: Mapped[str]
    category: Mapped[str]
    title: Mapped[str]
    trigger: Mapped[Trigger] = mapped_column(words(Trigger))
    points: Mapped[int]
    unit: Mapped[str]
    cap_period: Mapped[CapPeriod] = mapped_column(words(CapPeriod))
    period_cap: Mapped[int]
    counts_to_household_caps: Mapped[bool]
    zone: Mapped[RuleZone] = mapped_column(words(RuleZone))
    applicants: Mapped[list[str]]
    evidence: Mapped[list[str]]
    confirm_level: Mapped[ConfirmLevel] = mapped_column(words(ConfirmLevel))
    exclusive_with: Mapped[list[str]]
    provenance: Mapped[dict[str, Any]]

    __table_args__ = (
        UniqueConstraint("rule_set_id", "code"),
        CheckConstraint("points > 0", name="points_positive"),
        CheckConstraint("period_cap >= points", name="cap_admits_one"),
    )


@about(Subject.OFFICER, Purpose.OFFICES, Kept.BOOKS)
class RuleAdoption(Base):
    """A village's resolution (村民决议) to use a rule set, from next month's first day (PT-7)."""

    __tablename__ = "rule_adoptions"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    rule_set_id: Mapped[int] = reference("rule_sets.id")
    resolved_on: Mapped[date] = mapped_column(info=impersonal())
    attendees: Mapped[int]
    minutes: Mapped[str] = mapped_column(info=clear("the village's own record of its resolution"))
    effective_on: Mapped[date] = mapped_column(info=impersonal())
    recorded_by: Mapped[int | None]
    recorded_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("village_id", "effective_on"),
        CheckConstraint("effective_on > resolved_on", name="never_backwards"),
        CheckConstraint("attendees > 0", name="somebody_attended"),
    )


@about(Subject.HOUSEHOLD, Purpose.BOOKS, Kept.BOOKS)
class PointsClaim(Base):
    """Something a household did, from submission to points in effect (积分申报).

    `deed_on` decides the points year and the period of every cap. `source` names the sign-up or
    assessment behind a system claim, else is empty; with rule, household and day it is unique
    while the claim stands, so that nothing counts twice (PT-5).
    """

    __tablename__ = "points_claims"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    member_id: Mapped[int | None] = reference("members.id")
    rule_id: Mapped[int] = reference("earning_rules.id")
    deed_on: Mapped[date] = mapped_column(
        info=clear("the day of the deed; caps and years go by it")
    )
    source: Mapped[str] = mapped_column(default="", info=impersonal())
    quantity: Mapped[int]
    points: Mapped[int]
    note: Mapped[str] = mapped_column(
        default="", info=clear("whoever confirms reads it, once checked")
    )
    confirm_level: Mapped[ConfirmLevel] = mapped_column(words(ConfirmLevel))
    rule_period: Mapped[str] = mapped_column(info=impersonal())
    points_year: Mapped[int]
    state: Mapped[ClaimState] = mapped_column(words(ClaimState))
    submitted_by: Mapped[int | None]
    submitted_at: Mapped[datetime]
    first_confirmed_by: Mapped[int | None]
    first_confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    posting_id: Mapped[str | None] = mapped_column(info=impersonal())
    notice_id: Mapped[int | None] = reference("notices.id")
    usable_on: Mapped[date | None] = mapped_column(info=impersonal())
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(info=clear("her household reads why"))

    __table_args__ = (
        CheckConstraint("points > 0", name="points_positive"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint(
            "submitted_by IS NULL OR confirmed_by IS NULL OR confirmed_by <> submitted_by",
            name="applicant_is_not_confirmer",
        ),
        CheckConstraint(
            "confirm_level <> 'L2' OR state IN ('submitted', 'returned', 'rejected')"
            " OR (first_confirmed_by IS NOT NULL AND confirmed_by IS NOT NULL"
            " AND first_confirmed_by <> confirmed_by)",
            name="two_confirmers",
        ),
        CheckConstraint(
            "state NOT IN ('in_notice', 'objected', 'effective') OR notice_id IS NOT NULL",
            name="no_way_around_the_notice",
        ),
        Index(
            "uq_points_claims_standing_deed",
            "household_id",
            "rule_id",
            "deed_on",
            "source",
            unique=True,
            postgresql_where=STANDING,
            sqlite_where=STANDING,
        ),
        Index("ix_points_claims_queue", "village_id", "state", "id"),
        Index("ix_points_claims_earned", "household_id", "points_year", "state"),
    )


@about(Subject.HOUSEHOLD, Purpose.BOOKS, Kept.BOOKS)
class CapUsage(Base):
    """Points confirmed for a household within one cap; claimed, never counted.

    `subject` is `rule:<code>`, `household` for the caps across rules; `period` like 2026-11,
    2026-Q4, 2026-H2 or 2026.
    """

    __tablename__ = "cap_usages"

    household_id: Mapped[int] = mapped_column(BigInt, ForeignKey("households.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True, info=impersonal())
    period: Mapped[str] = mapped_column(primary_key=True, info=impersonal())
    village_id: Mapped[int] = reference("organisations.id")
    used: Mapped[int]
    cap: Mapped[int]

    __table_args__ = (
        CheckConstraint("used >= 0", name="used_not_negative"),
        CheckConstraint("used <= cap", name="within_cap"),
    )


@about(Subject.HOUSEHOLD, Purpose.BOOKS, Kept.BOOKS)
class PointsAccount(Base):
    """One side of transfers in a points year. Only household balances are kept live."""

    __tablename__ = "points_accounts"

    id: Mapped[Id]
    kind: Mapped[AccountKind] = mapped_column(words(AccountKind))
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int | None] = reference("households.id")
    points_year: Mapped[int]
    balance: Mapped[int] = mapped_column(BigInt, default=0)

    __table_args__ = (
        CheckConstraint(
            "(kind IN ('in_notice', 'redeemable', 'held', 'arrears')) = (household_id IS NOT NULL)",
            name="owner_fits_kind",
        ),
        CheckConstraint(
            "kind NOT IN ('in_notice', 'redeemable', 'held') OR balance >= 0",
            name="balance_not_negative",
        ),
        CheckConstraint("kind <> 'arrears' OR balance <= 0", name="arrears_not_positive"),
        Index(
            "uq_points_accounts_household",
            "household_id",
            "kind",
            "points_year",
            unique=True,
            postgresql_where=OF_HOUSEHOLD,
            sqlite_where=OF_HOUSEHOLD,
        ),
        Index(
            "uq_points_accounts_village",
            "village_id",
            "kind",
            "points_year",
            unique=True,
            postgresql_where=OF_VILLAGE,
            sqlite_where=OF_VILLAGE,
        ),
    )


@about(Subject.HOUSEHOLD, Purpose.BOOKS, Kept.BOOKS)
class PointsTransfer(Base):
    """Points moved from one account to another (流水). Never updated, never deleted.

    `caused_by` names what moved them ("claim:12", "order:5"); with `code` and the debited account
    it is unique, so that nothing is posted twice.
    """

    __tablename__ = "points_transfers"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    debit_account_id: Mapped[int] = reference("points_accounts.id")
    credit_account_id: Mapped[int] = reference("points_accounts.id")
    amount: Mapped[int]
    code: Mapped[TransferCode] = mapped_column(words(TransferCode))
    award_id: Mapped[int | None] = reference("points_claims.id")
    caused_by: Mapped[str] = mapped_column(info=impersonal())
    posting_id: Mapped[str] = mapped_column(info=impersonal())
    posted_by: Mapped[int | None]
    posted_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("debit_account_id <> credit_account_id", name="two_accounts"),
        UniqueConstraint("code", "caused_by", "debit_account_id"),
    )
