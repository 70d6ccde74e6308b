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
    REGISTRY = Term("as long as the books", "no job; closing takes the name at once")
    BOOKS = Term(
        "until the installation is over: five years at least",
        "no job: the city federation decides, the operator ends all of it",
    )
    CHECKS = Term("as long as what was checked", "whatever lets that go")
    AUDIT = Term("AUDIT_KEPT_DAYS, 190 at least", "`purge-audit`", 190, "AUDIT_KEPT_DAYS")
    PHOTOS = Term("the file: PHOTOS_KEPT_DAYS", _job("remove_photos"), 180, "PHOTOS_KEPT_DAYS")
    UPLOADS = Term("a day after it was begun", _job("forget_uploads"), 1)
    DAILY_PHOTOS = Term("until the next day is over", _job("purge_allowances"), 1)
    DAILY_TRIES = Term("until the next day is over; one row", _job("forget_tries"), 1)
    SESSIONS = Term("half a year after its last day", _job("forget_sessions"), 190)
    LEFT_PHONES = Term("while she is of the household, then a year", _job("forget_phones"), 365)
    JOIN_CODES = Term("half a year after it ended unused", _job("forget_join_codes"), 190)
    JOINING = Term(
        "half a year after it was decided, or asked in vain", _job("forget_applicants"), 190
    )
    PROXY_REASONS = Term("two years", _job("forget_proxy_reasons"), 730)
    LETTERS = Term("two years after the answer", _job("forget_letters"), 730)
    CORRECTIONS = Term("two years after the decision", _job("forget_corrections"), 730)
    MESSAGES = Term("a year after it was read or told", _job("forget_messages"), 365)
    TRACES = Term("a month without a question of ours", _job("forget_traces"), 30)
    OUTBOX = Term("a month after it was done", _job("forget_done_rows"), 30)
    PRINTS = Term("the file: a week", "outbox `files_discarded`", 7)
    EXPORTS = Term("a month; the file a day", _job("forget_exports"), 30)
    DAILY_EXPORTS = Term("until the next day is over; one row", _job("forget_exports"), 1)
    ANSWERS = Term("35 days, for repeats", _job("purge_keys"), 35)
    PUSHES = Term("two days", _job("purge_pushes"), 2)

    @property
    def period(self) -> timedelta:
        """How long, where time ends it; asking for another one is a mistake."""
        if self.value.days is None:
            message = f"{self.name} has no days"
            raise ValueError(message)
        return timedelta(days=self.value.days)
