"""What WeChat is asked about a text, what follows from its verdict, and when it is asked again."""

import hashlib
import unicodedata
from datetime import timedelta

from models.vocabulary import CheckState
from server.kernel.wechat import Verdict

PATIENCE = timedelta(days=1)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
_DOUBLED_MAX = 10

_BLANKS = frozenset("\t\n\r")
_UNSEEN = frozenset({0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0})
"""Letters and marks that show nothing: the grapheme joiner, the fillers of Hangul and Khmer."""

_VARIATIONS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))

_OUTCOMES = {
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


def _is_unseen(sign: str) -> bool:
    code, category = ord(sign), unicodedata.category(sign)
    if category in {"Cf", "Cc"}:
        return sign not in _BLANKS
    return code in _UNSEEN or any(code in variations for variations in _VARIATIONS)
