"""Draws a print-out: pieces of one kind on as many pages as they need."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from server.adapters.sheets.canvas import Canvas
from server.adapters.sheets.cards import draw_cards
from server.adapters.sheets.plates import draw_plates
from server.adapters.sheets.posters import draw_activity, draw_shop
from server.kernel.sheets import (
    ActivityPoster,
    Card,
    DoorPlate,
    Piece,
    Printed,
    ShopPoster,
)

_LAYOUTS: dict[type[Piece], Callable[[Canvas, Sequence[Any]], None]] = {
    DoorPlate: draw_plates,
    Card: draw_cards,
    ActivityPoster: draw_activity,
    ShopPoster: draw_shop,
}


def draw(pieces: Sequence[Piece], *, title: str, at: datetime) -> Printed:
    """Return the pieces as PDF; the same pieces at the same instant give the same bytes."""
    with Canvas(title) as canvas:
        canvas.pdf.set_creation_date(at)
        _LAYOUTS[type(pieces[0])](canvas, pieces)
        pdf = bytes(canvas.pdf.output())
    return Printed(pdf, canvas.pdf.pages_count, "".join(sorted(canvas.unknown)))
