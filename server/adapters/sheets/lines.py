"""Breaks Chinese text into lines: between any two signs, but not before 。 nor after （.

The PDF library breaks at spaces or anywhere, so a full stop would begin a line.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

NEVER_FIRST = "，。、；：！？）》」』】〉〕”’…—～·％‰℃,.;:!?)]}%"
NEVER_LAST = "（《「『【〈〔“‘([{"
_SPACES = re.compile(r"[^\S\n]+")
# a word of another script stays whole; a sign takes what must not begin, or may not end, a line
_WORD = r"[A-Za-z0-9À-ɏ@#&/+_'-]+(?:[.,:][A-Za-z0-9]+)*"
_UNIT = re.compile(
    rf"[{re.escape(NEVER_LAST)}]*(?:{_WORD}|.)[{re.escape(NEVER_FIRST)}]*", re.DOTALL
)


def plain(text: str) -> str:
    """Return a text as it is printed: composed, without what nobody sees, without empty lines."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    seen = "".join(sign for sign in composed if sign == "\n" or not _is_invisible(sign))
    lines = (line.strip() for line in _SPACES.sub(" ", seen).split("\n"))
    return "\n".join(filter(None, lines))


def break_lines(text: str, width: float, width_of: Callable[[str], float]) -> list[str]:
    """Return the lines of a text, none wider than `width`; what the text breaks stays broken."""
    return [line for part in text.split("\n") for line in _lines(part, width, width_of)]


def _lines(text: str, width: float, width_of: Callable[[str], float]) -> Iterator[str]:
    line, used = "", 0.0
    for unit in _units(text, width, width_of):
        if line and used + width_of(unit.rstrip()) > width:
            yield line.rstrip()
            line, used = "", 0.0
        added = unit if line else unit.lstrip()
        line += added
        used += width_of(added)
    yield line.rstrip()


def _units(text: str, width: float, width_of: Callable[[str], float]) -> Iterator[str]:
    """Yield what may not be broken; what is wider than a line is broken after all."""
    for unit in _UNIT.findall(text):
        if width_of(unit) <= width:
            yield unit
        else:
            yield from unit


def _is_invisible(sign: str) -> bool:
    is_selector = "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"
    is_control = unicodedata.category(sign) in {"Cc", "Cf"} and not sign.isspace()
    return is_selector or is_control
