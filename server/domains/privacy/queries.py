"""Look up corrections: what a person asked for, and what waits for a decision."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models.corrections import Correction
from models.vocabulary import CheckedText, CorrectionField, CorrectionState
from server.domains.moderation.service import has_passed
from server.domains.organisations.service import count_up_to_limit, within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope

UNWRITTEN = (CorrectionField.PHONE, CorrectionField.RELATION)
"""What is wanted there is a number or a closed word, so there is no text to be checked."""


def list_asked(session: Session, person_id: int, page: PageRequest) -> Page[Correction]:
    """Return what a person asked for, newest first."""
    wanted = select(Correction).where(Correction.person_id == person_id)
    if page.after is not None:
        wanted = wanted.where(Correction.id < page.after)
    rows = session.scalars(wanted.order_by(Correction.id.desc()).limit(page.size + 1)).all()
    return Page[Correction].cut(rows, page.size, lambda row: row.id)


def count_open(session: Session, person_id: int) -> int:
    """Count what a person asked for that waits; the caller lets her calls take turns."""
    waits = Correction.person_id == person_id, Correction.state == CorrectionState.OPEN
    return session.scalars(select(func.count(Correction.id)).where(*waits)).one()


def list_waiting(
    decides: Scope, oversees: Scope, session: Session, today: date, page: PageRequest
) -> Page[Correction]:
    """Return what waits in `decides`, and what is overdue in `oversees`, oldest first."""
    rows = session.scalars(
        select(Correction)
        .where(_waits(decides, oversees, today), Correction.id > (page.after or 0))
        .order_by(Correction.id)
        .limit(page.size + 1)
    ).all()
    return Page[Correction].cut(rows, page.size, lambda row: row.id)


def count_waiting(
    decides: Scope, oversees: Scope, session: Session, today: date, *, blocked: Collection[int]
) -> int:
    """Count the same, up to the limit of a tile, leaving out households that others decide for."""
    waiting = select(Correction.id).where(
        _waits(decides, oversees, today), Correction.household_id.not_in(blocked)
    )
    return count_up_to_limit(session, waiting)


def _waits(decides: Scope, oversees: Scope, today: date) -> ColumnElement[bool]:
    is_overdue = within(oversees, Correction.village_id) & (Correction.due_on < today)
    is_shown = or_(
        Correction.field.in_(UNWRITTEN), has_passed(CheckedText.CORRECTION, Correction.id)
    )
    is_open = Correction.state == CorrectionState.OPEN
    return is_open & is_shown & or_(within(decides, Correction.village_id), is_overdue)
