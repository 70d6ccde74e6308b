"""Look up checks of texts: how far they are, what waits for people, what waits too long."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.moderation import TextCheck
from models.vocabulary import CheckedText, CheckState
from server.domains.organisations.service import count_up_to_limit, within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope

LOT_MAX = 100


def is_shown(
    kind: CheckedText, object_id: InstrumentedAttribute[int], person_id: int | None
) -> ColumnElement[bool]:
    """Return the condition that a person may see a text: it has passed, or she wrote it."""
    of_it = TextCheck.kind == kind, TextCheck.object_id == object_id
    is_hers = TextCheck.person_id == person_id
    return exists().where(*of_it, or_(TextCheck.state == CheckState.PASSED, is_hers))


def has_passed(kind: CheckedText, object_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition that a text may be shown to others; without a check it may not."""
    return exists().where(
        TextCheck.kind == kind,
        TextCheck.object_id == object_id,
        TextCheck.state == CheckState.PASSED,
    )


def checks_of(
    session: Session, kind: CheckedText, object_ids: Collection[int]
) -> dict[int, tuple[CheckState, int | None]]:
    """Return how far the checks of texts are and who wrote them, by the ids of their objects."""
    columns = TextCheck.object_id, TextCheck.state, TextCheck.person_id
    wanted = TextCheck.kind == kind, TextCheck.object_id.in_(object_ids)
    rows = session.execute(select(*columns).where(*wanted))
    return {object_id: (state, author_id) for object_id, state, author_id in rows}


def list_for_people(
    scope: Scope, session: Session, page: PageRequest, *, but_of: int
) -> Page[TextCheck]:
    """Return the texts that people of a scope must look at, oldest first, without one's own."""
    rows = session.scalars(
        select(TextCheck)
        .where(*_for_people(scope, but_of), TextCheck.id > (page.after or 0))
        .order_by(TextCheck.id)
        .limit(page.size + 1)
    ).all()
    return Page[TextCheck].cut(rows, page.size, lambda row: row.id)


def count_for_people(scope: Scope, session: Session, *, but_of: int) -> int:
    """Count the same, up to the limit of a tile."""
    return count_up_to_limit(session, select(TextCheck.id).where(*_for_people(scope, but_of)))


def list_pending_since(session: Session, since: datetime, after: int) -> Sequence[int]:
    """Return checks without a verdict that were wanted by an instant, in order, a lot at a time."""
    pending = TextCheck.state == CheckState.PENDING, TextCheck.submitted_at <= since
    ids = select(TextCheck.id).where(*pending, TextCheck.id > after)
    return session.scalars(ids.order_by(TextCheck.id).limit(LOT_MAX)).all()


def find_backlog(session: Session) -> dict[CheckState, tuple[int, datetime]]:
    """Return how many texts wait in each state of waiting, and since when the oldest does."""
    waits = TextCheck.state.in_([CheckState.PENDING, CheckState.FOR_PEOPLE])
    figures = select(TextCheck.state, func.count(), func.min(TextCheck.submitted_at))
    rows = session.execute(figures.where(waits).group_by(TextCheck.state))
    return {state: (count, oldest) for state, count, oldest in rows}


def _for_people(scope: Scope, but_of: int) -> tuple[ColumnElement[bool], ...]:
    return (
        TextCheck.state == CheckState.FOR_PEOPLE,
        within(scope, TextCheck.village_id),
        TextCheck.person_id != but_of,
    )
