"""Rows rewritten behind the service's back, so that a recount has something to find."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from server.kernel.recounts import Mismatch
from server.web.transactions import Transactions
from tests.support.service import PostgresRoom, Room, Service
from tests.support.walls import see_all

Recount = Callable[[Session], list[Mismatch]]


def tamper(service: Service, statement: str, **values: object) -> None:
    """Change rows as the service's own role."""
    with service.raw() as connection:
        connection.execute(text(statement), values)


def found(service: Service, recount: Recount) -> list[str]:
    """Return what a recount names."""
    mismatches = service.run(lambda work: recount(work.session), writes=False)
    return [str(mismatch) for mismatch in mismatches]


def found_beyond_capacity(
    room: Room, service: Service, recount: Recount, statement: str
) -> list[str]:
    """Return what a recount names when their owner lifted the check on the places of shifts.

    All is rolled back, the check too.
    """
    engine = service.app.transactions.engine
    lift = "PRAGMA ignore_check_constraints = ON"
    if isinstance(room, PostgresRoom):
        engine = create_engine(room.owner_url)
        lift = "ALTER TABLE activity_sessions DROP CONSTRAINT ck_activity_sessions_within_capacity"
    with Session(engine) as session:
        see_all(session.connection())
        session.execute(text(lift))
        session.execute(text(statement))
        mismatches = [str(mismatch) for mismatch in recount(session)]
        session.rollback()
    engine.dispose()
    return mismatches


def rewrite(room: Room, service: Service, table: str, *statements: str) -> None:
    """Change rows as the owner does who has switched triggers and wall off for the moment."""
    if isinstance(room, PostgresRoom):
        engine = create_engine(room.owner_url)
        before, after = (
            f"ALTER TABLE {table} {verb} TRIGGER USER, {force} FORCE ROW LEVEL SECURITY"
            for verb, force in (("DISABLE", "NO"), ("ENABLE", ""))
        )
        statements = (before, *statements, after)
    else:  # the file is thrown away after the test
        engine = service.app.transactions.engine
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"
        names = [name for (name,) in service.rows(triggers, table=table)]
        statements = (*(f"DROP TRIGGER {name}" for name in names), *statements)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    if isinstance(room, PostgresRoom):
        engine.dispose()


@contextmanager
def as_owner(room: Room, service: Service) -> Iterator[Transactions]:
    """Open transactions as the role that owns the database."""
    if not isinstance(room, PostgresRoom):
        yield service.app.transactions
        return
    engine = create_engine(room.owner_url)
    yield replace(service.app.transactions, engine=engine)
    engine.dispose()


def remove_entries(room: Room, service: Service, which: str, *, with_places: bool = True) -> None:
    """Delete audit entries, and as a rule their places, as if they had never been."""
    found = service.rows(f"SELECT id FROM audit_entries WHERE id {which}")  # noqa: S608
    listed = ", ".join(str(entry_id) for (entry_id,) in found)
    rewrite(room, service, "audit_entries", f"DELETE FROM audit_entries WHERE id IN ({listed})")  # noqa: S608
    if with_places:
        table = "sealed_audit_entries"
        rewrite(room, service, table, f"DELETE FROM {table} WHERE entry_id IN ({listed})")  # noqa: S608
