"""One setting: the variable it comes from, what it is when empty, and what it means."""

from collections.abc import Callable
from typing import Any


def about(
    env: str, default: str, meaning: str, parse: Callable[[str], Any] = str
) -> dict[str, Any]:
    """Return the metadata of a setting; `parse` raises ValueError that says what it must be."""
    return {"env": env, "default": default, "meaning": meaning, "parse": parse}
