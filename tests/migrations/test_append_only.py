"""The books cannot be rewritten: triggers on both databases, and an app role that may not try."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from models import Base
from models.vocabulary import Role
from server.cli.database import APPEND_ONLY
from server.domains.audit import service as audit
from server.domains.points import service as points
from tests.support.builders import a_household, a_village, an_officer
from tests.support.messages_builders import a_subscriber
from tests.support.points_builders import a_family, a_points_village, effective_points
from tests.support.rewards_builders import a_shop
from tests.support.service import PostgresRoom, Room, Service
from tests.support.walls import see_all

UPDATE, DELETE = "UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"
DDL = (
    "CREATE TABLE mine (id INTEGER)",
    "CREATE SCHEMA mine",
    "ALTER TABLE people ADD COLUMN mine TEXT",
    "DROP TABLE people",
    "DROP TRIGGER audit_entries_append_only ON audit_entries",
    "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
    "TRUNCATE audit_entries",
    "SET ROLE bayu_owner",
    "UPDATE alembic_version SET version_num = '9999'",
    "DELETE FROM alembic_version",
    "SET session_replication_role = replica",
)


def in_words(change: str, table: str) -> str:
    columns = Base.metadata.tables[table].columns
    return change.format(table=table, column=next(c.name for c in columns if not c.primary_key))


@pytest.fixture
def books(service: Service) -> Service:
    """Return the service with a row in every book."""
    shop = a_shop(service, purse=60)
    foreign = a_household(service, a_village(service, "外村妇联"))
    leader = an_officer(service, Role.VILLAGE_CHAIR, shop.village_id)
    service.sign_in(leader).get(f"/households/{foreign.id}")
    village = a_points_village(service, "东升村妇联")
    effective_points(service, village, a_family(service, village))
    village = a_points_village(service, "公示村妇联")
    effective_points(service, village, a_family(service, village))
    service.run(points.seal_transfers)
    service.clock.instant = datetime.now(UTC)  # what is older than 190 days could be removed
    service.run(lambda work: work.audit("act", "thing", 1))
    a_subscriber(service)
    service.run(audit.seal_entries)
    return service


def size(service: Service, table: str) -> int:
    count: int = service.scalar(f"SELECT count(*) FROM {table}")  # noqa: S608 - a fixed list
    return count


def refused(url: str, sql: str) -> str:
    """Return how the database refuses a statement."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            see_all(connection)
            connection.execute(text(sql))
    except DBAPIError as error:
        return str(error.orig)
    finally:
        engine.dispose()
    return ""


def app_url(service: Service) -> str:
    url: str = service.app.config["SQLALCHEMY_DATABASE_URI"]
    return url


@pytest.mark.parametrize("change", [UPDATE, DELETE])
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_requirement_19_the_service_cannot_change_a_book(
    books: Service, table: str, change: str
) -> None:
    before = size(books, table)
    assert before > 0
    told = refused(app_url(books), in_words(change, table))
    is_role = books.database == "postgresql"
    assert (f"permission denied for table {table}" if is_role else "append-only") in told
    assert size(books, table) == before


@pytest.mark.parametrize("change", [UPDATE, DELETE])
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_not_even_the_owner_can_change_a_book(
    books: Service, room: Room, table: str, change: str
) -> None:
    url = room.owner_url if isinstance(room, PostgresRoom) else app_url(books)
    assert f"{table} is append-only" in refused(url, in_words(change, table))


def test_a_row_of_a_book_cannot_be_replaced(books: Service) -> None:
    """On SQLite a replacement deletes without the trigger, unless triggers are recursive."""
    if books.database == "sqlite":
        columns = ", ".join(c.name for c in Base.metadata.tables["audit_entries"].columns)
        copy = f"REPLACE INTO audit_entries ({columns}) SELECT {columns} FROM audit_entries"  # noqa: S608
        with (
            pytest.raises(DBAPIError, match="append-only"),
            books.raw() as connection,
        ):
            connection.execute(text(copy))


def test_the_books_that_are_guarded_are_those_that_were_meant(service: Service) -> None:
    triggers = (
        "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if service.database == "sqlite"
        else "SELECT DISTINCT event_object_table FROM information_schema.triggers"
    )
    meant = {"points_transfers", "audit_entries", "anomalies", "stock_movements", "notice_entries"}
    assert meant <= set(APPEND_ONLY)
    if service.database == "sqlite":
        assert {name for (name,) in service.rows(triggers)} == set(APPEND_ONLY)


# The app role on PostgreSQL


def test_the_app_role_is_no_superuser_and_owns_nothing(service: Service) -> None:
    if service.database == "postgresql":
        role = service.rows(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert role == [(False,) * 5]
        owned = "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"
        assert service.scalar(owned) == 0
        member_of = "SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole"
        assert service.scalar(member_of) == 0


@pytest.mark.parametrize("sql", DDL)
def test_the_app_role_changes_rows_only(service: Service, sql: str) -> None:
    if service.database == "postgresql":
        told = refused(app_url(service), sql)
        assert "permission denied" in told or "must be owner" in told, told


def test_the_app_role_may_do_what_the_service_does_on_every_table(service: Service) -> None:
    if service.database == "postgresql":
        for table in inspect(service.app.transactions.engine).get_table_names():
            rights = {
                right
                for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER")
                if service.scalar(
                    "SELECT has_table_privilege(current_user, :table, :right)",
                    table=table,
                    right=right,
                )
            }
            expected = {"SELECT", "INSERT", "UPDATE", "DELETE"}
            if table in APPEND_ONLY:
                expected = {"SELECT", "INSERT"}
            if table == "alembic_version":
                expected = {"SELECT"}
            assert rights == expected, table
