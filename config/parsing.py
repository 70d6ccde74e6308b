"""How the text of a setting becomes its value; ValueError says what it must be."""

import re
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from config import ROOT

_DIGITS_MAX = 9
_REDIS_SCHEMES = ("redis://", "rediss://", "unix://")


def choice(*choices: str) -> Callable[[str], str]:
    """Return a parser that admits these words only."""

    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError("one of " + ", ".join(choices))
        return text

    return parse


def like(pattern: str, meaning: str) -> Callable[[str], str]:
    """Return a parser of texts that match a pattern as a whole."""

    def parse(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(meaning)
        return text

    return parse


def between(least: int, most: int) -> Callable[[str], int]:
    """Return a parser of whole numbers within bounds, both included."""

    def parse(text: str) -> int:
        is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX
        if not is_number or not least <= int(text) <= most:
            message = f"a whole number from {least} to {most}"
            raise ValueError(message)
        return int(text)

    return parse


def listed(text: str) -> tuple[str, ...]:
    """Return the entries of a list with commas."""
    return tuple(entry for each in text.split(",") if (entry := each.strip()))


def url_of_database(text: str) -> str:
    """Return a URL of SQLite or PostgreSQL; a file is anchored in the checkout."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise ValueError("a database URL") from error
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise ValueError("a URL that begins with sqlite:/// or postgresql+psycopg://")
    if url.drivername == "sqlite" and url.database:
        url = url.set(database=str(anchored(url.database)))
    return url.render_as_string(hide_password=False)


def url_of_redis(text: str) -> str:
    """Return a URL of Redis, or nothing."""
    if text and not text.startswith(_REDIS_SCHEMES):
        raise ValueError("empty or a URL that begins with " + ", ".join(_REDIS_SCHEMES))
    return text


def anchored(path: str) -> Path:
    """Take a relative path from the checkout, so that every process means the same file."""
    return ROOT / path
