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
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
from PIL import Image

from bench.posting import say
from server.adapters.pictures import fingerprints
from server.adapters.pictures.reader import grey_look
from tests.support.retakes import MUST_BE_FOUND, WITHOUT_A_BAR, Retake
from tests.support.yards import a_yard

RETAKES: dict[str, Retake] = MUST_BE_FOUND | WITHOUT_A_BAR
RECALL_MIN, FALSE_MAX = 0.90, 0.01
A_LARGE_VILLAGE = 20_000
Fingerprints = dict[int, str]


def main(known: str = "1000", again: str = "300") -> None:
    """Draw, compare, print the table."""
    yards, shown = range(int(known)), range(int(again))
    say("drawing …")
    with ProcessPoolExecutor() as cores:
        village = dict(zip(yards, cores.map(of_yard, yards, chunksize=20), strict=True))
        print("| shown again | found | bar |\n|---|---|---|")
        for name in RETAKES:
            say(f"{name} …")
            retakes = cores.map(partial(of_retake, name), shown, chunksize=20)
            bar = f"≥ {RECALL_MIN:.2f}" if name in MUST_BE_FOUND else "none"
            print(f"| {name} | {share_found(village, retakes, shown):.3f} | {bar} |")
        other_day = cores.map(partial(of_yard, day=1), shown, chunksize=20)
        print(
            f"| the same yard, another day | {share_found(village, other_day, shown):.3f} | none |"
        )
        unknown = range(len(yards), len(yards) + len(shown))
        news = list(cores.map(of_yard, unknown, chunksize=20))
    say("")
    flagged = share(news, lambda _, new: bool(fingerprints.look_alike(new, village)))
    print(f"| new, flagged against {len(yards):,} others | {flagged:.4f} | < {FALSE_MAX} |")
    print(f"{A_LARGE_VILLAGE:,} others are compared in {comparing(village):.2f} s (median of 5)")


def of_yard(seed: int, day: int = 0) -> str:
    """Return the fingerprint of a yard."""
    return _fingerprint_of(a_yard(seed, day=day))


def of_retake(name: str, seed: int) -> str:
    """Return the fingerprint of a yard that was photographed once and changed since."""
    return _fingerprint_of(RETAKES[name](a_yard(seed), np.random.default_rng([3, seed])))


def _fingerprint_of(image: Image.Image) -> str:
    return fingerprints.of(grey_look(image))


def share_found(village: Fingerprints, retakes: Iterable[str], seeds: range) -> float:
    """Return the share of retakes that led to their own yard."""
    return share(retakes, lambda place, one: seeds[place] in fingerprints.look_alike(one, village))


def share(those: Iterable[str], is_it: Callable[[int, str], bool]) -> float:
    """Return the share of those for which it is so."""
    return statistics.mean(is_it(place, one) for place, one in enumerate(those))


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
