"""Work to be done after commit (发件箱), and leases so that several workers may run."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, words
from models.personal import Purpose, Subject, about, about_nobody, clear, impersonal
from models.retention import Kept
from models.vocabulary import OutboxTopic


@about(Subject.PERSON, Purpose.OPERATION, Kept.OUTBOX)
class OutboxRow(Base):
    """One thing to do, claimed by lease and marked done in the same transaction as its effect.

    `village_id` is the village behind whose wall it is done; without one, it is done for all.
    """

    __tablename__ = "outbox_rows"

    id: Mapped[Id]
    topic: Mapped[OutboxTopic] = mapped_column(words(OutboxTopic))
    payload: Mapped[dict[str, Any]] = mapped_column(
        info=clear("ids of rows and names of files only")
    )
    village_id: Mapped[int | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(info=impersonal())
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(info=impersonal())

    __table_args__ = (Index("ix_outbox_rows_due", "done_at", "due_at"),)


@about_nobody(Kept.WORKING)
class JobLease(Base):
    """One row per periodic job: who runs it, until when, when it last succeeded, what failed."""

    __tablename__ = "job_leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    leased_until: Mapped[datetime | None]
    lease_token: Mapped[str | None]
    succeeded_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    failure: Mapped[str | None]
