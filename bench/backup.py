"""What a backup and a restore cost, as ratios to the database's own copy (times are of one run).

`python -m bench.backup [sqlite|postgresql] [transfers]` fills a village with transfers, backs it up
while somebody writes, restores it elsewhere, and prints how long each took beside a bare copy, and
how long a writer waited, without and with the backup beside her.
"""

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config import ROOT
from server.adapters.backups.databases import database_at
from server.domains.points.service import ledger
from tests.support.builders import a_household, a_village
from tests.support.installations import Estate, Installation, PostgresEstate, SqliteEstate
from tests.support.postgres import start_server
from tests.support.rewards_builders import usable_points
from tests.support.service import Service

HOUSEHOLDS = 1_000
TRANSFERS_A_YEAR = 2 * HOUSEHOLDS
QUIET_SECONDS = 3


@contextmanager
def estate_on(database: str) -> Iterator[Estate]:
    """Yield installations on a kind of database."""
    with tempfile.TemporaryDirectory(prefix="bayu-bench-") as folder:
        if database == "sqlite":
            yield SqliteEstate.found(Path(folder))
            return
        with start_server() as server:
            estate = PostgresEstate.found(server, Path(folder))
            yield estate
            estate.close()


def fill(service: Service, transfers: int) -> int:
    """Post transfers, a year of a whole village at a time; return the village's id."""
    village_id = a_village(service, "很忙的村")
    families = [a_household(service, village_id).id for _ in range(HOUSEHOLDS)]
    for year in range(2026, 2026 + transfers // TRANSFERS_A_YEAR):
        entries = [
            entry for each in families for entry in usable_points(village_id, each, 10, year=year)
        ]
        service.run(lambda work, entries=entries: ledger.post(work, entries))
    return village_id


@contextmanager
def writing(service: Service, village_id: int, waits: list[float]) -> Iterator[None]:
    """Let somebody register households without a pause; keep how long each took."""
    is_over = threading.Event()

    def write() -> None:
        while not is_over.is_set():
            began = time.perf_counter()
            a_household(service, village_id)
            waits.append(time.perf_counter() - began)

    thread = threading.Thread(target=write)
    thread.start()
    yield
    is_over.set()
    thread.join()


def seconds(do: Callable[[], object]) -> float:
    """Return how long it took."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def operate(installation: Installation, *words: object) -> None:
    """Run an operator's command as he does."""
    command = [sys.executable, "-m", "server.cli", *map(str, words)]
    subprocess.run(
        command, cwd=ROOT, env=installation.environ, check=True, stdout=subprocess.DEVNULL
    )


def measure(estate: Estate, village: Installation, transfers: int) -> None:
    """Fill, copy bare, back up, restore; print each beside the bare copy."""
    quiet: list[float] = []
    busy: list[float] = []
    with village.serving() as service:
        village_id = fill(service, transfers)
        database = database_at(village.settings.owner_url)
        bare = seconds(lambda: database.copy(village.folder / "bare", lambda *_: None))
        with writing(service, village_id, quiet):
            time.sleep(QUIET_SECONDS)
        with writing(service, village_id, busy):
            backup = seconds(lambda: operate(village, "backup"))
    archive, new = village.archives()[-1], estate.empty()
    restore = seconds(lambda: operate(new, "restore", archive))
    size = archive.stat().st_size / 1e6
    print(f"{village.database}: {transfers:,} transfers, archive {size:.1f} MB")
    print(f"  bare copy, checked and counted {bare:.1f} s")
    print(
        f"  backup  {backup:.1f} s ({backup / bare:.1f} × bare), its start and a writer beside it"
    )
    print(f"  restore {restore:.1f} s ({restore / bare:.1f} × bare), migrated and recounted")
    for name, waits in (("without", quiet), ("with", busy)):
        middle, most = statistics.median(waits) * 1000, max(waits) * 1000
        print(f"  a writer {name} a backup beside her: {middle:.0f} ms, at most {most:.0f} ms")


def main(database: str = "sqlite", transfers: str = "100000") -> None:
    """Measure one kind of database."""
    with estate_on(database) as estate:
        measure(estate, estate.lived_in(), int(transfers))


if __name__ == "__main__":
    main(*sys.argv[1:])
