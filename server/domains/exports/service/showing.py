"""Files as who ordered them sees them."""

from dataclasses import dataclass
from datetime import datetime

from models.exports import Export
from models.vocabulary import AnomalyKind, ExportFormat, ExportKind, ExportReason, ExportState
from server.domains.exports import queries, rules
from server.domains.exports.errors import ExportNotFound
from server.kernel.pages import Page, PageRequest
from server.kernel.work import Work, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportView:
    """A file that was ordered, as it is now."""

    id: int
    kind: ExportKind
    format: ExportFormat
    reason: ExportReason
    village_id: int | None
    month: str | None
    is_masked: bool
    state: ExportState
    rows: int | None
    ordered_at: datetime
    made_at: datetime | None


def get_export(work: Work, export_id: int) -> ExportView:
    """Return a file that the actor ordered; ExportNotFound otherwise."""
    return view_of(work, find_own(work, export_id))


def list_exports(work: Work, page: PageRequest) -> Page[ExportView]:
    """Return what the actor ordered, newest first."""
    found = queries.list_own(work.session, work.person_id, page)
    return Page([view_of(work, row) for row in found.items], found.next_after)


def find_own(work: Work, export_id: int) -> Export:
    """Return the row of a file that the actor ordered.

    Somebody else's answers as a missing one, and the attempt is recorded. Raises ExportNotFound.
    """
    row = work.session.get(Export, export_id)
    if row is None:
        raise ExportNotFound
    if row.ordered_by != work.person_id:
        record = refusal(
            "foreign_id",
            "exports",
            row.id,
            village_id=row.of_village_id,
            anomaly=AnomalyKind.FOREIGN_ID,
        )
        raise ExportNotFound(records=(record,))
    return row


def view_of(work: Work, row: Export) -> ExportView:
    """Return a file as it is seen now."""
    return ExportView(
        id=row.id,
        kind=row.kind,
        format=row.format,
        reason=row.reason,
        village_id=row.of_village_id,
        month=f"{row.month:%Y-%m}" if row.month else None,
        is_masked=row.is_masked,
        state=rules.state_at(row.state, row.made_at, work.now),
        rows=row.rows,
        ordered_at=row.ordered_at,
        made_at=row.made_at,
    )
