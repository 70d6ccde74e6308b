"""What is written about an act: audit entries (留痕) and anomalies (异常提示)."""

import re
from dataclasses import dataclass, field
from typing import Any

from models.vocabulary import AnomalyKind, AuditOutcome

_WORDS = re.compile(r"(?!.*[0-9]{7})[A-Za-z0-9_.:+ -]{0,64}")
"""What a text in `detail` may be: a code word, a version, a date; no name, no number to call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One audit entry to be written; with `anomaly`, the level above sees it as well.

    `person_id` says who it was when the work knows nobody (she signs in, her session has ended).
    `detail` holds ids, words and numbers, `before` and `after` where a value was changed; never
    names, phone numbers or secrets.
    """

    action: str
    object_type: str
    object_id: int | None = None
    person_id: int | None = None
    village_id: int | None = None
    outcome: AuditOutcome = AuditOutcome.DONE
    anomaly: AnomalyKind | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a detail that could say who somebody is: to hand one over is a bug."""
        if not _is_plain(self.detail):
            message = f"the audit of {self.action} keeps ids, words and numbers only"
            raise ValueError(message)


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_is_plain, (*value, *value.values())))
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    if isinstance(value, str):
        return _WORDS.fullmatch(value) is not None
    return value is None or isinstance(value, int)
