"""The worker as a process: woken through Redis, outliving it, stopping when its tick is done."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from models.vocabulary import OutboxTopic
from server.domains.outbox import service as outbox
from server.kernel.work import Work
from server.worker import JOBS
from tests.support.nodes import IS_BLOCKED
from tests.support.redis import emptied_redis, own_redis
from tests.support.service import Room, Service

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60
FINISHED = "SELECT count(*) FROM job_leases WHERE succeeded_at IS NOT NULL"
TAKEN = "SELECT count(*) FROM outbox_rows WHERE attempts > 0"


@contextmanager
def working(service: Service, folder: Path, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """Yield a worker of this service; it is gone afterwards."""
    url = service.app.config["SQLALCHEMY_DATABASE_URI"]
    environ = {**os.environ, "DATABASE_URL": url, "VAR_DIR": str(folder), **settings}
    program = [sys.executable, "-m", "server.worker"]
    with subprocess.Popen(program, env=environ, cwd=ROOT, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(come_true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not come_true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def told_to_stop(process: subprocess.Popen[bytes]) -> bytes:
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    return told


def put(service: Service) -> None:
    def fill(work: Work) -> None:
        outbox.put(work, OutboxTopic.MESSAGE_CREATED, {"message_id": 1}, village_id=None)

    service.run(fill)


def test_a_worker_is_woken_through_redis(service: Service, tmp_path: Path) -> None:
    with emptied_redis() as url, working(service, tmp_path, REDIS_URL=url) as worker:
        wait_until(lambda: service.scalar(FINISHED) == len(JOBS))
        told = told_to_stop(worker)

    assert b"Traceback" not in told
    assert not list(tmp_path.rglob("huey.sqlite3"))


def test_a_worker_that_lost_redis_works_on_when_it_is_back(
    sqlite_room: Room, tmp_path: Path
) -> None:
    service = sqlite_room.open()
    with own_redis() as redis, working(service, tmp_path, REDIS_URL=redis.url) as worker:
        wait_until(lambda: service.scalar(FINISHED) == len(JOBS))
        redis.kill()
        put(service)
        assert worker.stderr is not None
        for line in worker.stderr:
            if b"the queue does not answer" in line:
                break
        assert service.scalar("SELECT count(*) FROM outbox_rows") == 1

        redis.start()
        wait_until(lambda: service.scalar(TAKEN) == 1)
        told_to_stop(worker)


def test_a_worker_told_to_stop_finishes_its_tick(postgresql_room: Room, tmp_path: Path) -> None:
    service = postgresql_room.open()
    with service.app.transactions.engine.connect() as blocker:
        blocker.execute(text("INSERT INTO job_leases (name) VALUES ('purge_keys')"))
        with working(service, tmp_path) as worker:
            wait_until(lambda: service.scalar(IS_BLOCKED))
            worker.send_signal(signal.SIGTERM)
            blocker.rollback()
            worker.communicate(timeout=PATIENCE_SECONDS)

    assert worker.returncode == 0
    assert service.scalar(FINISHED) == len(JOBS)
