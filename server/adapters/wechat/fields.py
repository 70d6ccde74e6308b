"""Reads WeChat's answers: each field only in the type and shape it must have, else Lost."""

import re

from server.adapters.wechat.failures import Lost


class Fields:
    """The fields of one JSON object that came from outside."""

    def __init__(self, answer: object) -> None:
        """Take an object. Raises Lost when it is none."""
        if not isinstance(answer, dict):
            raise Lost
        self._found: dict[str, object] = answer

    def text(self, name: str, shape: re.Pattern[str]) -> str:
        """Return a text that has this shape as a whole."""
        value = self._found.get(name)
        if not isinstance(value, str) or not shape.fullmatch(value):
            raise Lost
        return value

    def text_or_none(self, name: str, shape: re.Pattern[str]) -> str | None:
        """Return a text, or None when it is missing or empty."""
        return self.text(name, shape) if self._found.get(name) else None

    def number(self, name: str) -> int:
        """Return a whole number, which WeChat writes as a number here and as a text there."""
        value = self._found.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            return int(value[:18])
        if not isinstance(value, int) or isinstance(value, bool):
            raise Lost
        return value

    def inner(self, name: str) -> "Fields":
        """Return the fields of an object inside."""
        return Fields(self._found.get(name))
