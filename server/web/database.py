"""The engine: how a transaction opens on SQLite and on PostgreSQL."""

from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from models import Base

db = SQLAlchemy(metadata=Base.metadata)

BUSY_SECONDS = 10
_LIMITS = (
    "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=20000"
)


def engine_options(url: str, *, connections: int) -> dict[str, Any]:
    """Return the pool and driver options for a database URL; one connection per thread."""
    options: dict[str, Any] = {
        "pool_size": connections,
        "max_overflow": 0,
        "pool_timeout": BUSY_SECONDS,
        "pool_pre_ping": True,
        "hide_parameters": True,
    }
    if make_url(url).get_backend_name() == "postgresql":
        options["connect_args"] = {"options": f"{_LIMITS} -c timezone=UTC", "connect_timeout": 5}
    else:
        options["connect_args"] = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    return options


def install_sqlite_events(engine: Engine) -> None:
    """Make SQLite take its write lock at the start, keep foreign keys, and survive power loss."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)


def _configure(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    del record
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # or what was forgotten would still lie in the file, and in its copies
        "recursive_triggers=ON",  # or a REPLACE could rewrite the books
        f"busy_timeout={BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
