"""Copies of a SQLite database, taken while the service writes; a restored one takes its place."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DatabaseError

from server.adapters.backups.archive import Progress
from server.adapters.backups.contents import Contents, is_lived_in
from server.adapters.backups.refusals import BackupRefused
from server.adapters.backups.workroom import sync_folder

_PAGES_A_STEP = 32
_LOCK_WAIT_SECONDS = 1.0
_COMPANIONS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class SqliteDatabase:
    """A database file, which need not exist before a restore."""

    file: Path

    kind = "sqlite"
    part = "database.sqlite3"
    made_with = f"SQLite {sqlite3.sqlite_version}"
    is_set_aside = True
    """What is replaced stays beside it as a file, so that no copy of it need be taken first."""

    @property
    def folder(self) -> Path:
        """Where the file lies, and so the copy that takes its place."""
        return self.file.parent

    def copy(self, target: Path, progress: Progress) -> Contents:
        """Copy one moment of the database to `target`, check the copy, and count it.

        The copy is written anew: in a page that SQLite once rearranged, something that was deleted
        since may still lie between the rows.
        """
        copying = closing(sqlite3.connect(target))
        with _open(self.file) as source, copying as copy, _damage_named():
            # One read transaction around all steps: writers go on, and the copy never starts anew.
            copy.execute("PRAGMA synchronous=OFF")  # the archive is what must outlast a power cut
            source.execute("BEGIN")
            source.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
            source.backup(
                copy,
                pages=_PAGES_A_STEP,
                progress=lambda _status, left, total: progress(total - left, total),
            )
            copy.execute("PRAGMA journal_mode=DELETE")
            _require_sound(copy)
            copy.execute("VACUUM")
        return self.recount(target)

    def is_lived_in(self) -> bool:
        """Tell whether people are in it; what cannot be read may be dear to somebody."""
        if not self.file.exists():
            return False
        try:
            with _connected(self.file) as connection:
                return is_lived_in(connection)
        except DatabaseError:
            return True

    def who_uses_it(self) -> list[str]:
        """Name whoever has the file open: leaving the write-ahead log takes sole possession."""
        if not self.file.exists():
            return []
        try:
            with _open(self.file) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            return [str(self.file)] if "locked" in str(error) else []
        except sqlite3.DatabaseError:
            pass  # no service runs on a file that is no database
        return []

    def lay_down(self, part: Path, made_with: str) -> str:
        """Put the copy beside the database and return its URL; the database stays as it is."""
        del made_with
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(part)) as copy:
            _require_sound(copy)
        return f"sqlite:///{part}"

    def recount(self, part: Path) -> Contents:
        """Count a copy."""
        with _connected(part) as connection:
            return Contents.count(connection)

    def take_over(self, part: Path, aside: str) -> Path | None:
        """Let the copy become the database; return where the one before it lies now."""
        with _open(part) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")  # the file alone is the whole database
        old = self.file.with_name(self.file.name + aside)
        had_one = self.file.exists()
        for suffix in ("", *_COMPANIONS):
            with suppress(FileNotFoundError):
                Path(f"{self.file}{suffix}").rename(f"{old}{suffix}")
        part.replace(self.file)
        sync_folder(self.file.parent)
        return old if had_one else None


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            timeout=_LOCK_WAIT_SECONDS,
        )
    except sqlite3.OperationalError:
        raise BackupRefused(f"没有这个数据库 / there is no database at {file}") from None
    with closing(connection):
        yield connection


@contextmanager
def _connected(file: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


@contextmanager
def _damage_named() -> Iterator[None]:
    """Raise BackupRefused for pages that are no longer what they were, wherever they are met."""
    try:
        yield
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise _damaged(error) from None


def _damaged(how: object) -> BackupRefused:
    return BackupRefused(f"数据库坏了 / the database is damaged: {how}")


def _require_sound(connection: sqlite3.Connection) -> None:
    """Raise BackupRefused unless the pages are whole and every reference has its row."""
    with _damage_named():
        ((verdict,), *_) = connection.execute("PRAGMA integrity_check(1)").fetchall()
        strays = connection.execute("PRAGMA foreign_key_check").fetchone()
    if verdict != "ok" or strays:
        raise _damaged(strays or verdict)
