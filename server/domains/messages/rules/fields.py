"""What WeChat admits into a template's field (47003 else), and how a text is made to fit."""

import re
import unicodedata
from collections.abc import Callable, Mapping

NAMED = re.compile(r"([a-z_]+?)(\d{1,2})")
ELLIPSIS = "…"
THING_MAX, PHRASE_MAX, SYMBOL_MAX = 20, 5, 5
INSTEAD_OF_NOTHING = {"thing": "请看消息", "phrase": "有消息"}

_HAN = "\u4e00-\u9fff"
_CLOCK = r"([01]?\d|2[0-3]):[0-5]\d"
_DAY = r"\d{4}年(0?[1-9]|1[0-2])月(0?[1-9]|[12]\d|3[01])日"
_MOMENT = rf"({_CLOCK}|{_DAY} {_CLOCK})"
_SHAPES: Mapping[str, str] = {
    "number": r"-?(?=[\d.]{1,33}$)\d{1,32}(\.\d+)?",
    "letter": r"[A-Za-z]{1,32}",
    "character_string": r"[!-~]{1,32}",
    "time": rf"{_MOMENT}(~{_MOMENT})?",
    "date": rf"{_DAY}( {_CLOCK})?",
    "amount": r"[¥￥$€£]?(\d{1,10}|\d{1,8}\.\d{1,2})元?",
    "phone_number": r"[0-9+-]{1,17}",
    "car_number": rf"[{_HAN}A-Z0-9]{{1,8}}",
    "name": rf"[{_HAN}]{{1,10}}|(?=\S)[A-Za-z ]{{1,20}}(?<=\S)",
    "phrase": rf"[{_HAN}]{{1,{PHRASE_MAX}}}",
}


def _is_thing(text: str) -> bool:
    return 0 < width(text) <= THING_MAX and bool(text.strip()) and text == _one_line(text)


def _is_symbol(text: str) -> bool:
    signs = all(unicodedata.category(sign)[0] in "PS" for sign in text)
    return 0 < width(text) <= SYMBOL_MAX and signs


def _shaped(shape: str) -> Callable[[str], bool]:
    whole = re.compile(shape, re.ASCII)
    return lambda text: whole.fullmatch(text) is not None


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "thing": _is_thing,
    "symbol": _is_symbol,
    # the account's own list, which only its operator knows
    "enum": _is_thing,
    **{kind: _shaped(shape) for kind, shape in _SHAPES.items()},
}
"""Every type of field, and whether a text may stand in it."""


def type_of(name: str) -> str | None:
    """Return the type of a field by its name at WeChat: `thing` of `thing3`."""
    found = NAMED.fullmatch(name)
    return found[1] if found and found[1] in CHECKS else None


def width(text: str) -> int:
    """Count a text as WeChat does: in UTF-16, where a rare character is two."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def fit(kind: str, text: str) -> str | None:
    """Return a text as it may stand in a field of this type; None when it cannot be made to."""
    if kind == "thing":
        text = _cut(_one_line(text).strip(), THING_MAX)
    elif kind == "phrase":
        text = re.sub(f"[^{_HAN}]", "", text)[:PHRASE_MAX]
    text = text or INSTEAD_OF_NOTHING.get(kind, "")
    return text if CHECKS[kind](text) else None


def _one_line(text: str) -> str:
    """Return a text without what has no width or ends a line."""
    kept = (" " if sign.isspace() else sign for sign in text)
    return "".join(sign for sign in kept if unicodedata.category(sign)[0] != "C")


def _cut(text: str, most: int) -> str:
    if width(text) <= most:
        return text
    while width(text) >= most:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
