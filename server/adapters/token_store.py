"""Keeps WeChat's access token in a file that all processes of one machine share."""

import fcntl
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK_POLL_SECONDS = 0.02


class FileTokenStore:
    """A `TokenStore` of small files, readable by the service's own user only.

    A value is replaced as a whole, so a reader never sees half of one and `get` needs no lock.
    Processes on several machines need a store they can all reach; the port stays the same.
    """

    def __init__(self, folder: Path, *, lock_wait_seconds: float = 12.0) -> None:
        """Create the folder (mode 0700) when it is missing.

        The wait is longer than one refresh may take, so that waiters normally find a fresh token.
        """
        self._folder = folder
        self._lock_wait_seconds = lock_wait_seconds
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def get(self, key: str) -> str | None:
        """Return the value while it is valid; a missing, expired or damaged file is None."""
        try:
            kept = json.loads(self._file(key).read_bytes())
            value, expires_at = str(kept["value"]), float(kept["expires_at"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
        return value if time.time() < expires_at else None

    def set(self, key: str, value: str, ttl_seconds: int) -> None:
        """Keep a value for `ttl_seconds`, replacing the one before."""
        kept = json.dumps({"value": value, "expires_at": time.time() + ttl_seconds})
        # mkstemp creates with mode 0600, and the rename keeps it.
        descriptor, draft = tempfile.mkstemp(dir=self._folder)
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(kept)
            Path(draft).replace(self._file(key))
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Let one thread of one process in; the system frees the lock when its holder dies.

        Raises TimeoutError after the wait: when WeChat hangs, a queue must not sit out one time
        limit after the other.
        """
        # Every entry opens the file anew: flock belongs to the opening, so threads exclude too.
        descriptor = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _wait_for(descriptor, self._lock_wait_seconds)
            yield
        finally:
            os.close(descriptor)

    def _file(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"


def _wait_for(descriptor: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            message = "the access token is being refreshed for too long"
            raise TimeoutError(message)
        time.sleep(_LOCK_POLL_SECONDS)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
