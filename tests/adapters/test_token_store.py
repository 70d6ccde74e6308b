import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from server.adapters.token_store import FileTokenStore

_COUNT = """
import sys
from pathlib import Path
from server.adapters.token_store import FileTokenStore

store = FileTokenStore(Path(sys.argv[1]))
for _ in range(50):
    with store.lock():
        store.set("count", str(int(store.get("count") or 0) + 1), 60)
"""

_DIE_HOLDING = """
import os, sys
from pathlib import Path
from server.adapters.token_store import FileTokenStore

with FileTokenStore(Path(sys.argv[1])).lock():
    os._exit(0)
"""


def _start(script: str, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", script, str(folder)])


def test_a_value_is_kept_until_its_time_is_up(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "tokens")
    assert store.get("key") is None
    store.set("key", "value", 60)
    assert store.get("key") == "value"
    assert store.get("other") is None
    store.set("key", "value", 0)
    assert store.get("key") is None


def test_only_the_owner_may_read(tmp_path: Path) -> None:
    folder = tmp_path / "tokens"
    FileTokenStore(folder).set("wechat:wx1:access_token", "value", 60)
    (file,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"value": "x"}', b"\xff"])
def test_a_damaged_file_counts_as_missing(tmp_path: Path, damage: bytes) -> None:
    store = FileTokenStore(tmp_path)
    store.set("key", "value", 60)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert store.get("key") is None


def test_two_processes_never_hold_the_lock_together(tmp_path: Path) -> None:
    processes = [_start(_COUNT, tmp_path) for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert FileTokenStore(tmp_path).get("count") == "100"


def test_threads_exclude_each_other_too_and_a_long_wait_ends(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path, lock_wait_seconds=0.1)
    seen: list[type[BaseException]] = []

    def enter() -> None:
        try:
            with store.lock():
                pass
        except TimeoutError as error:
            seen.append(type(error))

    with store.lock():
        thread = threading.Thread(target=enter)
        thread.start()
        thread.join()
    assert seen == [TimeoutError]


def test_a_holder_that_dies_frees_the_lock(tmp_path: Path) -> None:
    assert _start(_DIE_HOLDING, tmp_path).wait(60) == 0
    with FileTokenStore(tmp_path, lock_wait_seconds=1).lock():
        pass
