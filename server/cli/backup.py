"""The command that backs an installation up: database, files and manifest in one archive."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from config.settings import Settings
from server.adapters.backups.archive import Progress, pack
from server.adapters.backups.contents import Contents
from server.adapters.backups.databases import CopiedDatabase, database_at
from server.adapters.backups.manifest import Manifest, Part
from server.adapters.backups.refusals import BackupRefused
from server.adapters.backups.workroom import sync_folder, workroom
from server.app import about_of
from server.cli.base import settings_or_exit
from server.cli.closings import copy_closings
from server.outside import cipher_of

DATA_FOLDERS = ("files",)
"""Below VAR_DIR: what people handed in. Tokens, queues, logs and sockets can be made anew."""
PASSING = ("files/chunks", "files/exports")
"""What is here for a day at most: parts of photos, which a phone sends again, and exports."""


@click.command()
@click.option("--to", type=click.Path(path_type=Path), help="Folder; else VAR_DIR/backups.")
@click.option("--keep", type=click.IntRange(min=1), help="Remove all but the newest N there.")
def backup(*, to: Path | None, keep: int | None) -> None:
    """Back up database and files into one archive, while the service runs."""
    settings = settings_or_exit()
    folder = (to or backups_of(settings)).absolute()
    with told_plainly():
        require_own(settings)
        make_backup(settings, folder)
        if keep:
            _forget_older(folder, keep)


def backups_of(settings: Settings) -> Path:
    """Return where backups go unless the operator says otherwise."""
    return settings.var_dir / "backups"


def stamp(now: datetime) -> str:
    """Return a moment as part of a file's name; no two of them are alike."""
    return f"{now:%Y%m%dT%H%M%S}.{now.microsecond // 1000:03}Z"


def make_backup(settings: Settings, folder: Path) -> Path:
    """Write an archive into a folder and say what it is; it has its name only when it is whole."""
    began = time.monotonic()
    now = datetime.now(UTC)
    file = folder / f"bayu-{stamp(now)}.tar"
    database = database_at(settings.owner_url)
    with workroom(folder) as room:
        copy, draft = room / database.part, room / "archive.tar"
        with progress("复制数据库 / copying the database") as tell:
            contents = database.copy(copy, tell)
        parts = {database.part: copy, **_data_files(settings.var_dir)}
        describe = _describer(settings, database, contents, now)
        with progress("写入备份 / writing the archive") as tell:
            pack(draft, parts, describe, cipher_of(settings), tell)
        draft.replace(file)
        sync_folder(folder)
    copy_closings(settings, folder)
    _announce(file, contents, time.monotonic() - began)
    return file


def require_own(settings: Settings) -> None:
    """Raise BackupRefused for another user, root too: the service could not open what he leaves."""
    folder = settings.var_dir
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        owner = _owner(folder)
        raise BackupRefused(
            f"请用运行服务的用户 {owner} 来做 / do it as the user that the service runs as: {owner}"
        )


def _owner(folder: Path) -> str:
    try:
        return folder.owner()
    except KeyError:  # nobody of that number has a name on this machine
        return f"uid {folder.stat().st_uid}"


@contextmanager
def told_plainly() -> Iterator[None]:
    """Let what stops a backup or a restore end the command with one line."""
    try:
        yield
    except BackupRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise click.ClickException(
            f"读写不成 / cannot read or write: {error.strerror or error}{where}"
        ) from None
    except (sqlite3.Error, SQLAlchemyError) as error:
        cause = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise click.ClickException(f"数据库不答应 / the database refuses: {cause}") from None


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Show a bar on a terminal, and the label alone elsewhere."""
    with click.progressbar(length=1, label=label) as bar:

        def tell(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield tell


def _data_files(var_dir: Path) -> dict[str, Path]:
    """Return every file of the data folders by its name in the archive, but those in passing."""
    files = (path for folder in DATA_FOLDERS for path in sorted((var_dir / folder).rglob("*")))
    return {
        path.relative_to(var_dir).as_posix(): path
        for path in files
        if path.is_file() and not path.is_symlink() and not _is_passing(path, var_dir)
    }


def _is_passing(path: Path, var_dir: Path) -> bool:
    """Tell whether a file is here for a day at most, or is being written beside its place."""
    is_brief = any(path.is_relative_to(var_dir / folder) for folder in PASSING)
    return is_brief or path.name.startswith(".")


def _describer(
    settings: Settings, database: CopiedDatabase, contents: Contents, now: datetime
) -> Callable[[dict[str, Part]], Manifest]:
    def describe(parts: dict[str, Part]) -> Manifest:
        return Manifest(
            version=about_of(settings).version,
            made_at=f"{now:%Y-%m-%d %H:%M:%S} UTC",
            database=database.kind,
            made_with=database.made_with,
            contents=contents,
            parts=parts,
        )

    return describe


def _announce(file: Path, contents: Contents, seconds: float) -> None:
    size = file.stat().st_size / 1e6
    click.echo(f"已备份 / backed up: {file}")
    click.echo(
        f"  {size:,.1f} MB，{sum(contents.rows.values()):,} rows，"
        f"{contents.transfers:,} transfers，migration {contents.migration}，{seconds:.1f} s"
    )
    click.echo("  内有个人信息，要加密存放 / It holds personal data: keep it encrypted.")
    click.echo(
        "  里面没有 FIELD_KEY、INDEX_KEY 和 SECRET_KEY，请另外保管 / "
        "FIELD_KEY, INDEX_KEY and SECRET_KEY are not in it: keep them elsewhere."
    )


def _forget_older(folder: Path, keep: int) -> None:
    for old in sorted(folder.glob("bayu-*.tar"))[:-keep]:
        old.unlink()
        click.echo(f"已删除旧备份 / removed: {old}")
