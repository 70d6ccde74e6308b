"""A whole installation as real processes, which a test may kill: gunicorn's workers, the worker."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.support.ports import free_port
from tests.support.service import Answer

ROOT = Path(__file__).resolve().parents[2]
WEB = ("gunicorn", "-c", "config/gunicorn.py", "server.wsgi:app")
WORKER = ("server.worker",)
ANSWER_SECONDS = 20
START_SECONDS = 60
STOP_SECONDS = 30


class NoAnswer(Exception):
    """The line broke: whether anything was done is unknown."""


@dataclass
class Crew:
    """The web server and one worker over a database; started and stopped as a context."""

    environ: dict[str, str]
    folder: Path
    port: int = field(default_factory=free_port)
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @contextmanager
    def working(self) -> Iterator["Crew"]:
        """Start both; end them afterwards, politely if they let us."""
        try:
            self._start("web", WEB)
            self._start("worker", WORKER)
            self._wait_until_ready()
            yield self
        finally:
            for process in self.processes.values():
                _end(process)

    def call(self, token: str, path: str, body: object, key: str) -> Answer:
        """Write over HTTP. Raises NoAnswer when the line breaks before all of it is back."""
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        try:
            return self._request("POST", f"/api/v1{path}", json.dumps(body), headers)
        except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
            raise NoAnswer from error

    def kill_web_worker(self, chance: random.Random) -> None:
        """Kill one of gunicorn's workers; gunicorn starts another."""
        workers = psutil.Process(self.processes["web"].pid).children()
        with suppress(psutil.NoSuchProcess):
            chance.choice(workers).kill()

    def kill_worker(self) -> None:
        """Kill the background worker and start another, as an init would."""
        self.processes["worker"].kill()
        self.processes["worker"].wait()
        self._start("worker", WORKER)

    def start_second_worker(self) -> None:
        """Have two workers."""
        self._start("second worker", WORKER)

    def said(self) -> str:
        """Return what all processes wrote."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def _start(self, name: str, module: tuple[str, ...]) -> None:
        environ = {**os.environ, **self.environ, "PORT": str(self.port)}
        with (self.folder / f"{name}.log").open("a") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *module], cwd=ROOT, env=environ, stdout=log, stderr=log
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if time.monotonic() > deadline:
                raise TimeoutError(self.said())
            time.sleep(0.1)

    def _is_ready(self) -> bool:
        with suppress(OSError, http.client.HTTPException, json.JSONDecodeError):
            return self._request("GET", "/readyz", None, {}).status == http.HTTPStatus.OK
        return False

    def _request(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read()
            return Answer(response.status, json.loads(text), dict(response.headers))
        finally:
            connection.close()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with suppress(psutil.NoSuchProcess):
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
    process.kill()
    process.wait()
