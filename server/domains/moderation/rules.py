"""What WeChat is asked about texts and photos, what follows from a verdict, when it is asked again.

A pushed verdict counts only in the one form that we know; everything else is for people.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from models.vocabulary import CheckState
from server.kernel.wechat import Verdict

PATIENCE = timedelta(days=1)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
_DOUBLED_MAX = 10

_BLANKS = frozenset("\t\n\r")
_UNSEEN = frozenset({0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0})
"""Letters and marks that show nothing: the grapheme joiner, the fillers of Hangul and Khmer."""

_VARIATIONS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))

DECIDED = frozenset({CheckState.PASSED, CheckState.REFUSED})

VERDICT_WITHIN = timedelta(minutes=45)
"""WeChat pushes a verdict within half an hour; after this it is asked once more, then people."""
ASKED_MAX = 2
LINK_LASTS = timedelta(minutes=90)

_MEDIA_VERSION = 2
_TRACE, _LABEL = re.compile(r"[\w-]{1,128}", re.ASCII), re.compile(r"[0-9]{1,9}", re.ASCII)

_OUTCOMES: Mapping[str, CheckState] = {
    Verdict.PASS: CheckState.PASSED,
    Verdict.RISKY: CheckState.REFUSED,
    Verdict.REVIEW: CheckState.FOR_PEOPLE,
}


def normalise(text: str) -> str:
    """Return a text as it reads: NFKC, without what nobody sees, so that no word hides."""
    seen = "".join(sign for sign in text if not _is_unseen(sign))
    return unicodedata.normalize("NFKC", seen)


def digest_of(normalised: str) -> str:
    """Return what tells one text from another; a check belongs to one."""
    return hashlib.sha256(normalised.encode()).hexdigest()


def outcome(verdict: Verdict) -> CheckState | None:
    """Return what a verdict makes of a text; None when it is no answer."""
    return _OUTCOMES.get(verdict)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many answers that were none: seconds, later an hour."""
    doubled = 1 << min(attempts - 1, _DOUBLED_MAX)
    return min(_FIRST_PAUSE * doubled, _LONGEST_PAUSE)


def is_verdict_on_its_way(asked_at: datetime | None, now: datetime) -> bool:
    """Tell whether WeChat took a photo in and may still push what it found."""
    return asked_at is not None and now < asked_at + VERDICT_WITHIN


@dataclass(frozen=True, slots=True)
class MediaVerdict:
    """What WeChat pushed about the file that it knows by this id."""

    trace_id: str
    outcome: CheckState
    label: int | None


def read_verdict(event: Mapping[str, Any], app_id: str) -> MediaVerdict | None:
    """Return what an event says of a file; None when it names none of this mini-program."""
    trace_id = event.get("trace_id")
    is_ours = isinstance(trace_id, str) and _TRACE.fullmatch(trace_id) is not None
    if event.get("appid") != app_id or not is_ours:
        return None
    result = event.get("result")
    found = result if isinstance(result, dict) and _is_whole(event) else {}
    suggest = found.get("suggest")
    outcome = _OUTCOMES.get(suggest) if isinstance(suggest, str) else None
    label = _number(found.get("label")) if outcome else None
    return MediaVerdict(str(trace_id), outcome or CheckState.FOR_PEOPLE, label)


def _number(value: object) -> int | None:
    """Return a label, which pushes write as a text."""
    return int(value) if isinstance(value, str) and _LABEL.fullmatch(value) else None


def _is_whole(event: Mapping[str, Any]) -> bool:
    """Tell whether every part of the check was done, in the form that we know."""
    return event.get("version") == _MEDIA_VERSION and all(not code for code in _errcodes(event))


def _errcodes(event: Mapping[str, Any]) -> Iterator[object]:
    yield event.get("errcode", 0)
    details = event.get("detail", [])
    for part in details if isinstance(details, list) else [details]:
        yield part.get("errcode", 0) if isinstance(part, dict) else part


def _is_unseen(sign: str) -> bool:
    code, category = ord(sign), unicodedata.category(sign)
    if category in {"Cf", "Cc"}:
        return sign not in _BLANKS
    return code in _UNSEEN or any(code in variations for variations in _VARIATIONS)
