"""Make a file: look up what it holds, write and keep it, say that it is ready.

It is written while no transaction is open; a worker killed meanwhile writes the same file again.
"""

from sqlalchemy import update

from models.exports import Export
from models.vocabulary import ExportState
from server.domains.evidence import service as evidence
from server.domains.exports import queries, rules
from server.domains.organisations import service as organisations
from server.domains.outbox import service as outbox
from server.kernel.exports import ROWS_MAX, ExportFile, ExportOrder, size_of
from server.kernel.ports import Ports
from server.kernel.work import Work


def order_of(row: Export) -> ExportOrder:
    """Return what a file is to hold."""
    return ExportOrder(
        person_id=row.ordered_by,
        of_village_id=row.of_village_id,
        month=row.month,
        is_masked=row.is_masked,
    )


def _prepare(work: Work, payload: outbox.Payload) -> outbox.Payload | None:
    """Look up what is written; None when it has been made, is given up or no longer wanted."""
    row = work.session.get(Export, payload["export_id"])
    if row is None or row.state is not ExportState.ORDERED:
        return None
    source, order = work.ports.exports[row.kind], order_of(row)
    if row.attempts >= rules.ATTEMPTS_MAX or source.count(work, order) > ROWS_MAX:
        _give_up(work, row)
        return None
    row.attempts += 1
    written = ExportFile(
        title=rules.file_title(_place(work, row), source.title, row.month),
        parts=source.collect(work, order),
        notes=rules.notes(
            number=row.id,
            ordered_as=row.ordered_as,
            person_id=row.ordered_by,
            at=row.ordered_at,
            reason=row.reason,
        ),
    )
    return {"export_id": row.id, "name": row.file_name, "format": row.format, "file": written}


def _send(ports: Ports, order: outbox.Payload, _key: str) -> int:
    """Write and keep the file, and return how many rows it has; twice gives the same file."""
    written: ExportFile = order["file"]
    ports.files.put(order["name"], ports.export_writer.write(written, order["format"]))
    return sum(map(size_of, written.parts))


def _record(work: Work, order: outbox.Payload, rows: int) -> None:
    """Say that it is ready, once, and have it removed when its day is over.

    Who closed her account meanwhile leaves no file behind.
    """
    made = work.session.execute(
        update(Export)
        .where(Export.file_name == order["name"], Export.state == ExportState.ORDERED)
        .values(state=ExportState.READY, rows=rows, made_at=work.now)
        .returning(Export.of_village_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if made is not None:
        evidence.discard(work, [order["name"]], due_at=work.now + rules.KEPT)
        work.audit(
            "make_export", "export", order["export_id"], village_id=made.of_village_id, rows=rows
        )
    elif not queries.is_kept(work.session, order["name"]):
        evidence.discard(work, [order["name"]])


MAKE = outbox.Outside(send=_send, prepare=_prepare, record=_record)
"""How a file is made (outbox topic EXPORT_ORDERED)."""


def _place(work: Work, row: Export) -> str:
    found = organisations.organisations_by_id(work.session, {row.of_village_id or 0})
    return found[row.of_village_id].name if row.of_village_id else ""


def _give_up(work: Work, row: Export) -> None:
    """Let it be ordered again; what was written already is removed."""
    row.state = ExportState.FAILED
    evidence.discard(work, [row.file_name])
    work.audit("give_up_export", "export", row.id, village_id=row.of_village_id)
