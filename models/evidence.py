"""Photos as evidence (佐证照片): uploads in chunks, the photos kept of them, the acts they show."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt, Id, reference, words
from models.personal import Purpose, Subject, about, clear, hashed, impersonal
from models.retention import Kept
from models.vocabulary import EvidencedAct


@about(Subject.HOUSEHOLD, Purpose.EVIDENCE, Kept.PHOTOS)
class Photo(Base):
    """A photo of a household, made anew from what its phone sent (照片).

    `sha256` is that of the bytes as they were sent, `stored_sha256` that of the file. The row stays
    when the file has gone: what was shown, and that it was, can still be told.
    """

    __tablename__ = "photos"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    person_id: Mapped[int] = reference("people.id")
    name: Mapped[str] = mapped_column(unique=True, info=impersonal())
    sha256: Mapped[str] = mapped_column(String(64), info=hashed("SHA-256 of the photo as sent"))
    stored_sha256: Mapped[str] = mapped_column(String(64), info=hashed("SHA-256 of the file"))
    bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    fingerprint: Mapped[str] = mapped_column(
        info=hashed("perceptual hashes: no picture can be made of them")
    )
    stored_at: Mapped[datetime] = mapped_column(index=True)
    removed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("bytes > 0 AND width > 0 AND height > 0", name="is_a_picture"),
        UniqueConstraint("household_id", "sha256"),
    )


@about(Subject.HOUSEHOLD, Purpose.EVIDENCE, Kept.UPLOADS)
class Upload(Base):
    """A photo on its way in (上传). `name` is where its file will lie, known before it is written.

    It goes when `expires_at` has passed; what it left in the file store goes with it.
    """

    __tablename__ = "uploads"

    id: Mapped[Id]
    token: Mapped[str] = mapped_column(String(32), unique=True, info=impersonal())
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    person_id: Mapped[int] = reference("people.id")
    sha256: Mapped[str] = mapped_column(String(64), info=hashed("SHA-256 of the photo to come"))
    bytes: Mapped[int]
    name: Mapped[str] = mapped_column(unique=True, info=impersonal())
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    photo_id: Mapped[int | None] = reference("photos.id")

    __table_args__ = (
        UniqueConstraint("person_id", "household_id", "sha256"),
        CheckConstraint("bytes > 0", name="bytes_positive"),
    )


@about(Subject.HOUSEHOLD, Purpose.EVIDENCE, Kept.UPLOADS)
class UploadChunk(Base):
    """A part of an upload that lies in the file store."""

    __tablename__ = "upload_chunks"

    upload_id: Mapped[int] = mapped_column(BigInt, ForeignKey("uploads.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    stored_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("position >= 0", name="position_counted"),)


@about(Subject.HOUSEHOLD, Purpose.SECURITY, Kept.DAILY_PHOTOS)
class PhotoAllowance(Base):
    """How many uploads were begun for a household on a day; claimed, never counted."""

    __tablename__ = "photo_allowances"

    household_id: Mapped[int] = mapped_column(BigInt, ForeignKey("households.id"), primary_key=True)
    day: Mapped[date] = mapped_column(
        primary_key=True, info=clear("the day on which photos are counted")
    )
    taken: Mapped[int]

    __table_args__ = (CheckConstraint("taken > 0", name="taken_positive"),)


@about(Subject.HOUSEHOLD, Purpose.EVIDENCE, Kept.BOOKS)
class NamedPhoto(Base):
    """A photo that an act names as its evidence: the household's own of that hash, stored or not.

    `part` is the clause of an answer, else empty; `done_on` is the day of the deed or the answer.
    """

    __tablename__ = "named_photos"

    act: Mapped[EvidencedAct] = mapped_column(words(EvidencedAct), primary_key=True)
    object_id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True, info=impersonal())
    sha256: Mapped[str] = mapped_column(
        String(64), primary_key=True, info=hashed("SHA-256 of the photo as sent")
    )
    position: Mapped[int]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = mapped_column(BigInt, ForeignKey("households.id"))
    done_on: Mapped[date] = mapped_column(info=clear("the day of the deed"))

    __table_args__ = (
        CheckConstraint("position >= 0", name="position_counted"),
        Index("ix_named_photos_household_id_sha256", "household_id", "sha256"),
    )


@about(Subject.HOUSEHOLD, Purpose.EVIDENCE, Kept.BOOKS)
class PhotoPair(Base):
    """Two photos of a village that show the same, or one photo twice (相似照片).

    `flagged_at` is when the level above was told that two acts rest on them; nothing is refused.
    """

    __tablename__ = "photo_pairs"

    earlier_id: Mapped[int] = mapped_column(BigInt, ForeignKey("photos.id"), primary_key=True)
    later_id: Mapped[int] = mapped_column(
        BigInt, ForeignKey("photos.id"), primary_key=True, index=True
    )
    village_id: Mapped[int] = reference("organisations.id")
    found_at: Mapped[datetime]
    flagged_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("earlier_id <= later_id", name="in_order"),)
