"""Look up feedback: what a person wrote, and what waits for an answer."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.feedback import Feedback
from models.vocabulary import CheckedText, FeedbackState
from server.domains.moderation.service import has_passed
from server.domains.organisations.service import count_up_to_limit, within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


def list_written(session: Session, person_id: int, page: PageRequest) -> Page[Feedback]:
    """Return what a person wrote, newest first."""
    wanted = select(Feedback).where(Feedback.person_id == person_id)
    if page.after is not None:
        wanted = wanted.where(Feedback.id < page.after)
    rows = session.scalars(wanted.order_by(Feedback.id.desc()).limit(page.size + 1)).all()
    return Page[Feedback].cut(rows, page.size, lambda row: row.id)


def list_waiting(
    answers: Scope, oversees: Scope, session: Session, today: date, page: PageRequest
) -> Page[Feedback]:
    """Return what waits in `answers`, and what is overdue in `oversees`, oldest due first.

    Only what has passed its content check is there for others. Who writes later is answered later,
    so the order of the ids is that of the days.
    """
    rows = session.scalars(
        select(Feedback)
        .where(_waits(answers, oversees, today), Feedback.id > (page.after or 0))
        .order_by(Feedback.id)
        .limit(page.size + 1)
    ).all()
    return Page[Feedback].cut(rows, page.size, lambda row: row.id)


def count_waiting(
    answers: Scope, oversees: Scope, session: Session, today: date, *, but_of: int
) -> int:
    """Count the same, up to the limit of a tile, leaving out what one person wrote."""
    waiting = select(Feedback.id).where(
        _waits(answers, oversees, today), Feedback.person_id != but_of
    )
    return count_up_to_limit(session, waiting)


def _waits(answers: Scope, oversees: Scope, today: date) -> ColumnElement[bool]:
    is_overdue = within(oversees, Feedback.village_id) & (Feedback.due_on < today)
    is_open = Feedback.state == FeedbackState.OPEN
    is_shown = has_passed(CheckedText.FEEDBACK, Feedback.id)
    return is_open & is_shown & or_(within(answers, Feedback.village_id), is_overdue)
