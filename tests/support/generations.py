"""Restores in a row: a village is backed up while people shop, and lives on elsewhere."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from config import ROOT
from server.domains.rewards import service as rewards
from server.kernel.work import Work
from server.web.transactions import Busy
from tests.support.installations import Estate, Installation
from tests.support.rewards_builders import Shop, a_shop
from tests.support.service import Service

Answer = TypeVar("Answer")

PATIENCE_SECONDS = 60
VERDICTS = 4


@dataclass
class Shopping:
    """People who order and cancel without a pause; `acknowledged` holds what they were told."""

    service: Service
    acknowledged: list[int] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    is_over: threading.Event = field(default_factory=threading.Event)

    def shop(self, shop: Shop) -> None:
        """Order and cancel until it is over."""
        wanted = {shop.goods["soap"]: 1}
        order = partial(rewards.reserve, household_id=shop.household.id, wanted=wanted)
        try:
            while not self.is_over.is_set():
                order_id = self._insist(order, shop).id
                with self.changed:
                    self.acknowledged.append(order_id)
                    self.changed.notify_all()
                self._insist(partial(rewards.cancel, order_id=order_id), shop)
        except Exception as error:  # noqa: BLE001 - the test judges it
            self.faults.append(error)

    def _insist(self, do: Callable[[Work], Answer], shop: Shop) -> Answer:
        """Do it again when others held the database for too long, as a phone does."""
        while True:
            with suppress(Busy):
                return self.service.run(do, shop.resident)

    def wait_for(self, more: int) -> set[int]:
        """Wait until so many more orders were acknowledged; return all."""
        with self.changed:
            wanted = len(self.acknowledged) + more
            self.changed.wait_for(lambda: len(self.acknowledged) >= wanted, PATIENCE_SECONDS)
            assert len(self.acknowledged) >= wanted, self.faults
            return set(self.acknowledged)


@contextmanager
def shopping(service: Service, people: int) -> Iterator[Shopping]:
    """Let so many people shop, each in a village of her own, until the block is done."""
    going_on = Shopping(service)
    shops = [a_shop(service, purse=60) for _ in range(people)]
    threads = [threading.Thread(target=going_on.shop, args=[shop]) for shop in shops]
    for thread in threads:
        thread.start()
    try:
        yield going_on
    finally:
        going_on.is_over.set()
        for thread in threads:
            thread.join()
    assert not going_on.faults, going_on.faults


def backup_elsewhere(village: Installation) -> None:
    """Back up in a process of its own, as cron does beside the service."""
    command = [sys.executable, "-m", "server.cli", "backup"]
    answer = subprocess.run(
        command, cwd=ROOT, env=village.environ, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def next_generation(estate: Estate, village: Installation, *, people: int) -> Installation:
    """Back a village up while people shop, restore it elsewhere and recount it there.

    What was acknowledged before the backup began is there; what is there, there was.
    """
    with village.serving() as service, shopping(service, people) as going_on:
        before = going_on.wait_for(people)
        backup_elsewhere(village)
        afterwards = going_on.wait_for(people)
    new = estate.empty()
    restored = new.command("restore", village.archives()[-1])
    assert restored.output.count("✓") == VERDICTS, restored.output
    recounted = new.command("reconcile", "--at-rest")
    assert recounted.exit_code == 0, recounted.output
    old_rows, new_rows = village.rows(), new.rows()
    with new.serving() as service:
        orders = {order_id for (order_id,) in service.rows("SELECT id FROM orders")}
    assert before <= orders
    assert not afterwards <= orders, "nobody shopped while it was backed up"
    assert set(new_rows["points_transfers"]) <= set(old_rows["points_transfers"])
    return new
