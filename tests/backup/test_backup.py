"""Backing up: one moment of a database that others write to, or nothing at all."""

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result

from config import ROOT
from server.adapters.backups.archive import pack
from server.adapters.backups.databases import database_at
from server.adapters.backups.manifest import Manifest, Part
from server.adapters.backups.workroom import workroom
from server.adapters.field_cipher import AesFieldCipher
from tests.support.builders import a_household
from tests.support.installations import Estate, Installation, SqliteEstate

STAY = """
import sys
from pathlib import Path
from server.adapters.backups.workroom import workroom
with workroom(Path(sys.argv[1])) as room:
    (room / "half").touch()
    print(room, flush=True)
    sys.stdin.read()
"""


def is_refused(answer: Result, word: str) -> bool:
    """Tell whether a command ended with one line that holds the word."""
    lines = answer.stderr.strip().splitlines()
    return answer.exit_code == 1 and len(lines) == 1 and word in lines[0]


def backup_within(village: Installation, blocks: int) -> "subprocess.CompletedProcess[str]":
    """Back up where no file may grow beyond a number of blocks of 512 bytes, as on a full disk."""
    shell = f'ulimit -f {blocks}; exec "$0" -m server.cli backup'
    return subprocess.run(
        ["/bin/sh", "-c", shell, sys.executable],
        cwd=ROOT,
        env=village.environ,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def somebody_at_work_in(folder: Path) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    command = [sys.executable, "-c", STAY, str(folder)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        yield worker, Path(worker.stdout.readline().strip())
        worker.kill()


# One moment


def test_a_copy_is_of_one_moment_while_others_write(
    estate: Estate, village: Installation, tmp_path: Path
) -> None:
    written = []
    with village.serving() as service:
        village_id = service.scalar("SELECT MIN(village_id) FROM households")

        def write(done: int, total: int) -> None:
            written.append(a_household(service, village_id, (f"第{done}步",)))

        kept = database_at(village.settings.owner_url).copy(tmp_path / "copy", write)
        afterwards = service.scalar("SELECT COUNT(*) FROM households")

    assert len(written) > 2
    assert kept.rows["households"] == afterwards - len(written)
    place = database_at(estate.empty().settings.owner_url)
    place.lay_down(tmp_path / "copy", place.made_with)
    assert place.recount(tmp_path / "copy") == kept


def test_an_archive_is_for_its_owner_only_and_says_what_it_is(village: Installation) -> None:
    answer = village.command("backup", "--to", village.folder / "off-site")
    (archive,) = (village.folder / "off-site").iterdir()
    assert answer.exit_code == 0
    assert f"backed up: {archive}\n" in answer.output
    assert "holds personal data" in answer.output
    assert "keys" not in archive.name
    assert archive.stat().st_mode & 0o777 == 0o600
    assert village.settings.field_key.encode() not in archive.read_bytes()
    assert village.settings.secret_key.encode() not in archive.read_bytes()


def test_the_newest_are_kept_and_nothing_else_is_touched(sqlite_estate: SqliteEstate) -> None:
    village = sqlite_estate.lived_in()
    for passing in ("files/chunks/3f-0", "files/photos/.half.jpg.1a", "files/exports/9c.xlsx"):
        (village.folder / passing).parent.mkdir(exist_ok=True)
        (village.folder / passing).write_bytes(b"on its way")
    first, second = village.backup(), village.backup()
    with tarfile.open(first) as archive:
        files = [name for name in archive.getnames() if name.startswith("files/")]
    assert files == ["files/2026/photo.jpg"]
    other = first.with_name("notes.tar")
    other.touch()
    answer = village.command("backup", "--keep", "2")
    assert f"removed: {first}" in answer.output
    assert village.archives()[0] == second
    assert len(village.archives()) == 2
    assert other.exists()


# Or nothing


def test_a_full_disk_leaves_nothing(village: Installation) -> None:
    answer = backup_within(village, blocks=60)
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
    assert village.archives() == []
    assert village.leftovers() == []


def test_a_disk_that_holds_the_copy_but_not_the_archive_leaves_nothing(
    sqlite_estate: SqliteEstate,
) -> None:
    village = sqlite_estate.lived_in()
    blocks = (village.folder / "x.sqlite3").stat().st_size // 512 + 1
    answer = backup_within(village, blocks)
    assert answer.returncode == 1
    assert answer.stderr.strip().endswith("cannot read or write: File too large")
    assert village.archives() == []
    assert village.leftovers() == []


def test_a_folder_that_cannot_be_had(village: Installation) -> None:
    answer = village.command("backup", "--to", "/proc/nowhere")
    assert is_refused(answer, "/proc/nowhere")


def test_a_database_that_is_not_there(estate: Estate) -> None:
    answer = estate.empty().command("backup")
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output


def test_a_database_in_memory(sqlite_estate: SqliteEstate) -> None:
    answer = sqlite_estate.empty().command("backup", DATABASE_URL="sqlite://")
    assert is_refused(answer, "lives in memory only")


def test_a_server_that_is_not_there(sqlite_estate: SqliteEstate) -> None:
    nobody = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    answer = sqlite_estate.empty().command("backup", DATABASE_URL=nobody)
    assert is_refused(answer, "the database refuses")


# What a killed one left


def test_what_a_killed_backup_left_is_cleared_by_the_next(sqlite_estate: SqliteEstate) -> None:
    village = sqlite_estate.lived_in()
    with somebody_at_work_in(village.folder / "backups") as (killed, room):
        assert (room / "half").exists()
        killed.kill()
    village.backup()
    assert not room.exists()
    assert village.leftovers() == []


def test_one_that_is_under_way_is_left_alone(tmp_path: Path) -> None:
    with somebody_at_work_in(tmp_path) as (_, room), workroom(tmp_path):
        assert (room / "half").exists()


# Files that come and go


class _EnoughError(Exception):
    """The parts are known."""


def test_a_file_that_goes_meanwhile_is_left_out_the_database_never(tmp_path: Path) -> None:
    kept, gone, seen = tmp_path / "kept.jpg", tmp_path / "gone.jpg", list[str]()
    kept.write_bytes(b"a photo")

    def describe(parts: dict[str, Part]) -> Manifest:
        seen.extend(parts)
        raise _EnoughError

    def write(number: int, parts: dict[str, Path]) -> None:
        cipher = AesFieldCipher("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", index_key="index")
        pack(tmp_path / f"{number}.tar", parts, describe, cipher, lambda _done, _total: None)

    with pytest.raises(_EnoughError):
        write(1, {"files/gone.jpg": gone, "files/kept.jpg": kept})
    assert seen == ["files/kept.jpg"]
    with pytest.raises(FileNotFoundError):
        write(2, {"database.sqlite3": gone})
