"""What names look like: openids, templates, pages of the mini-program; who is on this machine."""

import json
import re
from functools import cache
from pathlib import Path

NAME = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""An openid, a unionid or the id of a template."""

LOOPBACK = ("127.0.0.1", "localhost")

_APP_JSON = Path(__file__).resolve().parents[2] / "miniprogram" / "app.json"


def is_name(value: object) -> bool:
    """Tell whether a value may be an openid or the id of a template."""
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def is_page(value: object) -> bool:
    """Tell whether a path, without its query, is a page of the mini-program."""
    return isinstance(value, str) and value.partition("?")[0] in _pages()


@cache
def _pages() -> frozenset[str]:
    """Return the pages that the mini-program declares, as if this were its released version."""
    declared = json.loads(_APP_JSON.read_text(encoding="utf-8"))
    inner = (f"{part['root']}/{page}" for part in declared["subpackages"] for page in part["pages"])
    return frozenset([*declared["pages"], *inner])
