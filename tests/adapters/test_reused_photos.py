"""A photo that is shown again is found, however it was turned, cut or changed; others are not.

`python -m bench.reused_photos` measures the same on a thousand pictures.
"""

from functools import cache

import numpy as np
import pytest
from PIL import Image

from server.adapters.pictures import fingerprints
from server.adapters.pictures.reader import grey_look
from server.kernel.pictures import FINGERPRINT_LENGTH_MAX
from tests.support.retakes import MUST_BE_FOUND
from tests.support.yards import a_yard

YARDS, SHOWN_AGAIN = 60, 10
RECALL_MIN = 0.9


def fingerprint_of(image: Image.Image) -> str:
    return fingerprints.of(grey_look(image))


yard = cache(a_yard)


@cache
def known() -> dict[int, str]:
    return {seed: fingerprint_of(yard(seed)) for seed in range(YARDS)}


@pytest.mark.parametrize("change", MUST_BE_FOUND)
def test_a_photo_is_found_again(change: str) -> None:
    rng = np.random.default_rng(11)
    found = 0
    for seed in range(SHOWN_AGAIN):
        again = MUST_BE_FOUND[change](yard(seed), rng)
        alike = fingerprints.look_alike(fingerprint_of(again), known())
        assert alike in ([seed], [])
        found += bool(alike)
    assert found >= RECALL_MIN * SHOWN_AGAIN


def test_no_photo_is_taken_for_another_one() -> None:
    for seed, fingerprint in known().items():
        assert fingerprints.look_alike(fingerprint, known()) == [seed]


def test_the_likest_comes_first() -> None:
    cut = fingerprint_of(yard(3).crop((12, 9, 228, 171)))
    same = {7: cut, 9: known()[3], 8: known()[4]}
    assert fingerprints.look_alike(known()[3], same) == [9, 7]


@pytest.mark.parametrize("colour", ["white", "black"])
def test_where_nothing_is_to_be_seen_nothing_is_alike(colour: str) -> None:
    nothing = fingerprint_of(Image.new("RGB", (240, 180), colour))
    assert nothing == ""
    assert fingerprints.look_alike(nothing, {1: nothing, 2: known()[0]}) == []
    assert fingerprints.look_alike(known()[0], {1: nothing}) == []
    assert len(known()[0]) == FINGERPRINT_LENGTH_MAX
