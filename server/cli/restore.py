"""The command that restores a backup, and recounts the books before it says that all is well."""

import http.client
import shutil
import sys
from contextlib import closing
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import click
from alembic.script import ScriptDirectory

from config.settings import Settings
from server.adapters.backups.archive import OpenedArchive, opened
from server.adapters.backups.databases import CopiedDatabase, database_at
from server.adapters.backups.manifest import Manifest
from server.adapters.backups.refusals import BackupRefused
from server.adapters.backups.workroom import workroom
from server.app import MIGRATIONS
from server.cli.backup import (
    DATA_FOLDERS,
    backups_of,
    make_backup,
    progress,
    require_own,
    stamp,
    told_plainly,
)
from server.cli.base import read, serving, settings_or_exit, write
from server.cli.books import RECOUNTS
from server.cli.closings import close_again, gather_closings
from server.cli.database import migrate_database
from server.domains.audit import service as audit
from server.domains.identity import service as identity
from server.domains.points import service as points
from server.kernel.work import Work
from server.outside import cipher_of
from server.web.requests import ServiceFlask

ANSWER_SECONDS = 2
Verdicts = dict[str, list[str]]
"""What was compared, and the faults that were found."""


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace the data that are there, keeping a copy.")
def restore(file: Path, *, replace: bool) -> None:
    """Restore a backup into a stopped installation and recount its books; exit 1 if they differ."""
    settings = settings_or_exit()
    with told_plainly():
        require_own(settings)
        verdicts = restore_backup(settings, file, replace=replace)
    for what, faults in verdicts.items():
        click.echo(f"{'✗' if faults else '✓'} {what}")
        for fault in faults:
            click.echo(f"    {fault}")
    if any(verdicts.values()):
        click.echo("有不对的地方，弄清楚再启动服务 / something is off: start nothing yet", err=True)
        sys.exit(1)
    click.echo("恢复好了，可以启动服务 / restored; the service can be started")
    click.echo(
        "备份以后办的都没有了，之后卸任的又在任：见 docs/backup.md / what was done since the backup"
        " is gone, and offices that ended since are in force again: see docs/backup.md"
    )


def restore_backup(settings: Settings, file: Path, *, replace: bool) -> Verdicts:
    """Check everything, then lay the copy down, migrate it, recount it and put it in its place.

    Raises BackupRefused, with nothing touched, when the archive or the installation does not fit.
    """
    database = database_at(settings.owner_url)
    with opened(file, cipher_of(settings)) as archive:
        _introduce(archive.manifest)
        _require_fitting(archive.manifest, database)
        with workroom(database.folder or settings.var_dir) as room:
            with progress("核对备份 / checking the archive") as tell:
                archive.unpack(room, tell)
            _require_stopped(settings, database)
            _make_way(settings, database, replace=replace)
            gather_closings(settings, file.parent, is_lived_in=database.is_lived_in())
            return _put_back(settings, database, archive, room)


def _introduce(manifest: Manifest) -> None:
    held = manifest.contents
    click.echo(
        f"备份时间 / made at: {manifest.made_at}，{manifest.database}，version {manifest.version}，"
        f"migration {held.migration}，{sum(held.rows.values()):,} rows"
    )


