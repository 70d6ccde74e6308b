"""What is refused, each with its own word, and with nothing touched."""

import io
import os
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import create_engine
from werkzeug.serving import make_server

from server.adapters.backups.archive import MANIFEST, opened, pack
from server.adapters.backups.refusals import BackupRefused
from server.adapters.field_cipher import AesFieldCipher
from server.outside import cipher_of
from tests.support.installations import Estate, Installation, SqliteEstate
from tests.support.service import settings_for

Change = Callable[[Path], None]


def cipher(village: Installation) -> AesFieldCipher:
    return cipher_of(village.settings)


def is_refused(answer: Result, word: str) -> bool:
    """Tell whether a command ended with one line that holds the word."""
    lines = answer.stderr.strip().splitlines()
    return answer.exit_code == 1 and len(lines) == 1 and word in lines[0]


def members_of(archive: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(archive) as tar:
        pairs = [(member, tar.extractfile(member)) for member in tar.getmembers()]
        return [(member, content.read()) for member, content in pairs if content]


def rewritten(archive: Path, change: Callable[[tarfile.TarInfo, bytes], bytes]) -> None:
    """Write the archive again, with each member's content as `change` returns it."""
    members = [(member, change(member, content)) for member, content in members_of(archive)]
    with tarfile.open(archive, "w") as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def appended(archive: Path, member: tarfile.TarInfo) -> None:
    with tarfile.open(archive, "a") as tar:
        tar.addfile(member, io.BytesIO(b"x" * member.size))


def described_anew(archive: Path, village: Installation, **facts: object) -> None:
    """Sign another manifest for the same database, as another installation would have."""
    with opened(archive, cipher(village)) as found, tarfile.open(archive) as tar:
        manifest = replace(found.manifest, **facts)  # type: ignore[arg-type]  # facts of tests
        tar.extractall(archive.parent / "parts", filter="data")
    archive.unlink()
    parts = {name: archive.parent / "parts" / name for name in manifest.parts}
    pack(archive, parts, lambda packed: manifest, cipher(village), lambda *_: None)


def link_to(name: str) -> tarfile.TarInfo:
    link = tarfile.TarInfo(name)
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return link


def named(name: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size = 4
    return member


DAMAGES: dict[str, tuple[str, Change]] = {
    "a byte of the database is another": (
        "not what was backed up",
        lambda file: rewritten(
            file, lambda m, c: c[:-1] + b"?" if m.name.startswith("database") else c
        ),
    ),
    "a photo is another": (
        "not what was backed up",
        lambda file: rewritten(file, lambda m, c: b"?" * len(c) if "photo" in m.name else c),
    ),
    "a photo is longer": (
        "not what was backed up",
        lambda file: rewritten(file, lambda m, c: c * 2 if "photo" in m.name else c),
    ),
    "the manifest says other sums": (
        "the manifest was changed",
        lambda file: rewritten(
            file, lambda m, c: c.replace(b'"points"', b'"Points"') if m.name == MANIFEST else c
        ),
    ),
    "the manifest is no manifest": (
        "manifest cannot be read",
        lambda file: rewritten(file, lambda m, c: b"[]" if m.name == MANIFEST else c),
    ),
    "its format is of the future": (
        "unknown backup format",
        lambda file: rewritten(file, lambda m, c: c.replace(b'"format": 1', b'"format": 2')),
    ),
    "its last block is missing": ("cut off", lambda file: cut(file, 0.97)),
    "half is missing": ("cut off", lambda file: cut(file, 0.5)),
    "all but the name is missing": ("cut off", lambda file: cut(file, 0)),
    "it is a photo": ("cut off", lambda file: overwrite(file, b"\xff\xd8" * 4000)),
    "a part climbs out": ("something else", lambda file: appended(file, named("../climbed"))),
    "a part is absolute": ("something else", lambda file: appended(file, named("/climbed"))),
    "a part is a link": ("something else", lambda file: appended(file, link_to("files/link"))),
    "a part is there twice": ("something else", lambda file: appended(file, named(MANIFEST))),
    "a part was put in": ("not those of the", lambda file: appended(file, named("files/x.jpg"))),
}


def overwrite(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def cut(file: Path, share: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_archive(sqlite_estate: SqliteEstate, damage: str) -> None:
    village = sqlite_estate.lived_in()
    archive, before = village.backup(), village.rows()
    word, change = DAMAGES[damage]
    change(archive)
    assert is_refused(village.command("restore", archive, "--replace"), word)
    assert village.rows() == before
    assert village.leftovers() == []
    assert not list(village.folder.parent.rglob("climbed"))


def test_an_archive_that_is_not_there(sqlite_estate: SqliteEstate) -> None:
    answer = sqlite_estate.empty().command("restore", "/nowhere.tar")
    assert answer.exit_code == 2
    assert "does not exist" in answer.stderr


def test_another_field_key(estate: Estate, village: Installation) -> None:
    archive, new = village.backup(), estate.empty()
    answer = new.command(
        "restore", archive, FIELD_KEY="another key of more than thirty-two letters"
    )
    assert is_refused(answer, "another FIELD_KEY")
    assert not new.folder.exists()


def test_a_backup_opens_under_the_keys_it_was_made_with_and_those_that_took_over(
    village: Installation,
) -> None:
    key, index_key = village.settings.field_key, "an index key of more than thirty-two letters"
    assert village.command("backup", INDEX_KEY=index_key).exit_code == 0
    archive = village.archives()[-1]
    new = "another key of more than thirty-two letters"
    for fits in (
        AesFieldCipher(key, index_key=index_key),
        AesFieldCipher(new, (key,), index_key=index_key),
    ):
        with opened(archive, fits):
            pass
    for wrong in (AesFieldCipher(new, index_key=index_key), AesFieldCipher(key, index_key=new)):
        with pytest.raises(BackupRefused, match="another FIELD_KEY"), opened(archive, wrong):
            pass


def test_a_newer_release_s_backup(village: Installation) -> None:
    archive = village.backup()
    with opened(archive, cipher(village)) as found:
        contents = replace(found.manifest.contents, migration="9999")
    described_anew(archive, village, contents=contents)
    assert is_refused(village.command("restore", archive, "--replace"), "upgrade the code first")


def test_another_kind_of_database(village: Installation) -> None:
    archive = village.backup()
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[village.database]
    described_anew(archive, village, database=other)
    assert is_refused(village.command("restore", archive, "--replace"), f"a backup of {other}")


def test_a_database_of_something_else(estate: Estate, village: Installation) -> None:
    archive, other = village.backup(), estate.empty()
    other.folder.mkdir(parents=True)
    engine = create_engine(other.settings.owner_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE invoices (id INTEGER)")
    engine.dispose()
    answer = other.command("restore", archive, "--replace")
    assert is_refused(answer, "belongs to something else: invoices")
    assert other.rows() == {"invoices": []}


@pytest.mark.parametrize("words", [("backup",), ("restore", __file__)])
def test_another_user_than_the_service_s(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Root would leave files that the service cannot open."""
    folder = tmp_path / "var"
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    answer = Installation("sqlite", settings_for("sqlite://", not_ours(folder))).command(*words)
    assert is_refused(answer, "do it as the user that the service runs as")


def not_ours(folder: Path) -> Path:
    """Return a folder of somebody else's: ours, given away, or one of root's."""
    return folder if os.geteuid() == 0 else Path("/")


def test_a_service_that_is_connected(village: Installation) -> None:
    archive = village.backup()
    with village.serving() as service:
        assert service.scalar("SELECT COUNT(*) FROM households") == 2
        answer = village.command("restore", archive, "--replace")
        assert is_refused(answer, "stop web and worker")
    assert village.command("restore", archive, "--replace").exit_code == 0


def test_a_web_server_that_answers_and_has_not_connected_yet(village: Installation) -> None:
    archive = village.backup()
    with listening(village):
        answer = village.command("restore", archive, "--replace")
        assert is_refused(answer, f"http://127.0.0.1:{village.settings.port}")


@contextmanager
def listening(village: Installation) -> Iterator[None]:
    with village.serving() as service:
        server = make_server("127.0.0.1", village.settings.port, service.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield
        server.shutdown()
        thread.join()
        server.server_close()
