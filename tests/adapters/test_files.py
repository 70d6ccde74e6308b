"""Files in a folder, and links to them."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.adapters.file_links import SignedFileLinks
from server.adapters.local_files import LocalFiles
from server.kernel.files import LinkedFile, new_file_name

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
PHOTO = LinkedFile("photos/a.jpg", "image/jpeg", "a.jpg")


def test_nobody_else_on_the_machine_reads_them_and_nothing_lies_beside(tmp_path: Path) -> None:
    LocalFiles(tmp_path).put("photos/a.jpg", b"one")
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.parent.stat().st_mode & 0o077 == 0


def test_names_are_random() -> None:
    names = {new_file_name("photos", "jpg") for _ in range(100)}
    assert len(names) == 100
    assert all(len(name) == len("photos/.jpg") + 32 for name in names)


def a_link(clock: list[datetime]) -> tuple[SignedFileLinks, str]:
    links = SignedFileLinks("https://bayu.example.cn", b"k" * 32, lambda: clock[0])
    url = links.link(PHOTO, until=NOW + timedelta(minutes=10))
    base, _, token = url.rpartition("/")
    assert base == "https://bayu.example.cn/files"
    return links, token


def test_a_link_shows_its_file_until_it_expires() -> None:
    clock = [NOW]
    links, token = a_link(clock)
    assert links.open(token) == PHOTO
    clock[0] = NOW + timedelta(minutes=10)
    assert links.open(token) is None


def test_a_changed_link_shows_nothing() -> None:
    links, token = a_link([NOW])
    assert len(token.rpartition(".")[2]) == 43, "it is signed with 32 bytes: SHA-256"
    for place, sign in itertools.product(range(0, len(token), 7), "Ab"):
        changed = token[:place] + sign + token[place + 1 :]
        assert changed == token or links.open(changed) is None
    assert SignedFileLinks("", b"o" * 32, lambda: NOW).open(token) is None
