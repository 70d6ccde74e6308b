"""Posters (海报) on one page of A4: an activity to sign up for, and the points shop."""

from collections.abc import Sequence
from dataclasses import replace

from server.adapters.sheets.canvas import (
    A4_HEIGHT,
    A4_WIDTH,
    LEAF,
    LEAF_SOFT,
    SOFT,
    WHITE,
    Box,
    Canvas,
    Style,
    shrinking,
)
from server.adapters.sheets.words import how_to_scan
from server.kernel.sheets import ActivityPoster, Mark, ShopPoster

MARGIN = 18.0
WIDTH = A4_WIDTH - 2 * MARGIN
BAND = 20.0
LABELS = 24.0
TEXT_WIDTH = WIDTH - LABELS
GAP = 3.5
FOOT = 92.0
CODE = 74.0

BRAND = Style(size=7.0, colour=WHITE, is_bold=True)
SENDER = Style(size=5.4, least=3.6, colour=WHITE, align="right")
TITLE = Style(size=17.0, least=10.0, lines=3, is_bold=True, leading=1.22)
LABEL = Style(size=7.4, colour=LEAF, is_bold=True)
TEXT = Style(size=7.4, lines=100, leading=1.42)
STEP = Style(size=5.8, least=5.4, lines=3, leading=1.42)
CALL = Style(size=15.0, colour=LEAF, is_bold=True)
HOW = Style(size=6.2, lines=3, leading=1.5)
ASIDE = Style(size=4.6, lines=4, colour=SOFT, leading=1.5)
GOODS = Style(size=5.6, least=4.2, lines=2, leading=1.1)
STEP_NUMBER = Style(size=6.0, colour=LEAF, align="middle", is_bold=True)
PRICE = Style(size=5.6, colour=LEAF, align="right", is_bold=True)
STEPS = (
    "攒积分：做好事、参加活动，找村（社区）妇联确认，公示后就能用。",
    "选货品：手机上先订好，或直接来店里说要什么。",
    "取货：出示取货码或家庭积分卡，店员扫码，当场拿走。",
)
TIMES_ALONE = 3
GOODS_ROWS = 6
COLUMN_GAP = 10.0


def draw_activity(canvas: Canvas, posters: Sequence[ActivityPoster]) -> None:
    """Draw each activity on a page of its own."""
    for poster in posters:
        canvas.add_page()
        _draw_head(canvas, poster.organiser)
        y = canvas.write(Box(MARGIN, 32, WIDTH, 64), poster.title, TITLE) + 6
        parts = [
            ("时间", "\n".join(_rows(poster.times))),
            ("地点", poster.place),
            ("内容", poster.content),
            ("联系", poster.contact),
            ("安全", poster.risk_notes or ""),
        ]
        _draw_parts(canvas, y, [(name, text) for name, text in parts if text])
        _draw_foot(canvas, poster.mark, "扫码报名", "没有手机？找村（社区）妇联，帮您报上。")


def draw_shop(canvas: Canvas, posters: Sequence[ShopPoster]) -> None:
    """Draw each shop on a page of its own."""
    for poster in posters:
        canvas.add_page()
        _draw_head(canvas, "积分换货品，不用花钱")
        canvas.write(Box(MARGIN, 34, WIDTH, 44), f"{poster.village}\n积分超市", TITLE)
        y = 86.0
        for number, step in enumerate(STEPS, start=1):
            canvas.fill(Box(MARGIN, y, 9, 9), LEAF_SOFT)
            canvas.write(Box(MARGIN, y + 1.5, 9, 7), str(number), STEP_NUMBER)
            y = canvas.write(Box(MARGIN + 13, y + 1.2, WIDTH - 13, 20), step, STEP) + 4
        _draw_goods(canvas, y + 3, poster.goods)
        _draw_foot(canvas, poster.mark, "扫码看货品", "没有手机？带家庭积分卡来店里。")


def _draw_head(canvas: Canvas, sender: str) -> None:
    canvas.fill(Box(0, 0, A4_WIDTH, BAND), LEAF)
    canvas.leaf(MARGIN, 5, 10)
    canvas.write(Box(MARGIN + 13, 6.4, 50, 8), "巴渝绿家", BRAND)
    canvas.write(Box(MARGIN + 60, 7.2, WIDTH - 60, 7), sender, SENDER)


def _rows(times: Sequence[str]) -> list[str]:
    """Return times one below the other, many of them in pairs."""
    if len(times) <= TIMES_ALONE:
        return list(times)
    return ["，".join(times[first : first + 2]) for first in range(0, len(times), 2)]


def _draw_parts(canvas: Canvas, y: float, parts: Sequence[tuple[str, str]]) -> None:
    """Draw what is to be known, all in the largest size at which everything fits."""
    room = A4_HEIGHT - FOOT - GAP - y
    texts = [text for _, text in parts]
    size = next(size for size in shrinking(TEXT.size) if _height(canvas, texts, size) <= room)
    text_style = replace(TEXT, size=size, least=size)
    label_style = replace(LABEL, size=size)
    for name, text in parts:
        canvas.write(Box(MARGIN, y, LABELS, size), name, label_style)
        y = canvas.write(Box(MARGIN + LABELS, y, TEXT_WIDTH, room), text, text_style) + GAP


def _height(canvas: Canvas, texts: Sequence[str], size: float) -> float:
    lines = sum(len(canvas.lines(text, TEXT_WIDTH, size)) for text in texts)
    return lines * size * TEXT.leading + GAP * len(texts)


def _draw_goods(canvas: Canvas, y: float, goods: Sequence[tuple[str, str]]) -> None:
    """Draw goods in one column, in two when there are many."""
    columns = 1 if len(goods) <= GOODS_ROWS else 2
    width = (WIDTH - COLUMN_GAP * (columns - 1)) / columns
    for position, (name, price) in enumerate(goods[: columns * GOODS_ROWS]):
        row, column = divmod(position, columns)
        x, top = MARGIN + column * (width + COLUMN_GAP), y + row * 9.6
        canvas.write(Box(x, top, width - 28, 8), name, GOODS)
        canvas.write(Box(x + width - 26, top, 26, 8), price, PRICE)
        canvas.rule((x, top + 8.6), (x + width, top + 8.6), 0.1)


def _draw_foot(canvas: Canvas, mark: Mark, call: str, aside: str) -> None:
    y = A4_HEIGHT - FOOT
    canvas.fill(Box(0, y, A4_WIDTH, FOOT), LEAF_SOFT)
    canvas.code(mark, A4_WIDTH - MARGIN - CODE, y + 9, CODE)
    left = WIDTH - CODE - 6
    canvas.write(Box(MARGIN, y + 16, left, 18), call, CALL)
    canvas.write(Box(MARGIN, y + 38, left, 26), how_to_scan(mark), HOW)
    canvas.write(Box(MARGIN, y + 64, left, 20), aside, ASIDE)
