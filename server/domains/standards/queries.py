"""Read the sets of standards; they are public, so no scope is asked for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.standards import Standard, StandardSet
from models.vocabulary import Zone


def find_version(session: Session, zone: Zone, version: str) -> StandardSet | None:
    """Return the set of that version, if it was loaded."""
    return session.scalar(
        select(StandardSet).where(StandardSet.zone == zone, StandardSet.version == version)
    )


def find_in_force(session: Session, zone: Zone, on: date) -> StandardSet | None:
    """Return the set that began last on or before a day; of two on one day the one loaded last."""
    return session.scalar(
        select(StandardSet)
        .where(StandardSet.zone == zone, StandardSet.effective_on <= on)
        .order_by(StandardSet.effective_on.desc(), StandardSet.id.desc())
        .limit(1)
    )


def list_clauses(session: Session, set_id: int) -> Sequence[Standard]:
    """Return the clauses of a set in their order."""
    return session.scalars(
        select(Standard).where(Standard.standard_set_id == set_id).order_by(Standard.position)
    ).all()
