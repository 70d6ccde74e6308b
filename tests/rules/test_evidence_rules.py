"""How an upload is cut, and when two acts rest on one picture."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import EvidencedAct
from server.domains.evidence import rules
from server.domains.evidence.rules import Use
from server.kernel.pictures import UPLOAD_BYTES_MAX

MONDAY, TUESDAY = date(2026, 11, 9), date(2026, 11, 10)
CLAIM, ANSWER = EvidencedAct.CLAIM, EvidencedAct.ANSWER
USE = Use(1, household_id=7, act=CLAIM, object_id=3, done_on=MONDAY)


@given(st.integers(1, UPLOAD_BYTES_MAX))
def test_the_chunks_are_the_whole(size: int) -> None:
    sizes = [rules.chunk_size(size, position) for position in range(rules.count_chunks(size))]
    assert sum(sizes) == size
    assert all(0 < each <= rules.CHUNK_BYTES for each in sizes)
    assert set(sizes[:-1]) <= {rules.CHUNK_BYTES}


@given(st.integers(1, 20 * rules.CHUNK_BYTES), st.sets(st.integers(0, 19)))
def test_what_has_not_arrived_is_missing(size: int, stored: set[int]) -> None:
    missing = rules.missing_chunks(size, stored)
    assert set(missing) | (stored & set(range(rules.count_chunks(size)))) == set(
        range(rules.count_chunks(size))
    )
    assert not set(missing) & stored


@pytest.mark.parametrize(
    ("other", "is_reuse"),
    [
        (USE, False),
        (Use(2, 8, CLAIM, 4, MONDAY), True),
        (Use(2, 7, CLAIM, 4, MONDAY), False),
        (Use(2, 7, CLAIM, 4, TUESDAY), True),
        (Use(2, 7, ANSWER, 3, TUESDAY), True),
        (Use(2, 7, CLAIM, 3, TUESDAY), False),
    ],
)
def test_two_households_or_two_days_re_use_a_picture(other: Use, is_reuse: bool) -> None:  # noqa: FBT001 - a case of the table
    assert rules.is_reuse(USE, other) is is_reuse
    assert rules.rest_twice([USE], [other]) is is_reuse


def test_photos_are_compared_with_those_of_this_year_and_the_last() -> None:
    assert rules.compared_since(date(2026, 11, 10)) == date(2025, 1, 1)
