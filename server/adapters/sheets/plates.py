"""Door plates (门牌), two by four on A4: a number to be read from two metres, and the code."""

from collections.abc import Sequence

from server.adapters.sheets.canvas import (
    A4_HEIGHT,
    A4_WIDTH,
    LEAF,
    SOFT,
    Box,
    Canvas,
    Style,
)
from server.adapters.sheets.words import how_to_scan
from server.kernel.sheets import DoorPlate

COLUMNS, ROWS = 2, 4
WIDTH, HEIGHT = A4_WIDTH / COLUMNS, A4_HEIGHT / ROWS
MARGIN = 8.0
CODE = 40.0
TICK = 4.0
HAIR = 0.15

PLACE = Style(size=6.4, least=4.2, lines=2, is_bold=True, leading=1.15)
GROUP = Style(size=5.2, least=3.6, lines=2, colour=SOFT, leading=1.15)
NUMBER_NAME = Style(size=3.6, colour=SOFT)
NUMBER = Style(size=27.0, least=12.0, lines=2, is_bold=True, leading=1.05)
HINT = Style(size=3.5, lines=2, colour=SOFT, align="middle", leading=1.3)
BRAND = Style(size=4.2, colour=LEAF, is_bold=True)
PROMISE = Style(size=4.2, least=3.4, colour=LEAF, align="right")


def draw_plates(canvas: Canvas, plates: Sequence[DoorPlate]) -> None:
    """Draw plates eight to a page, with marks where to cut."""
    for position, plate in enumerate(plates):
        place = position % (COLUMNS * ROWS)
        if place == 0:
            canvas.add_page()
            _draw_cuts(canvas)
        row, column = divmod(place, COLUMNS)
        _draw_plate(canvas, plate, Box(column * WIDTH, row * HEIGHT, WIDTH, HEIGHT).inset(MARGIN))


def _draw_plate(canvas: Canvas, plate: DoorPlate, box: Box) -> None:
    left = box.width - CODE - 3
    canvas.write(Box(box.x, box.y, left, 7.6), plate.village, PLACE)
    canvas.write(Box(box.x, box.y + 9.2, left, 6.2), plate.group, GROUP)
    canvas.write(Box(box.x, box.y + 18.4, left, 4), "户号", NUMBER_NAME)
    canvas.write(Box(box.x - 0.6, box.y + 21.6, left, 27.5), plate.number, NUMBER)
    code_x = box.x + box.width - CODE
    canvas.code(plate.mark, code_x, box.y - 2, CODE)
    hint = Box(code_x, box.y + CODE - 1.2, CODE, 9.2)
    canvas.write(hint, how_to_scan(plate.mark), HINT)
    foot = box.y + box.height - 6
    canvas.leaf(box.x, foot - 1, 7)
    canvas.write(Box(box.x + 8.4, foot, 24, 5), "巴渝绿家", BRAND)
    canvas.write(Box(box.x + 30, foot, box.width - 30, 5), "扫码看我家绿色家庭积分", PROMISE)


def _draw_cuts(canvas: Canvas) -> None:
    """Mark the cuts with ticks at the edge of the page and crosses where four plates meet."""
    for row in range(1, ROWS):
        y = row * HEIGHT
        for x in (TICK, A4_WIDTH / 2, A4_WIDTH - TICK):
            canvas.rule((x - TICK, y), (x + TICK, y), HAIR)
            if x == A4_WIDTH / 2:
                canvas.rule((x, y - TICK), (x, y + TICK), HAIR)
    for y in (TICK, A4_HEIGHT - TICK):
        canvas.rule((A4_WIDTH / 2, y - TICK), (A4_WIDTH / 2, y + TICK), HAIR)
