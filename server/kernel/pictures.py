"""Pictures as the domains see them: what may come in, and what is made of it before it is kept."""

from dataclasses import dataclass, field
from typing import Protocol

UPLOAD_BYTES_MAX = 5 * 1024 * 1024
"""A picture as it comes from a phone; the phone itself makes it smaller than 300 KB."""
FINGERPRINT_LENGTH_MAX = 1_368


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made anew from its pixels: a JPEG without metadata, at most 2,048 pixels wide.

    `fingerprint` is what perceptual hashes make of it, in the form in which it is compared: at most
    FINGERPRINT_LENGTH_MAX letters, none when there is nothing to be seen in it.
    """

    content: bytes = field(repr=False)
    width: int
    height: int
    fingerprint: str


class PictureRefused(ValueError):
    """What was sent is no picture that may come in; `reason` is a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PictureBusy(OSError):
    """Too many pictures at once, or a machine with too much to do; try again in a few seconds."""


class Pictures(Protocol):
    """Reads pictures from strangers, within bounds of memory and time, and compares them."""

    def read(self, upload: bytes) -> Picture:
        """Return the picture made anew. Raises PictureRefused, PictureBusy.

        Reasons: `too-many-bytes`, `not-a-picture` (also what only pretends to be one),
        `too-many-pixels`, `damaged`, `too-slow`.
        """
        ...

    def look_alike(self, fingerprint: str, others: dict[int, str]) -> list[int]:
        """Return the ids of those among others that show the same, the likest first.

        Also one that was turned, mirrored, cut a little, made brighter, darker or smaller. An empty
        fingerprint (nothing to be seen) is like no other.
        """
        ...
