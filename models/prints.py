"""Print-outs (打印): what was ordered to be printed, and where its PDF is kept for a while."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.personal import Purpose, Subject, about, clear, impersonal
from models.retention import Kept
from models.vocabulary import PrintKind, PrintState


@about(Subject.OFFICER, Purpose.OPERATION, Kept.PRINTS)
class Print(Base):
    """One order; `target_ids` are households, an activity or a village, in the order of printing.

    `file_name` is fixed when it is ordered, so that drawing it again replaces the file.
    """

    __tablename__ = "prints"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    kind: Mapped[PrintKind] = mapped_column(words(PrintKind))
    state: Mapped[PrintState] = mapped_column(words(PrintState))
    target_ids: Mapped[list[int]] = mapped_column(info=clear("ids of households only"))
    next_after: Mapped[int | None]
    file_name: Mapped[str] = mapped_column(String(64), info=impersonal())
    ordered_by: Mapped[int | None]
    ordered_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int | None]
    warnings: Mapped[list[str]] = mapped_column(info=impersonal())
    made_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "(state = 'ready') = (made_at IS NOT NULL AND pages IS NOT NULL)", name="ready_whole"
        ),
    )
