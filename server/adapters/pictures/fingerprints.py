"""Perceptual hashes (PDQ) of a picture and of what is left when it is cut, and which are alike.

One hash stands a turn by a quarter, a mirror, another brightness, size and quality, but no cut. So
a fingerprint holds the hashes of twenty-five windows of the picture, and of the whole in all eight
positions. Two pictures are alike when a window of one is like the whole of the other, however that
is turned. What this finds and what it misses is measured by `python -m bench.reused_photos`.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from itertools import product

import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

from server.adapters.pictures.reader import LOOK_SIDE

DISTANCE_MAX = 68
"""Of 256 bits; two pictures that have nothing in common differ in about 128."""
QUALITY_MIN = 10
"""Of 100; a white wall or a dark night has less, and all of them would be alike."""
HASHED_SIDE, WORDS = 64, 4

Box = tuple[float, float, float, float]
Hashes = NDArray[np.uint64]
"""Of so many pictures, so many hashes each, of four words each."""

KEPT = (0, 1), (0.08, 1), (0, 0.92), (0.08, 0.92), (0.04, 0.96)
"""From where to where, across or down; whatever cut up to a tenth is near one of them."""
WINDOWS: tuple[Box, ...] = tuple(
    (left, top, right, bottom) for (left, right), (top, bottom) in product(KEPT, repeat=2)
)
POSITIONS = 8
"""A quarter turn and its multiples, each also mirrored; the first is as the picture was."""


def of(look: bytes) -> str:
    """Return the fingerprint of a square grey look; empty when there is nothing to be seen."""
    grey = Image.frombytes("L", (LOOK_SIDE, LOOK_SIDE), look)
    (whole, quality), *cut = (_hashes(grey, window) for window in WINDOWS)
    if quality < QUALITY_MIN:
        return ""
    hashes = [*whole, *(positions[0] for positions, _ in cut)]
    return b64encode(np.packbits(np.array(hashes, np.uint8), axis=1).tobytes()).decode()


def look_alike(fingerprint: str, others: dict[int, str]) -> list[int]:
    """Return the ids of those that show the same, the likest first."""
    # Another length: nothing was to be seen, or a release with other windows made it.
    ids = [id_ for id_, other in others.items() if len(other) == len(fingerprint)]
    if not (fingerprint and ids):
        return []
    distances = _distances(_read([fingerprint]), _read(others[id_] for id_ in ids))
    likest_first = np.argsort(distances, kind="stable")
    return [ids[place] for place in likest_first if distances[place] <= DISTANCE_MAX]


def _hashes(grey: Image.Image, window: Box) -> tuple[NDArray[np.uint8], int]:
    left, top, right, bottom = (side * LOOK_SIDE for side in window)
    size = HASHED_SIDE, HASHED_SIDE
    small = grey.resize(size, Image.Resampling.BOX, box=(left, top, right, bottom))
    hashes, quality = pdqhash.compute_dihedral(np.asarray(small.convert("RGB")))
    return hashes, quality


def _read(fingerprints: Iterable[str]) -> Hashes:
    read = np.frombuffer(b"".join(map(b64decode, fingerprints)), np.uint64)
    return read.reshape(-1, POSITIONS + len(WINDOWS) - 1, WORDS)


def _distances(one: Hashes, many: Hashes) -> NDArray[np.int64]:
    """Return how far each of many is from one, by whatever of both is nearest."""
    (whole, cut), (wholes, cuts) = _whole_and_cut(one), _whole_and_cut(many)
    nearest = [
        np.bitwise_count(hashes ^ each).sum(axis=2, dtype=np.int64).min(axis=1)
        for mine, hashes in ((cut, wholes), (whole, cuts))
        for each in mine[0]
    ]
    distances: NDArray[np.int64] = np.minimum.reduce(nearest)
    return distances


def _whole_and_cut(hashes: Hashes) -> tuple[Hashes, Hashes]:
    """Return the hashes of the whole in all positions, and those of all windows as they were."""
    as_it_was = np.r_[0, POSITIONS : hashes.shape[1]]
    return hashes[:, :POSITIONS], hashes[:, as_it_was]
