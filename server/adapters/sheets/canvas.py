"""What layouts draw with: millimetres from the top left, text that fits its box, codes."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, takewhile
from pathlib import Path
from typing import Self

import pylopdf_fonts_zh_cn as noto
import segno
from fpdf import FPDF
from fpdf.fonts import TTFFont
from PIL import Image

from server.adapters.sheets.lines import break_lines, plain
from server.kernel.sheets import Mark

A4_WIDTH, A4_HEIGHT = 210.0, 297.0
POINTS_PER_MM = 72 / 25.4
ERROR_LEVEL = "h"
"""A plate hangs outside for years: it still reads with 30 % of its code gone."""
QUIET_MODULES = 4
EMPTY_BOX = "□"
FONTS = {
    "sans": noto.sans_path(),
    "rare": Path(__file__).with_name("fonts") / "RareHan.ttf",
}
"""A sign is taken from the first font that has it; the second is loaded when it is needed."""
ASCENT = 0.88
"""Where the baseline of a line lies below its top, in ems, for Han signs."""
SIZE_STEP = 0.96

INK = (30, 43, 36)
SOFT = (81, 94, 86)
LEAF = (31, 107, 74)
LEAF_SOFT = (226, 239, 230)
CUT = (150, 156, 150)
WHITE = (255, 255, 255)
LEAF_MARK = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" fill="none">'
    b'<circle cx="60" cy="60" r="56" fill="#e2efe6"/>'
    b'<path d="M34 88C32 52 52 32 92 32c2 40-18 62-50 58" fill="#bcd8c5"/>'
    b'<path d="M34 92c8-22 22-38 42-46M44 76l-4-18m14 8-2-18m2 18 20 2" stroke="#1f6b4a"'
    b' stroke-width="4" stroke-linecap="round"/></svg>'
)
"""The leaf of the mini-program, so that a plate and the phone show the same."""

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page, in millimetres."""

    x: float
    y: float
    width: float
    height: float

    def inset(self, margin: float) -> "Box":
        """Return the box within a margin."""
        return Box(
            self.x + margin,
            self.y + margin,
            self.width - 2 * margin,
            self.height - 2 * margin,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a text is set: `size` is its em in millimetres at best, in at most `lines` lines.

    It gets smaller down to `least` before it takes another line, and below it only in its last.
    """

    size: float
    least: float = 2.4
    lines: int = 1
    colour: Colour = INK
    align: str = "left"
    is_bold: bool = False
    leading: float = 1.35


def shrinking(size: float) -> Iterator[float]:
    """Yield a size and ever smaller ones, without an end: something always fits."""
    while True:
        yield size
        size *= SIZE_STEP


class Canvas:
    """A PDF in the making, to be used in a `with`; it keeps the signs that no font has."""

    def __init__(self, title: str) -> None:
        """Begin a document of A4 pages in Chinese."""
        self.pdf = FPDF(unit="mm", format="A4")
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.set_margin(0)
        self.pdf.c_margin = 0
        self.pdf.set_title(title)
        self.pdf.set_author("巴渝绿家")
        self.pdf.set_lang("zh-CN")
        self.unknown: set[str] = set()
        self._found: dict[str, tuple[str, float]] = {}
        self._fit = cache(self._find_fit)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for font in self.pdf.fonts.values():
            if isinstance(font, TTFFont):  # the library leaves the files of fonts open
                font.ttfont.close()

    def add_page(self) -> None:
        """Begin the next page."""
        self.pdf.add_page()

    def write(self, box: Box, text: str, style: Style) -> float:
        """Write a text into a box and return where it ends; what is too long gets smaller."""
        shown = self._shown(plain(text))
        if shown.count("\n") >= style.lines:
            shown = shown.replace("\n", " ")
        size, lines = self._fit(shown, box.width, box.height, style)
        y = box.y
        for line in lines:
            self._write_line(box, y, line, size, style)
            y += size * style.leading
        return y

    def lines(self, text: str, width: float, size: float) -> list[str]:
        """Return the lines that a text takes at a size."""
        return break_lines(self._shown(plain(text)), width / size, self._width)

    def fill(self, box: Box, colour: Colour) -> None:
        """Fill a box with a colour."""
        self.pdf.set_fill_color(*colour)
        self.pdf.rect(box.x, box.y, box.width, box.height, style="F")

    def rule(self, start: tuple[float, float], end: tuple[float, float], width: float) -> None:
        """Draw a fine grey line, as for cutting."""
        self.pdf.set_draw_color(*CUT)
        self.pdf.set_line_width(width)
        self.pdf.line(*start, *end)

    def dashes(self, start: tuple[float, float], end: tuple[float, float], width: float) -> None:
        """Draw a fine grey line where paper is folded."""
        with self.pdf.local_context():
            self.pdf.set_dash_pattern(1.2)
            self.rule(start, end, width)

    def leaf(self, x: float, y: float, size: float) -> None:
        """Draw the mark of the mini-program."""
        self.pdf.image(io.BytesIO(LEAF_MARK), x, y, w=size, h=size)

    def code(self, mark: Mark, x: float, y: float, size: float) -> None:
        """Draw a code on white, with the quiet zone that scanners need within `size`."""
        self.fill(Box(x, y, size, size), WHITE)
        if mark.picture is not None:
            self.pdf.image(io.BytesIO(mark.picture), x, y, w=size, h=size)
            return
        self.pdf.image(_qr_picture(mark.scene), x, y, w=size, h=size)

    def _find_fit(
        self, text: str, width: float, height: float, style: Style
    ) -> tuple[float, Sequence[str]]:
        """Return the largest size, and its lines, at which a text fits; one line goes first."""

        def fitting(size: float, most: int) -> Sequence[str]:
            lines = break_lines(text, width / size, self._width)
            is_low = size * (1 + (len(lines) - 1) * style.leading) <= height
            return lines if is_low and len(lines) <= most else ()

        for most in range(1, style.lines):
            for size in takewhile(lambda size: size >= style.least, shrinking(style.size)):
                if lines := fitting(size, most):
                    return size, lines
        sizes = shrinking(style.size)
        return next((size, lines) for size in sizes if (lines := fitting(size, style.lines)))

    def _write_line(self, box: Box, y: float, line: str, size: float, style: Style) -> None:
        free = box.width - self._width(line) * size
        x = box.x + free * {"left": 0.0, "middle": 0.5, "right": 1.0}[style.align]
        self.pdf.set_text_color(*style.colour)
        self.pdf.set_draw_color(*style.colour)
        weight = size * POINTS_PER_MM * 0.035
        for font, run in groupby(line, self._font_of):
            signs = "".join(run)
            self.pdf.set_font(font, size=size * POINTS_PER_MM)
            if style.is_bold:
                # the library takes the width of an outline in points here
                with self.pdf.local_context(text_mode="FILL_STROKE", line_width=weight):
                    self.pdf.text(x, y + size * ASCENT, signs)
            else:
                self.pdf.text(x, y + size * ASCENT, signs)
            x += self._width(signs) * size

    def _shown(self, text: str) -> str:
        """Return the text with an empty box for each sign that no font has."""
        unknown = {sign for sign in text if sign != "\n" and not self._font_of(sign)}
        self.unknown |= unknown
        return text.translate({ord(sign): EMPTY_BOX for sign in unknown})

    def _font_of(self, sign: str) -> str:
        return self._find(sign)[0]

    def _width(self, text: str) -> float:
        """Return how wide a text is, in ems."""
        return sum(self._find(sign)[1] for sign in text)

    def _find(self, sign: str) -> tuple[str, float]:
        """Return the font of a sign, "" when none has it, and how wide it is."""
        if sign not in self._found:
            self._found[sign] = self._look_up(sign)
        return self._found[sign]

    def _look_up(self, sign: str) -> tuple[str, float]:
        for name, file in FONTS.items():
            if name not in self.pdf.fonts:
                self.pdf.add_font(name, fname=file)
            font = self.pdf.fonts[name]
            if isinstance(font, TTFFont) and ord(sign) in font.cmap:
                return name, float(font.cw[ord(sign)]) / 1000
        return "", 0.0


def _qr_picture(scene: str) -> Image.Image:
    """Return a code in black and white, coarse: a printer draws its squares sharp."""
    code = segno.make(scene, error=ERROR_LEVEL, micro=False)
    out = io.BytesIO()
    code.save(out, kind="png", scale=8, border=QUIET_MODULES)
    return Image.open(out).convert("1")
