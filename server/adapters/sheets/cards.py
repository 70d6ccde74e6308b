"""Cards (积分卡) for households without a phone: front beside back, folded once and cut out."""

from collections.abc import Sequence

from server.adapters.sheets.canvas import (
    A4_HEIGHT,
    A4_WIDTH,
    INK,
    LEAF,
    LEAF_SOFT,
    SOFT,
    WHITE,
    Box,
    Canvas,
    Style,
)
from server.kernel.sheets import Card

WIDTH, HEIGHT = 85.6, 54.0
"""A bank card's size (ISO/IEC 7810 ID-1), so that it fits a purse and a laminating pouch."""
ROWS = 5
GAP = 1.5
LEFT = (A4_WIDTH - 2 * WIDTH) / 2
TOP = (A4_HEIGHT - ROWS * HEIGHT - (ROWS - 1) * GAP) / 2
MARGIN = 5.0
BAND = 9.0
CODE = 33.0
TICK = 4.0
HAIR = 0.15

HEAD = Style(size=4.2, colour=WHITE, is_bold=True)
BACK_HEAD = Style(size=4.2, colour=LEAF, is_bold=True)
VILLAGE = Style(size=4.2, least=2.8, lines=2, leading=1.2)
NAME = Style(size=2.7, colour=SOFT)
NUMBER = Style(size=12.0, least=6.0, lines=2, is_bold=True, leading=1.05)
LABEL = Style(size=4.6, least=3.0, lines=2, leading=1.2)
NOTE = Style(size=3.4, least=3.2, lines=2, colour=INK, leading=1.36)
PRIVATE = Style(size=3.0, lines=2, colour=SOFT, leading=1.3)
USES = (
    "·没有手机也能攒积分、换东西。",
    "·换东西：带卡去积分超市，店员扫码办理。",
    "·报积分、报活动：找村（社区）妇联，扫卡代办。",
    "·卡丢了：告诉村（社区）妇联，旧卡停用。",
)
PROMISE = "卡上没有全名和电话，捡到也查不到您家。积分只能换货品，不能取现。"


def draw_cards(canvas: Canvas, cards: Sequence[Card]) -> None:
    """Draw cards five to a page."""
    for position, card in enumerate(cards):
        row = position % ROWS
        if row == 0:
            canvas.add_page()
        front = Box(LEFT, TOP + row * (HEIGHT + GAP), WIDTH, HEIGHT)
        back = Box(LEFT + WIDTH, front.y, WIDTH, HEIGHT)
        _draw_front(canvas, card, front)
        _draw_back(canvas, back)
        _draw_cuts(canvas, front)


def _draw_front(canvas: Canvas, card: Card, box: Box) -> None:
    canvas.fill(Box(box.x, box.y, box.width, BAND), LEAF)
    canvas.write(Box(box.x + MARGIN, box.y + 2.2, 60, 5), "巴渝绿家 · 家庭积分卡", HEAD)
    left = box.width - CODE - MARGIN - 3
    x, y = box.x + MARGIN, box.y + BAND + 3
    canvas.write(Box(x, y, left, 8.5), card.village, VILLAGE)
    canvas.write(Box(x, y + 10.4, left, 3), "户号", NAME)
    canvas.write(Box(x, y + 13.4, left, 13), card.number, NUMBER)
    canvas.write(Box(x, y + 28.6, left, 9.5), card.label, LABEL)
    canvas.code(card.mark, box.x + box.width - CODE - 3, box.y + BAND + 6, CODE)


def _draw_back(canvas: Canvas, box: Box) -> None:
    canvas.fill(Box(box.x, box.y, box.width, BAND), LEAF_SOFT)
    canvas.leaf(box.x + MARGIN - 1.5, box.y + 1.5, 6)
    canvas.write(Box(box.x + MARGIN + 6, box.y + 2.2, 60, 5), "这张卡怎么用", BACK_HEAD)
    y = box.y + BAND + 3
    for use in USES:
        y = canvas.write(Box(box.x + MARGIN, y, box.width - 2 * MARGIN, 13), use, NOTE) + 0.8
    foot = Box(box.x + MARGIN, box.y + box.height - 10, box.width - 2 * MARGIN, 8)
    canvas.write(foot, PROMISE, PRIVATE)


def _draw_cuts(canvas: Canvas, front: Box) -> None:
    """Draw the edge to cut along, and ticks outside where it is folded."""
    fold, right = front.x + front.width, front.x + 2 * front.width
    bottom = front.y + front.height
    for y in (front.y, bottom):
        canvas.rule((front.x - TICK, y), (right + TICK, y), HAIR)
    for x in (front.x, right):
        canvas.rule((x, front.y), (x, bottom), HAIR)
    canvas.dashes((fold, front.y), (fold, bottom), HAIR)
