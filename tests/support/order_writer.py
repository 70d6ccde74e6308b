"""A process that places and cancels orders until it is killed, and acknowledges what it committed.

It runs in a child of a fork server, so that it starts in no time and dies alone.
"""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from sqlalchemy import event

from server.domains.rewards import service as rewards
from tests.support.rewards_builders import Shop
from tests.support.service import Service, settings_for, start

COMMITTING = (0, "committing")
FOREVER_SECONDS = 600

Word = tuple[int, str]
"""An order's id and its state, or COMMITTING."""


@dataclass(frozen=True)
class Order:
    """What the writer is told to do; `is_hasty` acknowledges before the commit, to be caught."""

    url: str
    folder: Path
    person_id: int
    household_id: int
    goods_id: int
    minute: int
    is_hasty: bool = False


def order_from(service: Service, shop: Shop, folder: Path, minute: int) -> Order:
    """Return what a writer needs to know; at each minute the codes are others."""
    url = service.app.config["SQLALCHEMY_DATABASE_URI"]
    goods_id = shop.goods["soap"]
    return Order(url, folder, shop.resident_id, shop.household.id, goods_id, minute)


@contextmanager
def writing(order: Order) -> Iterator[tuple[ForkServerProcess, Connection]]:
    """Yield a writer and what it says; it is dead and reaped afterwards."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    said, says = context.Pipe(duplex=False)
    process = context.Process(target=write, args=(order, says))
    process.start()
    says.close()
    try:
        yield process, said
    finally:
        process.kill()
        process.join()
        said.close()


def write(order: Order, says: Connection) -> None:
    """Place and cancel orders for ever, through the service."""
    service = start(settings_for(order.url, order.folder), "sqlite")
    service.clock.instant += timedelta(minutes=order.minute)
    event.listen(service.app.transactions.engine, "commit", lambda _: says.send(COMMITTING))
    resident = service.actor(order.person_id)
    wanted = {order.goods_id: 1}
    while True:
        placed = service.run(
            lambda work: _placed(order, says, rewards.reserve(work, order.household_id, wanted)),
            resident,
        )
        says.send((placed.id, "reserved"))
        service.run(partial(rewards.cancel, order_id=placed.id), resident)
        says.send((placed.id, "cancelled"))


def _placed(order: Order, says: Connection, placed: rewards.OrderView) -> rewards.OrderView:
    if order.is_hasty:
        says.send((placed.id, "reserved"))
        time.sleep(FOREVER_SECONDS)
    return placed
