"""How long what is about people is kept (保存期限), and what lets it go: one closed list."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


@dataclass(frozen=True, slots=True)
class Term:
    """A retention in words; `days` where time ends it, `enforced_by` what does so then.

    `setting` names the variable that gives the days where an operator may choose them. A term
    without days ends by an act, or not at all: `enforced_by` says which.
    """

    words: str
    enforced_by: str
    days: int | None = None
    setting: str | None = None


def _job(name: str) -> str:
    return f"job `{name}`"


class Kept(Enum):
    """How long a row, or what it says, is kept. `python -m tools.data_map` prints the list."""

    REFERENCE = Term("as long as the installation runs", "nothing: it is about nobody")
    WORKING = Term("overwritten by what comes next", "the service as it runs")
    ACCOUNT = Term("until she closes her account", "`DELETE /me`")
    REGISTRY = Term("while the household is in the registry", "leaders; closing takes the name")
    OFFICES = Term("as long as what was done in office", "nothing yet")
    BOOKS = Term("five years at least, by numbers alone", "nothing yet")
    AUDIT = Term("AUDIT_KEPT_DAYS, 190 at least", "`purge-audit`", 190, "AUDIT_KEPT_DAYS")
    PHOTOS = Term("the file: PHOTOS_KEPT_DAYS", _job("remove_photos"), 180, "PHOTOS_KEPT_DAYS")
    UPLOADS = Term("a day after it was begun", _job("forget_uploads"), 1)
    DAILY_COUNTS = Term("until the next day is over", _job("purge_allowances"), 1)
    ANSWERS = Term("35 days, for repeats", _job("purge_keys"), 35)
    PUSHES = Term("two days", _job("purge_pushes"), 2)

    @property
    def period(self) -> timedelta:
        """How long, where time ends it; asking for another one is a mistake."""
        if self.value.days is None:
            message = f"{self.name} has no days"
            raise ValueError(message)
        return timedelta(days=self.value.days)
