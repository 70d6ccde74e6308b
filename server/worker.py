"""The worker: drains the outbox and runs periodic jobs. No fact lives only in its queue."""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer, Scheduler
from sqlalchemy import delete

from config.logs import configure_logs
from config.settings import Settings
from models.requests import IdempotencyKey
from server.adapters.redis_pool import redis_pool
from server.app import OUTBOX_TOPICS, create_app
from server.domains.outbox import service as outbox
from server.domains.points import service as points
from server.domains.rewards import service as rewards
from server.kernel.work import Work
from server.web.transactions import Transactions

log = logging.getLogger(__name__)

TICK_SECONDS = 2
JOB_LEASE = timedelta(minutes=5)
KEYS_KEPT = timedelta(days=35)


def purge_keys(work: Work) -> int:
    """Forget stored answers older than 35 days; return how many."""
    old = delete(IdempotencyKey).where(IdempotencyKey.created_at < work.now - KEYS_KEPT)
    return len(work.session.scalars(old.returning(IdempotencyKey.key)).all())


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic job, and how long after a success it is due again (by the service's clock)."""

    run: Callable[[Work], object]
    every: timedelta


JOBS: dict[str, Job] = {
    "close_due_notices": Job(points.close_due_notices, timedelta(seconds=5)),
    "expire_orders": Job(rewards.expire_orders, timedelta(seconds=5)),
    "roll_up_villages": Job(points.roll_up_villages, timedelta(minutes=5)),
    "seal_transfers": Job(points.seal_transfers, timedelta(minutes=10)),
    "purge_keys": Job(purge_keys, timedelta(days=1)),
}


def drain_outbox(
    transactions: Transactions, topics: Mapping[str, outbox.Deliver] = OUTBOX_TOPICS
) -> int:
    """Do everything that is due in the outbox; return how many rows were done."""
    done = 0
    while True:
        token, ids = transactions.run(outbox.lease_due, writes=True)
        for row_id in ids:
            done += _deliver(transactions, topics, row_id, token)
        if not ids:
            return done


def _deliver(
    transactions: Transactions, topics: Mapping[str, outbox.Deliver], row_id: int, token: str
) -> bool:
    try:
        return transactions.run(
            lambda work: outbox.deliver(work, row_id, token, topics), writes=True
        )
    except Exception as error:
        log.exception("outbox row %s failed", row_id)
        failure = type(error).__name__
        transactions.run(lambda work: outbox.postpone(work, row_id, token, failure), writes=True)
        return False


def run_job(transactions: Transactions, name: str, job: Job) -> bool:
    """Run one periodic job under its lease; False when it is not due or another worker has it.

    A job that fails keeps its lease, so that it is tried again when the lease has ended.
    """
    token = transactions.run(
        lambda work: outbox.lease_job(work, name, lasting=JOB_LEASE, every=job.every), writes=True
    )
    if token is None:
        return False
    transactions.run(job.run, writes=True)
    transactions.run(lambda work: outbox.end_job(work, name, token), writes=True)
    return True


def tick(transactions: Transactions, jobs: Mapping[str, Job] = JOBS) -> None:
    """Do all that is due now; a failing job does not keep the others from running."""
    for name, job in jobs.items():
        try:
            run_job(transactions, name, job)
        except Exception:
            log.exception("job %s failed", name)
    drain_outbox(transactions)


class TickingScheduler(Scheduler):  # type: ignore[misc]  # huey has no types
    """Huey's scheduler, which looks at periodic tasks every `TICK_SECONDS`, not every minute."""

    periodic_task_seconds = TICK_SECONDS

    def enqueue_periodic_tasks(self, now: object) -> None:
        """Ask again at the next tick when the queue does not answer; huey's own would end here."""
        try:
            super().enqueue_periodic_tasks(now)
        except Exception as error:  # noqa: BLE001 - whatever befell the queue, the next tick asks again
            log.warning("the queue does not answer: %s", type(error).__name__)


class TickingConsumer(Consumer):  # type: ignore[misc]  # huey has no types
    """Huey's consumer with that scheduler."""

    scheduler_class = TickingScheduler


def build_queue(settings: Settings) -> Huey:
    """Return the queue that wakes workers, in Redis or in a file; no fact is kept in it."""
    if settings.redis_url:
        pool = redis_pool(settings.redis_url)
        return RedisHuey("bayu", connection_pool=pool, results=False)
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("bayu", filename=str(settings.var_dir / "huey.sqlite3"), results=False)


def build_consumer(settings: Settings, transactions: Transactions) -> Consumer:
    """Return the consumer whose one task is the tick; it never piles up."""
    huey = build_queue(settings)

    @huey.periodic_task(lambda _now: huey.pending_count() == 0)  # type: ignore[untyped-decorator]
    def run_tick() -> None:
        tick(transactions)

    return TickingConsumer(
        huey, workers=1, max_delay=1.0, check_worker_health=False, graceful_signal="TERM"
    )


def main() -> None:
    """Run until SIGTERM, which lets the tick under way finish, or SIGINT, which does not."""
    configure_logs()
    settings = Settings.from_env(os.environ)
    app = create_app(settings)
    build_consumer(settings, app.transactions).run()


if __name__ == "__main__":
    main()
