"""Kill everything, many times: the long form of tests/kills."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.kills.test_kills import assert_all_is_whole, assert_workers_finish
from tests.support.killing import (
    Installation,
    Kill,
    kill_backend,
    on_postgres,
    on_sqlite,
    stop_postgres,
)

HOUSEHOLDS = 12
KILLS = 60
STEPS_PER_KILL = 8


def test_killing_the_processes_on_sqlite_over_and_over(tmp_path: Path) -> None:
    with on_sqlite(tmp_path, HOUSEHOLDS) as installation:
        drill(installation, [installation.kill_web_worker, installation.crew.kill_worker])


def test_killing_postgresql_and_its_clients_over_and_over(tmp_path: Path) -> None:
    with on_postgres(tmp_path, HOUSEHOLDS) as (installation, server):
        drill(
            installation,
            [
                installation.kill_web_worker,
                partial(kill_backend, server, installation.chance),
                installation.crew.kill_worker,
                partial(stop_postgres, server),
            ],
        )


def drill(installation: Installation, kinds: Sequence[Kill]) -> None:
    kills = [kinds[number % len(kinds)] for number in range(KILLS)]
    journal = installation.work(kills, steps=KILLS * STEPS_PER_KILL)
    sys.stdout.write(f"{KILLS} kills, {len(journal.acts)} acts, {dict(journal.setbacks)}\n")
    assert_all_is_whole(installation, journal)
    assert_workers_finish(installation)
