"""What a scene looks like, how many wrong ones are too many, whom a target is shown to."""

import re
from datetime import timedelta

from server.kernel.ports import CodeOpening

WRONG_SCANS_MAX = 20
WRONG_SCANS_WITHIN = timedelta(minutes=15)
PICTURE_LINK_LASTS = timedelta(minutes=10)
PAUSE_MIN = timedelta(minutes=1)
_SCENE = re.compile(r"[A-Za-z0-9_-]{1,32}")


def is_scene(text: str) -> bool:
    """Tell whether a text can be a scene (WeChat: at most 32 of `[A-Za-z0-9_-]`)."""
    return _SCENE.fullmatch(text) is not None


def shown_target(opening: CodeOpening) -> int | None:
    """Return the id of what a code opens, or None for somebody who learns nothing about it."""
    return opening.target_id if opening.facts else None


def pause_after(seconds: int) -> timedelta:
    """Return how long WeChat is left alone that asked to be for some seconds."""
    return max(PAUSE_MIN, timedelta(seconds=seconds))
