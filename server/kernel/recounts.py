"""What a recount (对账) finds: a check is one statement whose rows are the faults."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import TextClause
from sqlalchemy.orm import Session

Check = tuple[str, TextClause]
"""What is recounted, and the statement that returns (row id, kept, recounted) of each fault.

One statement sees one moment, so a recount is right while others write.
"""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something in the books that does not add up: what, of which row, kept and recounted."""

    what: str
    row_id: int
    kept: int
    recounted: int

    def __str__(self) -> str:
        """Return one line for the operator."""
        return f"{self.what} {self.row_id}: kept {self.kept}, recounted {self.recounted}"


def recount(session: Session, checks: Iterable[Check]) -> list[Mismatch]:
    """Return the faults that the checks find, in their order."""
    return [
        Mismatch(what, int(row_id), int(kept), int(recounted))
        for what, statement in checks
        for row_id, kept, recounted in session.execute(statement)
    ]
