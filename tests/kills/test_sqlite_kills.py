"""SQLite killed in the middle of commits: the file is whole, nothing acknowledged is missing."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.support.order_writer import COMMITTING, Word, order_from, writing
from tests.support.rewards_builders import Shop, a_shop, mismatches
from tests.support.service import Service, SqliteRoom

KILLS = 25
COMMITS_MAX = 12
FULL = 2
PATIENCE_SECONDS = 30


@pytest.fixture
def service(sqlite_room: SqliteRoom) -> Service:
    return sqlite_room.open()


@pytest.fixture
def shop(service: Service) -> Shop:
    return a_shop(service, purse=10_000, stock=1_000)


def words(said: Connection) -> Iterator[Word]:
    """Return what a writer says, until it is dead and all of it was heard."""
    try:
        while said.poll(PATIENCE_SECONDS):
            yield said.recv()
    except EOFError:
        return


def lost(service: Service, acknowledged: dict[int, str]) -> list[str]:
    """Name every acknowledged order that is not there, or not in its state."""
    rows = service.rows("SELECT id, state FROM orders")
    states = {order_id: {state, "reserved"} for order_id, state in rows}
    return [
        f"order {order_id} was acknowledged as {state}"
        for order_id, state in acknowledged.items()
        if state not in states.get(order_id, set())
    ]


def killed_in_a_commit(service: Service, shop: Shop, folder: Path, kill: int) -> dict[int, str]:
    """Let a writer live for some commits, kill it in the next; return what it acknowledged."""
    chance = random.Random(kill)
    left = chance.randint(1, COMMITS_MAX)
    acknowledged: dict[int, str] = {}
    with writing(order_from(service, shop, folder, kill)) as (process, said):
        for word in words(said):
            if word != COMMITTING:
                acknowledged |= [word]
            elif left == 0:
                time.sleep(chance.uniform(0, 0.002))
                process.kill()
            else:
                left -= 1
    return acknowledged


def test_sqlite_killed_in_25_commits_stays_whole_and_loses_nothing_acknowledged(
    service: Service, shop: Shop, tmp_path: Path
) -> None:
    assert service.scalar("PRAGMA synchronous") == FULL
    acknowledged: dict[int, str] = {}
    for kill in range(KILLS):
        acknowledged |= killed_in_a_commit(service, shop, tmp_path, kill)
        assert service.scalar("PRAGMA integrity_check") == "ok"
        assert lost(service, acknowledged) == []
    assert len(acknowledged) >= KILLS
    assert mismatches(service) == []


def test_control_an_order_acknowledged_before_its_commit_is_missed(
    service: Service, shop: Shop, tmp_path: Path
) -> None:
    hasty = replace(order_from(service, shop, tmp_path, 0), is_hasty=True)
    with writing(hasty) as (process, said):
        word = next(word for word in words(said) if word != COMMITTING)
        process.kill()
    assert lost(service, dict([word])) == [f"order {word[0]} was acknowledged as reserved"]
    assert service.scalar("PRAGMA integrity_check") == "ok"
