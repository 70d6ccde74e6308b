"""An installation at work, and everything in it that can be killed."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from sqlalchemy import create_engine, text

from config.settings import Settings
from server.cli.database import migrate_database
from server.domains.activities import service as activities
from server.domains.consents import service as consents
from server.domains.points import service as points
from server.kernel.work import Work
from server.outside import reference
from tests.support.crew import Crew
from tests.support.load import (
    Client,
    Desk,
    Journal,
    Resident,
    Village,
    desk,
    residents,
    work_together,
)
from tests.support.postgres import APP_ROLE, PostgresServer, connect, start_mortal_server
from tests.support.service import Service, start

DATABASE = "bayu"
PATIENCE_SECONDS = 90
LOOK_SECONDS = 0.02

_ADVANCE = text(
    "INSERT INTO clock_offsets (id, seconds) VALUES (1, :seconds)"
    " ON CONFLICT (id) DO UPDATE SET seconds = clock_offsets.seconds + excluded.seconds"
)

Kill = Callable[[], None]


@dataclass
class Installation:
    """Processes over a database, the service on it for looking, and a village to work for."""

    crew: Crew
    service: Service
    village: Village
    owner_url: str
    chance: random.Random

    def work(self, kills: Sequence[Kill], *, steps: int) -> Journal:
        """Let everybody work, and kill at even distances; return what was acknowledged."""
        journal = Journal()
        send, village = self.crew.call, self.village
        everybody: list[Resident | Desk] = [
            *residents(send, village, journal),
            desk(send, village, journal),
        ]
        distance = len(everybody) * steps // (2 * len(kills))
        threads = work_together(everybody, steps)
        for number, kill in enumerate(kills, start=1):
            while _answered(journal) < number * distance and _are_alive(threads):
                time.sleep(LOOK_SECONDS)
            kill()
        for thread in threads:
            thread.join()
        return journal

    def repeat_some(self, journal: Journal, number: int) -> None:
        """Send some of what was acknowledged once more; the journal keeps contradictions."""
        for act in self.chance.sample(journal.acts, min(number, len(journal.acts))):
            Client(self.crew.call, act.token, journal, self.chance).repeat(act)

    def pass_time(self, seconds: float) -> None:
        """Move the clock that all processes share."""
        engine = create_engine(self.owner_url)
        with engine.begin() as connection:
            connection.execute(_ADVANCE, {"seconds": int(seconds)})
        engine.dispose()

    def wait_until_none(self, query: str) -> None:
        """Wait until the workers have left nothing that a query counts."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while left := self.service.scalar(query):
            if time.monotonic() > deadline:
                message = f"{left} left by {query}\n{self.crew.said()[-4000:]}"
                raise TimeoutError(message)
            time.sleep(0.1)

    def kill_web_worker(self) -> None:
        """Kill one of gunicorn's workers in the middle of its requests."""
        self.crew.kill_web_worker(self.chance)


@contextmanager
def on_sqlite(folder: Path, households: int) -> Iterator[Installation]:
    """Yield an installation as docs/operations.md has it on one machine: one web process."""
    url = f"sqlite:///{folder / 'bayu.sqlite3'}"
    with _installed(folder, {"DATABASE_URL": url}, households) as installation:
        yield installation


@contextmanager
def on_postgres(folder: Path, households: int) -> Iterator[tuple[Installation, PostgresServer]]:
    """Yield an installation with two web processes, and its own server, which may be killed."""
    with start_mortal_server() as server:
        server.create_database(DATABASE)
        environ = {
            "DATABASE_URL": server.app_url(DATABASE),
            "DATABASE_OWNER_URL": server.owner_url(DATABASE),
            "WEB_PROCESSES": "2",
        }
        with _installed(folder, environ, households) as installation:
            yield installation, server


def kill_backend(server: PostgresServer, chance: random.Random) -> None:
    """Kill a backend of the service; PostgreSQL drops all its connections and recovers."""
    os.kill(chance.choice(_backends(server)), signal.SIGKILL)


def stop_postgres(server: PostgresServer) -> None:
    """Stop PostgreSQL at once, without a checkpoint; its guard starts it again."""
    psutil.Process(_backends(server)[0]).parent().send_signal(signal.SIGQUIT)


def _backends(server: PostgresServer) -> list[int]:
    query = "SELECT pid FROM pg_stat_activity WHERE usename = %s"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with connect(server.owner) as connection:
                found = [int(str(row[0])) for row in connection.execute(query, [APP_ROLE])]
        except OSError:
            found = []
        if found:
            return found
        time.sleep(LOOK_SECONDS)
    message = "PostgreSQL did not come back"
    raise TimeoutError(message)


@contextmanager
def _installed(folder: Path, environ: dict[str, str], households: int) -> Iterator[Installation]:
    environ = {**environ, "VAR_DIR": str(folder), "RATE_LIMITS": "off", "WEB_THREADS": "8"}
    settings = Settings.from_env(environ)
    migrate_database(settings)
    service = start(settings, "")
    service.clock.instant = datetime.now(UTC)
    service.run(_load_catalogues)
    village = Village.build(service, households)
    try:
        with Crew(environ, folder).working() as crew:
            yield Installation(crew, service, village, settings.owner_url, random.Random(28))
    finally:
        service.app.transactions.engine.dispose()


def _load_catalogues(work: Work) -> None:
    points.load_rules(work, reference("points_rules.yaml"))
    activities.load_types(work, reference("activities.yaml"))
    consents.load_texts(work, reference("consents.yaml"))


def _answered(journal: Journal) -> int:
    return len(journal.acts) + journal.refusals.total()


def _are_alive(threads: Sequence[threading.Thread]) -> bool:
    return any(thread.is_alive() for thread in threads)
