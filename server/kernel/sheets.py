"""Sheets as the domains order them: what stands on a plate, a card, a poster, and what is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mark:
    """A code as it is printed: the mini-program's own picture of a scene, without one a QR code."""

    scene: str
    picture: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DoorPlate:
    """What hangs at a household's door: no names, no phone, only where it is (门牌)."""

    village: str
    group: str
    number: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Card:
    """The card of a household without a phone; `label` names it as public lists do (积分卡)."""

    village: str
    number: str
    label: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class ActivityPoster:
    """What an activity is, when and where; only texts that everybody may read (活动海报)."""

    organiser: str
    title: str
    times: Sequence[str]
    place: str
    content: str
    contact: str
    risk_notes: str | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class ShopPoster:
    """The points shop of a village, with some of its goods and their points (超市海报)."""

    village: str
    goods: Sequence[tuple[str, str]]
    mark: Mark


Piece = DoorPlate | Card | ActivityPoster | ShopPoster


@dataclass(frozen=True, slots=True)
class Printed:
    """A print-out as PDF; `unknown` are the signs that no font has, each shown as an empty box."""

    pdf: bytes = field(repr=False)
    pages: int
    unknown: str


class Sheets(Protocol):
    """Draws print-outs; one holds pieces of one kind."""

    def draw(self, pieces: Sequence[Piece], *, title: str, at: datetime) -> Printed:
        """Return the pieces on as many pages of A4 as they need, dated `at`."""
        ...
