"""Consents (同意): the texts that people are asked to agree to, and who agreed to which, when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.personal import Purpose, Subject, about, about_nobody
from models.retention import Kept
from models.vocabulary import ConsentChannel, ConsentPurpose

STANDING = text("ended_at IS NULL")


@about_nobody(Kept.REFERENCE)
class ConsentText(Base):
    """One wording of what is asked for; never edited, the highest version of a purpose holds."""

    __tablename__ = "consent_texts"

    id: Mapped[Id]
    purpose: Mapped[ConsentPurpose] = mapped_column(words(ConsentPurpose))
    version: Mapped[int]
    status: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    text: Mapped[str]
    needed_for: Mapped[list[str]]
    content_hash: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("purpose", "version"),
        CheckConstraint("version > 0", name="version_counted"),
    )


@about(Subject.PERSON, Purpose.CONSENTS, Kept.BOOKS)
class Consent(Base):
    """One consent of a person, or of a member who has no phone of her own.

    It stands until it is taken back or a newer version is agreed to; the row stays as the proof.
    `given_by` is null where the operator has loaded what was signed on paper.
    """

    __tablename__ = "consents"

    id: Mapped[Id]
    village_id: Mapped[int | None] = reference("organisations.id")
    person_id: Mapped[int | None] = reference("people.id")
    member_id: Mapped[int | None] = reference("members.id")
    purpose: Mapped[ConsentPurpose] = mapped_column(words(ConsentPurpose))
    version: Mapped[int]
    channel: Mapped[ConsentChannel] = mapped_column(words(ConsentChannel))
    given_at: Mapped[datetime]
    given_by: Mapped[int | None] = reference("people.id")
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["purpose", "version"], ["consent_texts.purpose", "consent_texts.version"]
        ),
        CheckConstraint("(person_id IS NULL) <> (member_id IS NULL)", name="one_subject"),
        CheckConstraint("(member_id IS NULL) = (village_id IS NULL)", name="member_of_a_village"),
        Index(
            "uq_consents_one_of_a_person",
            "person_id",
            "purpose",
            unique=True,
            postgresql_where=STANDING,
            sqlite_where=STANDING,
        ),
        Index(
            "uq_consents_one_of_a_member",
            "member_id",
            "purpose",
            unique=True,
            postgresql_where=STANDING,
            sqlite_where=STANDING,
        ),
    )
