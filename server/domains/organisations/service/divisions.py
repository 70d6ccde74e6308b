"""The administrative divisions: loaded as a whole, looked up by code, parent or name."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import delete, insert

from models.organisations import Division
from server.domains.organisations import queries
from server.domains.organisations.errors import DivisionNotFound
from server.domains.organisations.rules.divisions import parse_divisions
from server.kernel.work import Work


def load_divisions(work: Work, rows: Iterable[Mapping[str, str]]) -> int:
    """Replace the table of divisions by a checked one and return its size; quick when unchanged."""
    divisions = parse_divisions(rows)
    if queries.is_same_table(work.session, divisions):
        return len(divisions)
    work.session.execute(delete(Division))
    fields = Division.__table__.columns.keys()
    work.session.execute(
        insert(Division), [{name: getattr(row, name) for name in fields} for row in divisions]
    )
    work.audit("load_divisions", "division", None, rows=len(divisions))
    return len(divisions)


def get_division(work: Work, code: str) -> Division:
    """Return a division, abolished ones as well; DivisionNotFound otherwise."""
    found = queries.find_division(work.session, code)
    if found is None:
        raise DivisionNotFound("没有这个区划代码，请看清12位数字再查。")
    return found


def list_children(work: Work, parent_code: str | None, on: date | None) -> Sequence[Division]:
    """Return the divisions under a parent on a day (default: today), at most 200."""
    return queries.list_children(work.session, parent_code, on or work.today)


def search_divisions(work: Work, name: str, on: date | None) -> Sequence[Division]:
    """Return divisions by name with their full paths, at most 50."""
    return queries.search_divisions(work.session, name, on or work.today)
