"""Confirming claims: what a batch buys, as ratios of one run (absolute times mean nothing here).

`python -m bench.confirm [sqlite|postgresql]` prepares a village, confirms fresh claims in batches
of 1, 10, 50 and 100 in alternating rounds, and prints CPU of this process and wall time per
confirm, relative to batches of one.
"""

import itertools
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from server.domains.points import service as points
from tests.support.points_builders import Family, PointsVillage, a_claim, a_family, a_points_village
from tests.support.postgres import start_server
from tests.support.service import PostgresRoom, Service, SqliteRoom

BATCHES = (1, 10, 50, 100)
ROUNDS = 5
CONFIRMS_A_ROUND = 100
RULES = ("CIV02", "VOL03", "GRN01", "SAV02")


@contextmanager
def opened(database: str) -> Iterator[Service]:
    """Yield an empty service on a database of its own."""
    folder = Path(tempfile.mkdtemp(prefix="bayu-bench-"))
    if database == "sqlite":
        yield SqliteRoom.prepare(folder).open()
        return
    with start_server() as server:
        room = PostgresRoom.prepare(server, "bayu_bench", folder)
        yield room.open()
        room.close()


def fresh_claims(service: Service, village: PointsVillage) -> Iterator[int]:
    """Yield submitted claims, each under caps of its own household."""
    for number in itertools.count():
        family: Family = a_family(service, village, f"王{number}")
        for code in RULES:
            yield a_claim(service, family, code)


def measure(service: Service, chair: int, claim_ids: list[int], size: int) -> tuple[float, float]:
    """Confirm all in batches; return CPU and wall seconds per confirm."""
    actor = service.actor(chair)
    cpu, wall = time.process_time(), time.perf_counter()
    for start in range(0, len(claim_ids), size):
        batch = claim_ids[start : start + size]
        service.run(partial(points.confirm_claims, claim_ids=batch), actor)
    return (
        (time.process_time() - cpu) / len(claim_ids),
        (time.perf_counter() - wall) / len(claim_ids),
    )


def main(database: str) -> None:
    """Run all rounds and print the medians with their range."""
    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    with opened(database) as service:
        village = a_points_village(service)
        supply = fresh_claims(service, village)
        for round_number in range(ROUNDS):
            sizes = BATCHES if round_number % 2 == 0 else BATCHES[::-1]
            for size in sizes:
                ids = list(itertools.islice(supply, CONFIRMS_A_ROUND))
                found[size].append(measure(service, village.chair, ids, size))
    base_cpu = statistics.median(cpu for cpu, _ in found[1])
    base_wall = statistics.median(wall for _, wall in found[1])
    print(f"{database}: per confirm, relative to batches of one (median [min–max] of {ROUNDS})")
    for size in BATCHES:
        cpus = sorted(cpu / base_cpu for cpu, _ in found[size])
        walls = sorted(wall / base_wall for _, wall in found[size])
        print(
            f"  batch {size:>3}: CPU {statistics.median(cpus):.2f} [{cpus[0]:.2f}–{cpus[-1]:.2f}]"
            f"  wall {statistics.median(walls):.2f} [{walls[0]:.2f}–{walls[-1]:.2f}]"
        )


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["sqlite"]))
