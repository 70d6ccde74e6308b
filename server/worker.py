"""The worker: drains the outbox and runs periodic jobs. No fact lives only in its queue."""

import logging
import os
from collections.abc import Mapping
from datetime import timedelta

from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer, Scheduler
from sqlalchemy import delete

from config.logs import configure_logs
from config.settings import Settings
from models.evidence import Photo, Upload
from models.moderation import PhotoCheck, TextCheck
from models.notices import Notice
from models.requests import IdempotencyKey
from models.retention import Kept
from models.rewards import Order
from server.adapters.redis_pool import redis_pool
from server.app import create_app
from server.background import Errand, Job, Periodic, Sweep, do_what_is_due
from server.domains.audit import service as audit
from server.domains.evidence import service as evidence
from server.domains.exports import service as exports
from server.domains.feedback import service as feedback
from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.messages import service as messages
from server.domains.moderation import service as moderation
from server.domains.outbox import service as outbox
from server.domains.points import service as points
from server.domains.privacy import service as privacy
from server.domains.pushes import service as pushes
from server.domains.rewards import service as rewards
from server.kernel.work import Work
from server.registry import OUTBOX_TOPICS
from server.vitals import refuse_when_unsafe
from server.web.transactions import Transactions

log = logging.getLogger(__name__)

TICK_SECONDS = 2
KEYS_KEPT = Kept.ANSWERS.period


def purge_keys(work: Work) -> int:
    """Forget stored answers older than 35 days; return how many."""
    old = delete(IdempotencyKey).where(IdempotencyKey.created_at < work.now - KEYS_KEPT)
    return len(work.session.scalars(old.returning(IdempotencyKey.key)).all())


SEALED_COLUMNS = (
    *identity.SEALED_COLUMNS,
    *households.SEALED_COLUMNS,
    *privacy.SEALED_COLUMNS,
)
FORGETTINGS = (
    *outbox.FORGETTINGS,
    *identity.FORGETTINGS,
    *messages.FORGETTINGS,
    *households.FORGETTINGS,
    *feedback.FORGETTINGS,
    *privacy.FORGETTINGS,
)
JOBS: dict[str, Periodic] = {
    "close_due_notices": Sweep(
        points.list_due_notices, points.close_due_notice, timedelta(seconds=5), of=Notice
    ),
    "expire_orders": Sweep(
        rewards.list_expired, rewards.expire_order, timedelta(seconds=5), of=Order
    ),
    "hand_over_texts": Sweep(
        moderation.list_overdue, moderation.hand_over, timedelta(minutes=1), of=TextCheck
    ),
    "forget_uploads": Sweep(
        evidence.list_expired_uploads, evidence.forget_upload, timedelta(minutes=10), of=Upload
    ),
    "remove_photos": Sweep(
        evidence.list_old_photos, evidence.remove_file, timedelta(hours=1), of=Photo
    ),
    "purge_allowances": Job(evidence.purge_allowances, timedelta(days=1), is_about_all=True),
    "hand_over_photos": Sweep(
        moderation.list_overdue_photos,
        moderation.hand_photo_over,
        timedelta(minutes=1),
        of=PhotoCheck,
    ),
    "roll_up_villages": Job(points.roll_up_villages, timedelta(minutes=5), is_about_all=True),
    "seal_transfers": Job(points.seal_transfers, timedelta(minutes=10), is_about_all=True),
    # under a seal within 60 s, also when the worker that was at it is killed
    "seal_audit": Job(
        audit.seal_entries, timedelta(seconds=20), lease=timedelta(seconds=20), is_about_all=True
    ),
    "note_closings": Errand(privacy.list_closings, privacy.note_closings, timedelta(minutes=5)),
    "forget_exports": Job(exports.forget_exports, timedelta(days=1), is_about_all=True),
    "purge_keys": Job(purge_keys, timedelta(days=1)),
    "purge_pushes": Job(pushes.purge_pushes, timedelta(days=1)),
    "forget_tries": Job(identity.forget_tries, timedelta(days=1)),
    "forget_traces": Job(moderation.forget_traces, timedelta(days=1)),
    **{each.name: Sweep(each.list_lots, each.forget, timedelta(days=1)) for each in FORGETTINGS},
    **{
        f"reseal_{each.table}": Sweep(each.list_lots, each.reseal, timedelta(minutes=10))
        for each in SEALED_COLUMNS
    },
}


def tick(transactions: Transactions, jobs: Mapping[str, Periodic] = JOBS) -> None:
    """Run the jobs that are due and drain the outbox."""
    do_what_is_due(transactions, jobs, OUTBOX_TOPICS)


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
    settings = Settings.from_env(os.environ)
    configure_logs(as_json=settings.logs_json)
    app = create_app(settings)
    if settings.is_production:
        refuse_when_unsafe(app)
    build_consumer(settings, app.transactions).run()


if __name__ == "__main__":
    main()
