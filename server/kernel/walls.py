"""What a transaction may see behind the second wall (行级隔离); a database without walls shrugs.

Everything here lasts until the transaction ends, and a savepoint that is rolled back takes it back.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import BigInteger, ColumnElement, Select, Text, cast, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.vocabulary import Door

_IDS = ARRAY(BigInteger)
_SET_PERSON = text("SELECT set_config('app.person_id', CAST(:person_id AS text), true)")
_OPEN = text("SELECT current_setting('app.door', true), set_config('app.door', :door, true)")
_SET_DOOR = text("SELECT set_config('app.door', :door, true)")
_ENTER = text(
    """
    SELECT set_config('app.village_ids', CAST(
        COALESCE(CAST(NULLIF(current_setting('app.village_ids', true), '') AS bigint[]), '{}')
        || CAST(:village_ids AS bigint[]) AS text), true)
    """
)
_ENTER_ALL = text(
    """
    SELECT set_config('app.village_ids', CAST(array_agg(id) AS text), true),
           set_config('app.door', 'operator', true)
      FROM organisations
    """
)


def has_walls(session: Session) -> bool:
    """Tell whether the database knows walls: PostgreSQL does."""
    return session.get_bind().dialect.name == "postgresql"


def name_person(session: Session, person_id: int) -> None:
    """Say who acts: from now on she reads what she is named in, wherever it lies."""
    if has_walls(session):
        session.execute(_SET_PERSON, {"person_id": person_id})


def stand_behind(
    session: Session,
    person_id: int | None,
    village_id: int | None,
    others: Select[tuple[int]] | None = None,
) -> None:
    """Say in one statement who acts, and in which villages: her household's, and where she serves.

    Nothing stands from before.
    """
    if not has_walls(session):
        return
    own = [] if village_id is None else [village_id]
    villages: ColumnElement[str] = cast(cast(own, _IDS), Text)
    if others is not None:
        subtrees = others.subquery().c.id
        served = select(func.coalesce(func.array_agg(subtrees), cast([], _IDS))).scalar_subquery()
        villages = cast(func.array_cat(served, cast(own, _IDS)), Text)
    who = "" if person_id is None else str(person_id)
    session.execute(
        select(
            func.set_config("app.village_ids", villages, True),  # noqa: FBT003 - for this transaction
            func.set_config("app.person_id", who, True),  # noqa: FBT003 - as above
        )
    )


def enter(session: Session, village_ids: Collection[int]) -> None:
    """See and write the rows of these villages as well, until the transaction ends."""
    if village_ids and has_walls(session):
        session.flush()
        session.execute(_ENTER, {"village_ids": sorted(village_ids)})


def enter_all(session: Session) -> None:
    """See and write the rows of every village: for the operator, and for jobs about all of them."""
    if has_walls(session):
        session.execute(_ENTER_ALL)


@contextmanager
def look_through(session: Session, door: Door) -> Iterator[None]:
    """Read over the wall through a door, in those tables that have it; nothing can be written."""
    if not has_walls(session):
        yield
        return
    before = session.scalar(_OPEN, {"door": door}) or ""
    try:
        yield
    except DBAPIError:  # the transaction is over, and its doors with it
        raise
    except BaseException:
        session.execute(_SET_DOOR, {"door": before})
        raise
    session.execute(_SET_DOOR, {"door": before})


def enter_through(session: Session, door: Door, where: Select[tuple[int]]) -> int | None:
    """Find the village of something through a door and enter it; None when there is no such thing.

    On a database without walls the village is found all the same.
    """
    with look_through(session, door):
        village_id = session.scalar(where)
    if village_id is not None:
        enter(session, [village_id])
    return village_id
