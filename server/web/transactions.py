"""The one place where transactions open and close: returning commits, raising rolls back."""

import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn, TypeVar

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from models import Base
from server.kernel.actors import STRANGER, WORKER, Actor
from server.kernel.clock import Clock
from server.kernel.errors import Conflict, DomainError, TryLater
from server.kernel.ports import Ports
from server.kernel.records import Record
from server.kernel.work import Work
from server.web.constraints import ConstraintErrors, unique_names, violated_names
from server.web.metrics import REPEATS
from server.web.outages import is_outage

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")
ActorLoader = Callable[[Session, datetime], Actor]
RecordWriter = Callable[[Work, Sequence[Record]], None]
RaiseWall = Callable[[Session, Actor], None]

ATTEMPTS_MAX = 5
UNIQUE_NAMES = unique_names(Base.metadata)
_SERIALISATION_FAILURE, _DEADLOCK, _LOCK_NOT_AVAILABLE = "40001", "40P01", "55P03"


class Busy(Conflict):
    """Somebody else held the same rows for too long; nothing was done."""

    slug = "busy"
    title = "请稍等再试"


class Overloaded(TryLater):
    """No database connection was free in time; nothing was done."""

    slug = "overloaded"
    title = "人太多了"


class Unavailable(TryLater):
    """The database is gone, starting or full; whether this was done is unknown, so repeat it."""

    slug = "unavailable"
    title = "系统正在恢复"


@dataclass(frozen=True, slots=True)
class Transactions:
    """Opens pieces of work, each behind its actor's wall.

    `write_records` belongs to the audit domain and `raise_wall` to organisations, wired in by the
    app.
    """

    engine: Engine
    clock: Clock
    ports: Ports
    write_records: RecordWriter
    raise_wall: RaiseWall
    constraint_errors: ConstraintErrors

    def run(
        self,
        do: Callable[[Work], Answer],
        *,
        writes: bool,
        load_actor: ActorLoader = lambda _session, _now: WORKER,
        request_id: str = "",
    ) -> Answer:
        """Run `do` in one transaction and return its answer.

        Unless somebody acts, it is the system that sees no village before it enters one.
        The whole is repeated when the database asks for it (40001, 40P01). A refusal's records
        are written in a second short transaction, on reads as well.
        """
        for attempt in range(1, ATTEMPTS_MAX + 1):
            try:
                return self._attempt(do, load_actor, request_id, writes=writes)
            except IntegrityError as error:
                self._raise_explained(error)
            except PoolTimeout as error:
                raise Overloaded("现在用的人太多，请过一会儿再试。") from error
            except (DBAPIError, psycopg.Error) as error:
                self._raise_when_gone(error)
                self._give_up_unless_repeatable(error, attempt)
        raise Busy("办的人太多，没轮到，请再点一次。")

    def _attempt(
        self,
        do: Callable[[Work], Answer],
        load_actor: ActorLoader,
        request_id: str,
        *,
        writes: bool,
    ) -> Answer:
        actor = STRANGER  # until her token has said who she is
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                work = self._open(session, load_actor, request_id, writes=writes)
                actor = work.actor
                answer = do(work)
                if writes:
                    self._keep(work, work.records)
        except DomainError as refusal:
            self._leave_behind(refusal.records, actor, request_id)
            raise
        if not writes:
            self._leave_behind(work.records, actor, request_id)
        return answer

    def _open(
        self, session: Session, load_actor: ActorLoader, request_id: str, *, writes: bool
    ) -> Work:
        read_only = {} if writes else {"postgresql_readonly": True}
        session.connection(execution_options={"writes": writes, **read_only})
        now = self.clock.now(session)
        actor = load_actor(session, now)
        self.raise_wall(session, actor)
        return Work(session=session, actor=actor, now=now, ports=self.ports, request_id=request_id)

    def _leave_behind(self, records: Sequence[Record], actor: Actor, request_id: str) -> None:
        """Keep records in a transaction of their own, in the name of whoever left them."""
        if records:
            with Session(self.engine, expire_on_commit=False) as session:
                work = self._open(session, lambda _s, _n: actor, request_id, writes=True)
                self._keep(work, records)

    def _keep(self, work: Work, records: Sequence[Record]) -> None:
        self.write_records(work, records)
        work.session.commit()

    def _raise_explained(self, error: IntegrityError) -> NoReturn:
        for name in violated_names(error, UNIQUE_NAMES):
            if make := self.constraint_errors.get(name):
                refusal = make()
                raise refusal from error
        raise error

    @staticmethod
    def _raise_when_gone(error: DBAPIError | psycopg.Error) -> None:
        if is_outage(error):
            log.warning("the database does not answer: %s", type(error).__name__)
            raise Unavailable("系统正在恢复，这一步可能没有办成，请过一会儿再点一次。") from error

    @staticmethod
    def _give_up_unless_repeatable(error: DBAPIError | psycopg.Error, attempt: int) -> None:
        cause = error.orig if isinstance(error, DBAPIError) else error
        state = getattr(cause, "sqlstate", None)
        if state == _LOCK_NOT_AVAILABLE or "database is locked" in str(cause):
            raise Busy("同一件事正有人在办，请过一会儿再试。") from error
        if state not in {_SERIALISATION_FAILURE, _DEADLOCK}:
            raise error
        REPEATS.labels(state).inc()
        log.info("repeating a transaction: sqlstate %s, attempt %s", state, attempt)
        time.sleep(random.uniform(0.005, 0.02) * attempt)  # noqa: S311 - jitter, not a secret
