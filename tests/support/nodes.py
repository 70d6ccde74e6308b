"""Web nodes and workers as operators run them: processes of their own, on ports of their own."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from config.settings import Settings
from tests.support.ports import free_port
from tests.support.service import Answer

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
WEB = ["gunicorn", "-c", "config/gunicorn.py", "server.wsgi:app"]
WORKER = ["server.worker"]


@dataclass(frozen=True)
class Node:
    """One program of the service; web nodes listen on `port`."""

    process: subprocess.Popen[bytes]
    log: Path
    port: int = 0

    def call(self, method: str, path: str, json_body: object = None, **headers: str) -> Answer:
        """Ask over a connection of its own; raises OSError or HTTPException when none answers."""
        return call(self.port, method, path, json_body, **headers)

    def get(self, path: str, **headers: str) -> Answer:
        """Read."""
        return self.call("GET", path, **headers)

    def stop(self) -> int:
        """Ask it to end, as a process manager does; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def kill(self) -> None:
        """End it and its children at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE_SECONDS)

    def told(self) -> str:
        """Return what it has logged."""
        return self.log.read_text(encoding="utf-8")


def call(port: int, method: str, path: str, json_body: object = None, **headers: str) -> Answer:
    """Ask whoever listens on a port; a write gets a fresh key unless one is given."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    body = None
    if method not in {"GET", "HEAD"}:
        body = json.dumps(json_body or {})
        sent = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex} | sent
    try:
        connection.request(method, path, body=body, headers=sent)
        response = connection.getresponse()
        content = response.read()
        return Answer(response.status, _read(content), dict(response.getheaders()))
    finally:
        connection.close()


@contextmanager
def running(program: list[str], folder: Path, **settings: object) -> Iterator[Node]:
    """Yield a program that runs under these settings alone; it is gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    known = {spec.metadata["env"] for spec in Settings.__dataclass_fields__.values()}
    clean = {name: value for name, value in os.environ.items() if name not in known}
    own = {"VAR_DIR": str(folder), "PORT": str(port)}
    environ = clean | own | {name: str(value) for name, value in settings.items()}
    log = folder / f"{program[0]}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *program],
            cwd=ROOT,
            env=environ,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    node = Node(process, log, int(environ["PORT"]))
    try:
        yield node
    finally:
        node.kill()


@contextmanager
def web_node(folder: Path, **settings: object) -> Iterator[Node]:
    """Yield a web node that is ready."""
    with running(WEB, folder, **settings) as node:
        wait_until(lambda: is_ready(node))
        yield node


def is_ready(node: Node) -> bool:
    """Tell whether a web node can serve; one that has ended never will."""
    assert node.process.poll() is None, node.told()
    try:
        return node.get("/readyz").status == 200
    except (OSError, HTTPException):
        return False


IS_BLOCKED = """
    SELECT count(*) FROM pg_stat_activity
     WHERE wait_event_type = 'Lock' AND datname = current_database()
"""
"""Asked in a transaction of its own each time: within one, PostgreSQL repeats its first answer."""


def wait_until(come_true: Callable[[], object]) -> None:
    """Wait for something that processes do in their own time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not come_true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _read(content: bytes) -> Any:  # noqa: ANN401 - JSON or text
    try:
        return json.loads(content)
    except ValueError:
        return content.decode()
