"""Look up what a person ordered; nobody looks up anybody else's."""

from sqlalchemy import bindparam, exists, select, text
from sqlalchemy.orm import Session
from sqlalchemy.types import Date

from models.exports import Export
from server.kernel.pages import Page, PageRequest

CLAIM_ORDER = text(
    """
    INSERT INTO export_allowances (person_id, is_own, ordered_on, taken)
    VALUES (:person, :own, :today, 1)
    ON CONFLICT (person_id, is_own) DO UPDATE SET
        taken = CASE WHEN export_allowances.ordered_on = excluded.ordered_on
                     THEN export_allowances.taken + 1 ELSE 1 END,
        ordered_on = excluded.ordered_on
    WHERE export_allowances.ordered_on <> excluded.ordered_on
       OR export_allowances.taken < :most
    RETURNING taken
    """
).bindparams(bindparam("today", type_=Date()))


def is_kept(session: Session, file_name: str) -> bool:
    """Tell whether a file still belongs to somebody's order."""
    return bool(session.scalar(select(exists().where(Export.file_name == file_name))))


def list_own(session: Session, person_id: int, page: PageRequest) -> Page[Export]:
    """Return what a person ordered, newest first."""
    wanted = select(Export).where(Export.ordered_by == person_id)
    if page.after is not None:
        wanted = wanted.where(Export.id < page.after)
    rows = session.scalars(wanted.order_by(Export.id.desc()).limit(page.size + 1)).all()
    return Page[Export].cut(rows, page.size, lambda row: row.id)
