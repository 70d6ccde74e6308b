"""Draws the samples of docs/printing.md: `python -m tools.print_samples`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2

from server.adapters.sheets import PdfSheets
from server.kernel.sheets import ActivityPoster, Card, DoorPlate, Mark, Piece, ShopPoster

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
DRAWN_AT = datetime(2026, 11, 27, tzinfo=UTC)
DPI = 72
VILLAGE = "双龙村"
NUMBERS = ("1", "2", "17", "128", "1-12", "206", "50011000123", "330")
LABELS = ("王** · 三组", "\u4dae** · 一组", "\U0002c11a** · 二组", "李** · 三组", "刘** · 五组")


def _mark(number: int) -> Mark:
    return Mark(f"SAMPLE{number:010}".replace("0", "Z").replace("1", "Y"))


def _samples() -> dict[str, Sequence[Piece]]:
    return {
        "plates": [
            DoorPlate(VILLAGE, "三组", number, _mark(place)) for place, number in enumerate(NUMBERS)
        ],
        "cards": [
            Card(VILLAGE, NUMBERS[place], label, _mark(place)) for place, label in enumerate(LABELS)
        ],
        "activity": [
            ActivityPoster(
                organiser="双龙村妇联",
                title="绿色小课堂：怎样分垃圾",
                times=["12月2日 09:00—10:30", "12月9日 09:00—10:30"],
                place="村文化活动室（黄葛树旁边）",
                content="先讲怎样分垃圾，再到村口一起动手。请带手套和水杯，老人和孩子请家人陪着来。",
                contact="刘主席，村委会",
                risk_notes="不下水，两人一组。",
                mark=_mark(1),
            )
        ],
        "shop": [
            ShopPoster(
                VILLAGE,
                [("洗衣粉 1袋", "30分"), ("香皂 1块", "20分"), ("大米 1袋", "200分")],
                _mark(2),
            )
        ],
    }


def main() -> None:
    """Write a picture of the first page of each kind."""
    for name, pieces in _samples().items():
        printed = PdfSheets().draw(pieces, title=name, at=DRAWN_AT)
        page = pypdfium2.PdfDocument(printed.pdf)[0].render(scale=DPI / 72).to_pil()
        page.quantize(64).save(FOLDER / f"print-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
