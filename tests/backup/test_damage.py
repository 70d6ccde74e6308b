"""A bad night: the database is damaged, or the restore itself fails half-way."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from server.adapters.backups.postgresql_programs import Programs, major_of
from server.adapters.backups.refusals import BackupRefused
from tests.support.installations import PostgresEstate, SqliteEstate

PAGE = 4096
HEADER = 100  # it says which journal is in use, and that is switched off to see who uses the file


def damage(file: Path) -> None:
    """Write over pages in the middle, as a dying disk would."""
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // PAGE * PAGE
    content[middle : middle + 8 * PAGE] = b"\x5a" * (8 * PAGE)
    file.write_bytes(content)


def test_a_damaged_file_is_not_backed_up(sqlite_estate: SqliteEstate) -> None:
    village = sqlite_estate.lived_in()
    damage(village.folder / "x.sqlite3")
    answer = village.command("backup")
    assert answer.exit_code == 1
    assert "the database is damaged" in answer.stderr
    assert village.archives() == []


@pytest.mark.parametrize("content", [b"", b"\x5a" * 9 * PAGE, None])
def test_a_damaged_file_is_replaced_and_set_aside_as_it_is(
    sqlite_estate: SqliteEstate, content: bytes | None
) -> None:
    village = sqlite_estate.lived_in()
    archive, before = village.backup(), village.rows()
    file = village.folder / "x.sqlite3"
    damage(file) if content is None else file.write_bytes(content)
    damaged = file.read_bytes()
    answer = village.command("restore", archive, "--replace")
    assert answer.exit_code == 0, answer.output
    assert village.rows()["points_transfers"] == before["points_transfers"]
    (aside,) = village.folder.glob("x.sqlite3.before-*")
    assert aside.read_bytes()[HEADER:] == damaged[HEADER:]


def test_a_restore_that_fails_half_way_changes_nothing(postgresql_estate: PostgresEstate) -> None:
    odd, village = postgresql_estate.lived_in(), postgresql_estate.lived_in()
    engine = create_engine(odd.settings.owner_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA elsewhere")
        connection.exec_driver_sql("CREATE SEQUENCE elsewhere.numbers")
        connection.exec_driver_sql(
            "CREATE TABLE zz_odd (n BIGINT DEFAULT nextval('elsewhere.numbers'))"
        )
    engine.dispose()
    archive, before = odd.backup(), village.rows()
    answer = village.command("restore", archive, "--replace")
    assert answer.exit_code == 1
    assert "psql failed" in answer.stderr
    assert 'relation "elsewhere.numbers" does not exist' in answer.stderr
    assert village.rows() == before
    assert len(village.archives()) == 1


# The programs of PostgreSQL


@pytest.fixture
def old_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put programs of PostgreSQL 9 on the PATH."""
    for name in ("pg_dump", "pg_restore", "psql"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) 9.6.24'\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_the_oldest_programs_that_understand_the_server_are_taken(old_programs: Path) -> None:
    assert Programs.for_server(9) == Programs(old_programs, 9)
    assert Programs.for_server(10).folder != old_programs
    assert Programs.for_server(9, least=10).folder != old_programs


def test_programs_that_are_too_old_are_named(old_programs: Path) -> None:
    with pytest.raises(BackupRefused, match=rf"PostgreSQL 99 or newer.*{old_programs} \(9\)"):
        Programs.for_server(99)


def test_a_folder_with_half_of_the_programs_does_not_count(old_programs: Path) -> None:
    (old_programs / "psql").unlink()
    assert Programs.for_server(9).folder != old_programs


def test_a_version_nobody_understands() -> None:
    with pytest.raises(BackupRefused, match="nobody understands"):
        major_of("PostgreSQL")
