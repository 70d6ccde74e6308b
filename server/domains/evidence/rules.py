"""The pure rules of photos: how an upload is cut, what is too much, and which two are one twice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from models.vocabulary import EvidencedAct

CHUNK_BYTES = 64 * 1024
PHOTOS_A_DAY = 100
"""Of one household; a whole self-assessment shows 54."""
OPEN_UPLOADS_MAX = 60
UPLOAD_KEPT = timedelta(days=1)
GRACE = timedelta(hours=1)
"""Longer than any request lasts: what it may still write is not swept away before."""
LINK_LASTS = timedelta(minutes=10)
YEARS_COMPARED = 2


@dataclass(frozen=True, slots=True)
class Use:
    """A photo stands behind an act: which photo of whom, which act, and on which day it was."""

    photo_id: int
    household_id: int
    act: EvidencedAct
    object_id: int
    done_on: date


def count_chunks(size: int) -> int:
    """Return in how many chunks an upload comes."""
    return -(-size // CHUNK_BYTES)


def chunk_size(size: int, position: int) -> int:
    """Return how many bytes a chunk has; every one but the last is full."""
    return min(CHUNK_BYTES, size - position * CHUNK_BYTES)


def chunk_name(token: str, position: int) -> str:
    """Return where a chunk lies in the file store."""
    return f"chunks/{token}-{position}"


def chunk_names(token: str, size: int) -> list[str]:
    """Return where all chunks of an upload lie, or may lie."""
    return [chunk_name(token, position) for position in range(count_chunks(size))]


def missing_chunks(size: int, stored: Collection[int]) -> list[int]:
    """Return which chunks have not arrived."""
    return [position for position in range(count_chunks(size)) if position not in stored]


def is_reuse(one: Use, other: Use) -> bool:
    """Tell whether two acts rest on one picture: of two households, or of two days.

    The clauses of one self-assessment are one act, however long it takes.
    """
    if (one.act, one.object_id) == (other.act, other.object_id):
        return False
    return one.household_id != other.household_id or one.done_on != other.done_on


def rest_twice(uses: Collection[Use], others: Collection[Use]) -> bool:
    """Tell whether any two of these acts rest on one picture."""
    return any(is_reuse(use, other) for use in uses for other in others)


def compared_since(today: date) -> date:
    """Return since when photos are compared: the first day of last points year."""
    return date(today.year - YEARS_COMPARED + 1, 1, 1)
