"""Looks past the second wall, for tests that read and write the tables themselves."""

from sqlalchemy import Connection, text

_SEE_ALL = text(
    "SELECT set_config('app.door', 'trace', true),"
    " set_config('app.village_ids', (SELECT CAST(array_agg(id) AS text) FROM organisations), true)"
)


def see_all(connection: Connection) -> None:
    """Let the transaction under way see every village and all that is of none."""
    if connection.dialect.name != "postgresql":
        return
    if connection.scalar(text("SELECT to_regclass('organisations') IS NOT NULL")):
        connection.execute(_SEE_ALL)


_FOUND = text(
    """
    INSERT INTO organisations (id, level, name, path, zone, created_at)
    VALUES (:id, 'village', :name, :path, 'rural', CURRENT_TIMESTAMP)
    """
)


def found_villages(connection: Connection, *numbers: int) -> None:
    """Found villages of given numbers, without a trace in the audit."""
    for number in numbers:
        values = {"id": number, "name": f"第{number}村", "path": f"/{number}/"}
        connection.execute(_FOUND, values)
