"""Empties the tables of a PostgreSQL database between two tests, in a few milliseconds."""

from sqlalchemy import Connection, text

from models import Base
from server.cli.database import APPEND_ONLY
from tests.support.walls import see_all

THOROUGH_EVERY = 25
"""What was deleted still lies in the files, so from time to time they are made anew."""


def empty(connection: Connection, but: frozenset[str], *, thoroughly: bool) -> None:
    """Remove every row as the tables' owner, but those of some tables; ids begin with 1 again.

    Making the files of all tables anew (TRUNCATE) takes ten times as long as deleting the few rows
    of a test. What is append-only cannot be deleted.
    """
    see_all(connection)
    tables = [table.name for table in Base.metadata.sorted_tables if table.name not in but]
    if thoroughly:
        connection.execute(text(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE"))
        return
    used = _used(connection, tables)
    if books := [table for table in tables if table in used and table in APPEND_ONLY]:
        connection.execute(text(f"TRUNCATE {', '.join(books)} CASCADE"))
    for table in reversed(tables):
        if table in used and table not in APPEND_ONLY:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - a table of ours
    connection.execute(_COUNT_ANEW, {"but": list(but)})


def _used(connection: Connection, tables: list[str]) -> set[str]:
    looks = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)  # noqa: S608 - as above
    return set(connection.scalars(text(" UNION ALL ".join(looks))))


_COUNT_ANEW = text(
    """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
      FROM pg_sequences
     WHERE last_value IS NOT NULL AND schemaname = current_schema()
       AND regexp_replace(sequencename, '_id_seq$', '') <> ALL (:but)
    """
)
