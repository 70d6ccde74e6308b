"""A worker that drains the outbox and kills itself (kill -9) at random on the way.

It runs in a child of a fork server, so that it starts in no time and dies alone.
"""

import multiprocessing
import os
import random
import signal
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

from sqlalchemy import event

from models.vocabulary import OutboxTopic
from server.app import create_app
from server.background import Topics, drain_outbox
from server.domains.outbox import service as outbox
from server.kernel.ports import Ports
from server.kernel.wechat import SendOutcome, SubscriptionMessage
from server.kernel.work import Work
from server.registry import OUTBOX_TOPICS
from tests.support.service import FakeWeChat, MovableClock, Service, settings_for, start

TOPIC = OutboxTopic.MESSAGE_CREATED
RISK = 1 / 60
WORKERS = 2
LIVES_MAX = 120
EFFECT = "delivered"


class Way(StrEnum):
    """How a row is done: inside, outside, or inside as if it were outside (a control)."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    INSIDE_WITHOUT_ITS_MARK = "inside without its mark"


@dataclass(frozen=True)
class Life:
    """One life of a worker; the clock of the next one is further ahead than a lease lasts."""

    url: str
    folder: Path
    number: int
    way: Way

    @property
    def remote(self) -> Path:
        """What the receiver outside has written down, a key a line."""
        return self.folder / "remote"


def drain_with_mortal_workers(service: Service, folder: Path, way: Way) -> int:
    """Let two workers at a time drain the outbox, however often they die; return how often."""
    context = _fork_server()
    url = service.app.config["SQLALCHEMY_DATABASE_URI"]
    alive: list[ForkServerProcess] = []
    ends: Counter[int | None] = Counter()
    for number in range(LIVES_MAX):
        if not service.scalar("SELECT COUNT(*) FROM outbox_rows WHERE done_at IS NULL"):
            break
        alive.append(context.Process(target=live, args=(Life(url, folder, number, way),)))
        alive[-1].start()
        if len(alive) == WORKERS:
            ends.update(_reap(alive))
    while alive:
        ends.update(_reap(alive))
    assert set(ends) <= {0, -signal.SIGKILL}, ends
    return ends[-signal.SIGKILL]


def send_and_die(service: Service, folder: Path) -> int | None:
    """Let a worker be killed when WeChat has its message; return its exit code."""
    url = service.app.config["SQLALCHEMY_DATABASE_URI"]
    sender = _fork_server().Process(target=_send_once, args=(url, folder))
    sender.start()
    sender.join()
    return sender.exitcode


class _LastSeen(FakeWeChat):
    def send_subscription(self, message: SubscriptionMessage) -> SendOutcome:
        _die(now=True)
        return super().send_subscription(message)


def _send_once(url: str, folder: Path) -> None:
    app = create_app(settings_for(url, folder), wechat=_LastSeen(), clock=MovableClock())
    drain_outbox(app.transactions, OUTBOX_TOPICS)


def _fork_server() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _reap(alive: list[ForkServerProcess]) -> list[int | None]:
    """Wait for at least one to end; return the exit codes of those that did."""
    wait([process.sentinel for process in alive])
    ended = [process for process in alive if not process.is_alive()]
    for process in ended:
        process.join()
        alive.remove(process)
    return [process.exitcode for process in ended]


def live(life: Life) -> None:
    """Drain the outbox until nothing is left or the worker is dead."""
    service = start(settings_for(life.url, life.folder), "")
    service.clock.instant += outbox.LEASE * (2 * life.number + 1)
    chance = random.Random(life.number)
    engine = service.app.transactions.engine
    event.listen(engine, "commit", lambda _: _die(chance.random() < RISK))
    drain_outbox(service.app.transactions, _topics(life, service, chance))


def _topics(life: Life, service: Service, chance: random.Random) -> Topics:
    def deliver(work: Work, payload: dict[str, Any]) -> None:
        work.audit(EFFECT, "outbox_row", payload["number"])
        _die(chance.random() < RISK)

    def send(ports: Ports, payload: dict[str, Any], key: str) -> None:
        if life.way is Way.OUTSIDE:
            with life.remote.open("a") as remote:
                remote.write(f"{key}\n")
        else:
            service.run(partial(deliver, payload=payload))
        _die(life.number == 0 or chance.random() < RISK)  # sent, and not marked yet

    return {TOPIC: deliver if life.way is Way.INSIDE else outbox.Outside(send)}


def _die(now: bool) -> None:  # noqa: FBT001 - a switch of the test
    if now:
        os.kill(os.getpid(), signal.SIGKILL)