def _require_fitting(manifest: Manifest, database: CopiedDatabase) -> None:
    if manifest.database != database.kind:
        raise BackupRefused(
            f"这是 {manifest.database} 的备份，这里用的是 {database.kind} / "
            f"this is a backup of {manifest.database}, and DATABASE_URL says {database.kind}"
        )
    known = {revision.revision for revision in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if manifest.contents.migration not in known:
        raise BackupRefused(
            f"备份来自更新的版本，请先升级程序 / made by a newer release (migration "
            f"{manifest.contents.migration}): upgrade the code first"
        )


def _require_stopped(settings: Settings, database: CopiedDatabase) -> None:
    users = database.who_uses_it()
    if _answers(settings.host, settings.port):
        users.append(f"http://{settings.host}:{settings.port}")
    if users:
        raise BackupRefused(
            "服务还在运行，请先停止 web 和 worker / the service still runs, stop web and worker: "
            + ", ".join(users)
        )


def _answers(host: str, port: int) -> bool:
    """Tell whether our web server listens where it would."""
    with closing(http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


def _make_way(settings: Settings, database: CopiedDatabase, *, replace: bool) -> None:
    """Refuse to cover what somebody may need; what may be replaced is copied first."""
    is_lived_in = database.is_lived_in()
    if not replace and (is_lived_in or _kept_folders(settings)):
        raise BackupRefused(
            "这里已有数据，加 --replace（make restore … REPLACE=1）就换掉，原来的会另存 / "
            "data are here; --replace (make restore … REPLACE=1) replaces them and keeps a copy"
        )
    if is_lived_in and not database.is_set_aside:
        click.echo("先另存现有的数据 / first a copy of what is here")
        make_backup(settings, backups_of(settings))


def _put_back(
    settings: Settings, database: CopiedDatabase, archive: OpenedArchive, room: Path
) -> Verdicts:
    manifest, part = archive.manifest, room / database.part
    click.echo("放入数据库 / putting the database in")
    url = database.lay_down(part, manifest.made_with)
    counted = database.recount(part)
    verdicts = {
        f"{sum(counted.rows.values()):,} rows，{counted.transfers:,} transfers，"
        f"{counted.points:,} points，{len(counted.seals)} seals": list(
            manifest.contents.differences(counted)
        )
    }
    laid_down = settings if url is None else _at(settings, url)
    click.echo("升级表结构 / migrating")
    migrate_database(laid_down)
    verdicts |= _recount(laid_down, manifest)
    aside = f".before-{stamp(datetime.now(UTC))}"
    for old in (database.take_over(part, aside), *_put_files(settings, room, aside)):
        if old is not None:
            click.echo(f"原来的另存为 / what was there is now: {old}")
    return verdicts


def _at(settings: Settings, url: str) -> Settings:
    return Settings(**{**vars(settings), "database_url": url, "database_owner_url": url})


def _recount(settings: Settings, manifest: Manifest) -> Verdicts:
    """Recount the books; then end every sign-in, as one ended since the backup would live again."""
    click.echo("重新核账 / recounting")
    with serving(settings) as app:
        books = read(app, lambda work: [str(f) for each in RECOUNTS for f in each(work.session)])
        seals = read(app, lambda work: [str(f) for f in points.verify_seals(work.session)])
        _seal_the_rest(app)
        audited = read(app, lambda work: [str(f) for f in audit.verify_entries(work, {}).faults])
        close_again(app)
        write(app, lambda work: _begin_anew(work, manifest))
    return {
        "账平 / the books balance": books,
        "封账无改动 / the seals hold": seals,
        "留痕无改动 / the audit holds": audited,
    }


def _seal_the_rest(app: ServiceFlask) -> None:
    """Seal the entries that the worker had not come to when the backup was made."""
    while write(app, audit.seal_entries):
        pass


def _begin_anew(work: Work, manifest: Manifest) -> None:
    ended = identity.end_all_sessions(work)
    work.audit("restore_backup", "installation", None, made_at=manifest.made_at, sessions=ended)


def _put_files(settings: Settings, room: Path, aside: str) -> list[Path]:
    """Put the files in their folders; return where those that were there are now."""
    kept = [folder.rename(f"{folder}{aside}") for folder in _kept_folders(settings)]
    for name in DATA_FOLDERS:
        if (room / name).exists():
            shutil.move(room / name, settings.var_dir / name)
    return kept


def _kept_folders(settings: Settings) -> list[Path]:
    folders = (settings.var_dir / name for name in DATA_FOLDERS)
    return [folder for folder in folders if folder.exists() and any(folder.iterdir())]
