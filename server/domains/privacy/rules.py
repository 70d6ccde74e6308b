"""Days and limits of corrections; which data are free text, what stays as a number, and why."""

from collections.abc import Iterable, Mapping
from datetime import date

from models.vocabulary import CorrectionState
from server.kernel.personal_data import Section

_FREE_TEXTS = {
    "name", "phone", "openid", "unionid", "note", "text", "answer", "reason", "contact", "wanted",
}  # fmt: skip
"""The keys of facts that somebody wrote, and of those that tell who she is by themselves."""
_SHORTEST = 2
OPEN_MAX = 10
ANSWER_WORKING_DAYS = 15

KEPT_AS_NUMBERS: Mapping[str, str] = {
    "anomalies": "append-only; who, by number, the level above should look at",
    "audit_entries": "append-only and chained; who did what, by number, 190 days at least",
    "codes": "who printed or revoked it in office",
    "households": "who registered it in office",
    "notice_entries": "append-only; whose name it may show, which needs her standing consent",
    "notices": "an official record; who published it in office, its lines are masked",
    "points_transfers": "append-only and sealed; who posted it, so that the books stay whole",
    "prints": "who ordered it in office",
    "rule_adoptions": "an official record; who recorded the resolution",
    "stock_movements": "append-only; who moved the stock",
}
"""Tables that no source shows or clears, each with the reason."""


def texts_of(sections: Iterable[Section]) -> frozenset[str]:
    """Return what she wrote and what was written of her; one sign alone tells nothing."""
    return frozenset(
        fact.value
        for section in sections
        for item in section.items
        for fact in item.facts
        if fact.key in _FREE_TEXTS and isinstance(fact.value, str) and len(fact.value) >= _SHORTEST
    )


def is_overdue(state: CorrectionState, due_on: date, today: date) -> bool:
    """Tell whether the last day for a decision has passed without one."""
    return state is CorrectionState.OPEN and due_on < today
