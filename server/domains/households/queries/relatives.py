"""Look up households that are declared as relatives'."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.households import DeclaredRelative
from server.kernel.pages import Page, PageRequest


def list_declared(session: Session, person_id: int, page: PageRequest) -> Page[DeclaredRelative]:
    """Return a person's own declarations that stand."""
    rows = session.scalars(
        select(DeclaredRelative)
        .where(
            DeclaredRelative.person_id == person_id,
            DeclaredRelative.withdrawn_at.is_(None),
            DeclaredRelative.id > (page.after or 0),
        )
        .order_by(DeclaredRelative.id)
        .limit(page.size + 1)
    ).all()
    return Page[DeclaredRelative].cut(rows, page.size, lambda row: row.id)


def declared_households(session: Session, person_id: int) -> frozenset[int]:
    """Return the households a person declared as relatives' and has not withdrawn."""
    return frozenset(
        session.scalars(
            select(DeclaredRelative.household_id).where(
                DeclaredRelative.person_id == person_id, DeclaredRelative.withdrawn_at.is_(None)
            )
        )
    )
