"""The days of a public notice (公示), and the hash that freezes its content."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class NoticeDays:
    """When a notice stands; what it lists may be used from `usable_on`."""

    published_on: date
    usable_on: date
    is_provisional: bool


def days_of(
    published_on: date,
    working_days: int,
    *,
    add: Callable[[date, int], date],
    is_provisional: Callable[[int], bool],
) -> NoticeDays:
    """Return the days of a notice: it stands for `working_days` after the day it is published.

    The calendar comes as two functions. A notice is provisional while the holidays of one of its
    years are not announced yet.
    """
    last = add(published_on, working_days)
    provisional = any(is_provisional(year) for year in {published_on.year, last.year})
    return NoticeDays(published_on, last + timedelta(days=1), provisional)


def named(content: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a line that bears a full name for its masked one: "王** · 三组", "王淑芬 · 三组"."""
    _, between, place = content["household"].partition(" · ")
    return {**content, "household": f"{name}{between}{place}"}


def content_hash(title: str, days: NoticeDays, contents: Sequence[dict[str, Any]]) -> str:
    """Return the SHA-256 of what the wall shows, so that a later change can be seen."""
    shown = [title, days.published_on.isoformat(), days.usable_on.isoformat(), *contents]
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
