"""How surely a photo that is shown again is found: `python -m bench.reused_photos [known] [again]`.

A thousand drawn yards are known. Some hundred are shown again, turned, cut or changed; as many that
nobody knows are shown for the first time. The table says how many were found, and how many uploads
were flagged although they are new; also how often the same yard on another day is taken for the
same photo, which a person will see at once. At last it times a comparison with 20,000 others, what
a large village takes in a year. Figures are of drawn pictures; photos of cameras were never tried.
"""

import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import TypeVar

import numpy as np

from bench.posting import say
from server.adapters.pictures import fingerprints
from server.adapters.pictures.reader import grey_look
from tests.support.retakes import MUST_BE_FOUND, WITHOUT_A_BAR
from tests.support.yards import a_yard

Drawn = TypeVar("Drawn")

RECALL_MIN, FALSE_MAX = 0.90, 0.01
ANOTHER_DAY = "the same yard, another day"
A_LARGE_VILLAGE = 20_000
Fingerprints = dict[int, str]


def main(known: str = "1000", again: str = "300") -> None:
    """Draw, compare, print the table."""
    yards, shown, new = (
        range(int(known)),
        range(int(again)),
        range(int(known), int(known) + int(again)),
    )
    with ProcessPoolExecutor() as cores:
        village = dict(zip(yards, drawn(cores, of_yard, yards), strict=True))
        retakes = drawn(cores, of_retakes, shown)
        strangers = drawn(cores, of_yard, new)
    print("| shown again | found | bar |\n|---|---|---|")
    for name in retakes[0]:
        found = [seed in fingerprints.look_alike(retakes[seed][name], village) for seed in shown]
        bar = f"≥ {RECALL_MIN:.2f}" if name in MUST_BE_FOUND else "none"
        print(f"| {name} | {statistics.mean(found):.3f} | {bar} |")
    flagged = [bool(fingerprints.look_alike(one, village)) for one in strangers]
    others = f"new, flagged against {len(yards):,} others"
    print(f"| {others} | {statistics.mean(flagged):.4f} | < {FALSE_MAX} |")
    print(f"{A_LARGE_VILLAGE:,} others are compared in {comparing(village):.2f} s (median of 5)")


def drawn(cores: Executor, draw: Callable[[int], Drawn], seeds: range) -> list[Drawn]:
    """Draw for every seed on all cores."""
    say(f"drawing {len(seeds)} …")
    return list(cores.map(draw, seeds, chunksize=10))


def of_yard(seed: int) -> str:
    """Return the fingerprint of a yard."""
    return fingerprints.of(grey_look(a_yard(seed)))


def of_retakes(seed: int) -> dict[str, str]:
    """Return the fingerprints of a yard that was photographed once and changed since."""
    yard, rng = a_yard(seed), np.random.default_rng([3, seed])
    retakes = {name: retake(yard, rng) for name, retake in (MUST_BE_FOUND | WITHOUT_A_BAR).items()}
    retakes[ANOTHER_DAY] = a_yard(seed, day=1)
    return {name: fingerprints.of(grey_look(image)) for name, image in retakes.items()}


def comparing(village: Fingerprints) -> float:
    """Return how many seconds it takes to compare one with those of a large village."""
    those = list(village.values())
    many = {place: those[place % len(those)] for place in range(A_LARGE_VILLAGE)}
    took = []
    for one in those[:5]:
        began = time.perf_counter()
        fingerprints.look_alike(one, many)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


if __name__ == "__main__":
    main(*sys.argv[1:])
