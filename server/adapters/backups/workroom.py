"""Where a backup or a restore is under way: a closed folder that is gone when its maker is."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_NEW, _LOCKED = ".bayu-new-", ".bayu-unfinished-"


@contextmanager
def workroom(folder: Path) -> Iterator[Path]:
    """Yield a folder inside `folder`, on the same disk, that nobody else may enter.

    Rooms that a killed process left behind are cleared first: a lock tells them from those in use.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.glob(f"{_LOCKED}*"):
        _clear_when_forsaken(old)
    new = Path(tempfile.mkdtemp(prefix=_NEW, dir=folder))
    descriptor = os.open(new, os.O_RDONLY | os.O_CLOEXEC)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    room = new.rename(str(new).replace(_NEW, _LOCKED))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows the names in a folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear_when_forsaken(room: Path) -> None:
    with suppress(OSError):  # in use, or cleared by another just now
        descriptor = os.open(room, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(room)
        finally:
            os.close(descriptor)
