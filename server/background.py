"""Background work: periodic jobs under a lease and the outbox, right with any number of workers.

What is done inside is done exactly once: each effect commits together with its mark, and only while
the token of the lease is still the worker's own. What goes outside is sent at least once.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import select

from models.base import Base
from models.vocabulary import Door
from server.domains.outbox import service as outbox
from server.kernel import walls
from server.kernel.actors import SYSTEM, WORKER, Actor
from server.kernel.ports import Ports
from server.kernel.work import Work
from server.web.transactions import Transactions, Unavailable

log = logging.getLogger(__name__)

JOB_LEASE = timedelta(minutes=1)
DRAINED_MAX = 1_000
OUTSIDE_SECONDS_MAX = 5.0

Answer = TypeVar("Answer")
Lease = Callable[[Work], tuple[str, list[int]]]
Topics = Mapping[str, outbox.Deliver | outbox.Outside]


@dataclass(frozen=True, slots=True)
class Job:
    """A periodic job of one transaction, and how long after a success it is due again.

    When its worker is killed, another takes it over after `lease`; a run must be shorter. It sees
    no village behind its wall, unless it is about all of them.
    """

    run: Callable[[Work], object]
    every: timedelta
    lease: timedelta = JOB_LEASE
    is_about_all: bool = False


@dataclass(frozen=True, slots=True)
class Sweep:
    """A periodic job over many things, each in a transaction of its own.

    One that fails is named and left for the next time; it holds up no other. What is due is a row
    of the table `of`, whose village is entered; without a table, a lot of every village.
    """

    list_due: Callable[[Work, int], Sequence[int]]
    do: Callable[[Work, int], object]
    every: timedelta
    lease: timedelta = JOB_LEASE
    of: type[Base] | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """A periodic job that looks something up, and then acts outside while no transaction is open.

    It looks at all villages. One that is cut off is done again: doing it twice does no harm.
    """

    look: Callable[[Work], Any]
    go: Callable[[Ports, Any], object]
    every: timedelta
    lease: timedelta = JOB_LEASE


Periodic = Job | Sweep | Errand


def drain_outbox(
    transactions: Transactions,
    topics: Topics,
    seconds: Callable[[], float] = time.monotonic,
) -> int:
    """Do what is due in the outbox and return how many rows were done.

    First what stays inside, then, one by one, what goes outside. However slow the outside is, no
    row is begun there after `OUTSIDE_SECONDS_MAX`: the periodic jobs wait that long and for one
    call, and the rest goes out after them.
    """
    outside = [topic for topic, do in topics.items() if isinstance(do, outbox.Outside)]
    done = _drain(transactions, topics, partial(outbox.lease_due, without=outside))
    if outside:
        end = seconds() + OUTSIDE_SECONDS_MAX
        lease = partial(outbox.lease_one, topics=outside)
        done += _drain(transactions, topics, lease, lambda: seconds() < end)
    return done


def _drain(
    transactions: Transactions,
    topics: Topics,
    lease: Lease,
    may_go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Do what is leased, lot after lot, at most `DRAINED_MAX` rows."""
    done = tried = 0
    while tried < DRAINED_MAX and may_go_on():
        token, ids = _run(transactions, lease)
        for row_id in ids:
            done += _deliver(transactions, topics, row_id, token)
        tried += len(ids)
        if not ids:
            break
    return done


def _deliver(transactions: Transactions, topics: Topics, row_id: int, token: str) -> bool:
    try:
        outcome = _run(transactions, lambda work: outbox.deliver(work, row_id, token, topics))
        if isinstance(outcome, outbox.Sending):
            outcome = _send(transactions, row_id, token, outcome)
    except Unavailable:
        raise
    except Exception as error:
        log.exception("outbox row %s failed", row_id)
        _postpone(transactions, row_id, token, type(error).__name__)
        return False
    return outcome


def _send(transactions: Transactions, row_id: int, token: str, sending: outbox.Sending) -> bool:
    answer = sending.outside.send(transactions.ports, sending.payload, sending.key)
    return _run(transactions, lambda work: outbox.mark_sent(work, row_id, token, sending, answer))


def _postpone(transactions: Transactions, row_id: int, token: str, failure: str) -> None:
    again = _run(transactions, lambda work: outbox.postpone(work, row_id, token, failure))
    if not again:
        log.error("outbox row %s is given up", row_id)


