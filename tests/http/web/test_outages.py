"""A database that is gone, starting or full is told from a wrong statement, and answered 503."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import DBAPIError

from server.app import create_app
from server.web.outages import is_outage
from server.worker import tick
from tests.support.service import Caller, settings_for

NOWHERE = "postgresql+psycopg://nobody@/bayu?host={folder}"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (psycopg.OperationalError("no connection"), True),
        (psycopg.InterfaceError("the connection is closed"), True),
        (psycopg.ProgrammingError("can't adapt"), False),
        (errors.AdminShutdown(), True),
        (errors.CrashShutdown(), True),
        (errors.CannotConnectNow(), True),
        (errors.ConnectionFailure(), True),
        (errors.IdleInTransactionSessionTimeout(), True),
        (errors.DiskFull(), True),
        (errors.TooManyConnections(), True),
        (errors.QueryCanceled(), False),
        (errors.UndefinedTable(), False),
        (errors.SerializationFailure(), False),
        (ValueError(), False),
    ],
)
def test_an_outage_is_known_by_its_state(error: Exception, *, expected: bool) -> None:
    assert is_outage(error) is expected
    assert is_outage(DBAPIError("SELECT 1", {}, error)) is expected


def test_a_connection_that_was_dropped_is_an_outage_whatever_it_says() -> None:
    assert is_outage(DBAPIError("SELECT 1", {}, ValueError(), connection_invalidated=True))


def test_a_full_or_missing_file_is_an_outage_and_a_wrong_statement_is_not(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as missing:
        sqlite3.connect(tmp_path)
    connection = sqlite3.connect(tmp_path / "small.sqlite3")
    connection.execute("CREATE TABLE notes (body)")
    connection.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as full:
        connection.execute("INSERT INTO notes VALUES (zeroblob(100000))")
    with pytest.raises(sqlite3.OperationalError) as wrong:
        connection.execute("SELECT * FROM nothing")
    connection.close()
    assert [is_outage(each.value) for each in (missing, full, wrong)] == [True, True, False]


def test_without_its_database_the_service_says_when_to_come_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(settings_for(NOWHERE.format(folder=tmp_path), tmp_path))
    answer = Caller(app, "some-token").post("/orders/fulfilments", {})
    assert (answer.status, answer.body["type"]) == (503, "/problems/unavailable")
    assert answer.headers["Retry-After"] == "5"
    assert "unexpected error" not in caplog.text


def test_without_its_database_the_worker_waits(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(settings_for(NOWHERE.format(folder=tmp_path), tmp_path))
    tick(app.transactions)
    assert "the database does not answer; trying again" in caplog.text
    assert "Traceback" not in caplog.text
