"""Which copier a database URL asks for."""

from pathlib import Path
from typing import Protocol

from sqlalchemy.engine import make_url

from server.adapters.backups.archive import Progress
from server.adapters.backups.contents import Contents
from server.adapters.backups.postgresql import PostgresDatabase
from server.adapters.backups.refusals import BackupRefused
from server.adapters.backups.sqlite import SqliteDatabase


class CopiedDatabase(Protocol):
    """A database that can be copied while it is in use, and replaced while it is not."""

    kind: str
    part: str
    is_set_aside: bool

    @property
    def folder(self) -> Path | None:
        """Where its file lies; None when it is elsewhere."""
        ...

    @property
    def made_with(self) -> str:
        """Name what writes the copy; a restore needs the same or a newer one."""
        ...

    def copy(self, target: Path, progress: Progress) -> Contents:
        """Copy one moment to a file, and count what it holds."""
        ...

    def is_lived_in(self) -> bool:
        """Tell whether people are in it. Raises BackupRefused when it is not ours."""
        ...

    def who_uses_it(self) -> list[str]:
        """Name who is connected."""
        ...

    def lay_down(self, part: Path, made_with: str) -> str | None:
        """Make the copy a database; return its URL, None when it lies in its place already."""
        ...

    def recount(self, part: Path) -> Contents:
        """Count what was laid down."""
        ...

    def take_over(self, part: Path, aside: str) -> Path | None:
        """Put it in its place; return where the one before it was set aside."""
        ...


def database_at(url: str) -> CopiedDatabase:
    """Return the copier of a database URL, which is its owner's."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return PostgresDatabase(address)
    if not address.database:
        raise BackupRefused("数据库只在内存里 / this database lives in memory only")
    return SqliteDatabase(Path(address.database))