def run_job(transactions: Transactions, name: str, job: Periodic) -> bool:
    """Run one periodic job under its lease; False when it is not due or another worker has it.

    Whatever it does commits only while it holds the lease: a worker that was taken for dead and
    overtaken raises LeaseLost instead. A job that fails is postponed, longer each time.
    """
    token = _run(
        transactions, lambda work: outbox.lease_job(work, name, lasting=job.lease, every=job.every)
    )
    if token is None:
        return False
    run = _Run(transactions, name, token)
    try:
        run.do(job)
    except (outbox.LeaseLost, Unavailable):
        raise
    except Exception as error:
        run.postpone(type(error).__name__)
        raise
    return True


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of a job under a lease."""

    transactions: Transactions
    name: str
    token: str

    def do(self, job: Periodic) -> None:
        """Do a job in the way of its kind."""
        match job:
            case Job():
                self.whole(job)
            case Sweep():
                self.sweep(job)
            case Errand():
                self.errand(job)

    def whole(self, job: Job) -> None:
        """Do all of it in one transaction, the end of the lease included."""

        def do(work: Work) -> None:
            job.run(work)
            outbox.end_job(work, self.name, self.token)

        _run(self.transactions, do, SYSTEM if job.is_about_all else WORKER)

    def sweep(self, job: Sweep) -> None:
        """Do what is due one by one."""
        done = [self._is_done(job, each) for each in self._due(job)]
        failure = f"{done.count(False)} of {len(done)} failed" if False in done else None
        _run(
            self.transactions,
            lambda work: outbox.end_job(work, self.name, self.token, failure=failure),
        )

    def errand(self, job: Errand) -> None:
        """Look, act outside, and say that it is done."""
        found = _run(self.transactions, job.look, SYSTEM, writes=False)
        job.go(self.transactions.ports, found)
        _run(self.transactions, lambda work: outbox.end_job(work, self.name, self.token))

    def postpone(self, failure: str) -> None:
        """Keep it from being tried at once."""
        _run(
            self.transactions,
            lambda work: outbox.postpone_job(work, self.name, self.token, failure),
        )

    def _due(self, job: Sweep) -> Iterator[int]:
        lot: Sequence[int] = (0,)
        while lot := _run(
            self.transactions, partial(_next_lot, job, lot[-1]), _actor_of(job), writes=False
        ):
            yield from lot

    def _is_done(self, job: Sweep, each: int) -> bool:
        def do(work: Work) -> None:
            _enter_village_of(work, job, each)
            job.do(work, each)
            outbox.keep_job(work, self.name, self.token, lasting=job.lease)

        try:
            _run(self.transactions, do, _actor_of(job))
        except (outbox.LeaseLost, Unavailable):
            raise
        except Exception:
            log.exception("job %s failed for %s", self.name, each)
            return False
        return True


def _run(
    transactions: Transactions,
    do: Callable[[Work], Answer],
    actor: Actor = WORKER,
    *,
    writes: bool = True,
) -> Answer:
    return transactions.run(do, writes=writes, load_actor=lambda _session, _now: actor)


def _actor_of(job: Sweep) -> Actor:
    return SYSTEM if job.of is None else WORKER


def _next_lot(job: Sweep, after: int, work: Work) -> Sequence[int]:
    with walls.look_through(work.session, Door.DUE):
        return job.list_due(work, after)


def _enter_village_of(work: Work, job: Sweep, each: int) -> None:
    if job.of is not None:
        columns: Any = job.of
        walls.enter_through(
            work.session, Door.DUE, select(columns.village_id).where(columns.id == each)
        )


def do_what_is_due(
    transactions: Transactions, jobs: Mapping[str, Periodic], topics: Topics
) -> None:
    """Do all that is due now; a failing job does not keep the others from running."""
    try:
        for name, job in jobs.items():
            _try_job(transactions, name, job)
        drain_outbox(transactions, topics)
    except Unavailable:
        log.warning("the database does not answer; trying again")


def _try_job(transactions: Transactions, name: str, job: Periodic) -> None:
    try:
        run_job(transactions, name, job)
    except Unavailable:
        raise
    except outbox.LeaseLost:
        log.warning("job %s was taken over by another worker", name)
    except Exception:
        log.exception("job %s failed", name)
