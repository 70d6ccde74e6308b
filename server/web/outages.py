"""Tell a database that cannot serve (gone, starting, full) from a statement that is wrong."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError

# Connection exceptions; insufficient resources (a full disk, no connection left); shut down,
# crashed, starting. 57014 is a statement that took too long: that is no outage.
_POSTGRES_CLASSES = ("08", "53")
_POSTGRES_STATES = frozenset({"57P01", "57P02", "57P03", "25P03"})
_SQLITE_ERRORS = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")


def is_outage(error: Exception) -> bool:
    """Tell whether the database was not there to serve; whether it committed is then unknown."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _is_outage(error.orig)
    return _is_outage(error)


def _is_outage(error: BaseException | None) -> bool:
    if isinstance(error, psycopg.Error):
        state = error.sqlstate
        if state is None:  # the server said nothing: no connection, or one that broke
            return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return state.startswith(_POSTGRES_CLASSES) or state in _POSTGRES_STATES
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", "").startswith(_SQLITE_ERRORS)
    return False
