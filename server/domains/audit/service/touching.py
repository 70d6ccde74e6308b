"""Who was touched (波及了谁): what an account or a span of time did to whom, for an incident."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import AuditOutcome
from server.domains.audit import queries
from server.domains.audit.queries import EntryFilter, Touched
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Account:
    """What the wanted entries say: how often which action, and about whom; no names.

    `others` were done but concern nobody, or what they concern is gone.
    """

    done: dict[str, int]
    refused: dict[str, int]
    touched: Sequence[Touched]
    others: dict[str, int]


@dataclass(frozen=True, slots=True)
class Extent:
    """From when until when there are entries, and of which actions."""

    first_at: datetime | None
    last_at: datetime | None
    actions: Sequence[str]


def who_was_touched(work: Work, wanted: EntryFilter) -> Account:
    """Return whom the wanted entries concern, everywhere; that somebody asked is on record."""
    work.everything(reason="incident")
    work.audit("read_touched", "audit_entry", None, wanted=wanted.as_detail())
    counts = queries.count_entries(work.session, wanted)
    done = {action: number for action, how, number in counts if how is AuditOutcome.DONE}
    others = Counter(done)
    for action, number in queries.count_about_somebody(work.session, wanted):
        others[action] -= number
    return Account(
        done=done,
        refused={action: number for action, how, number in counts if how is AuditOutcome.REFUSED},
        touched=queries.list_touched(work.session, wanted),
        others=dict(+others),
    )


def extent(work: Work) -> Extent:
    """Return what the audit has, for who finds nothing in it."""
    return Extent(*queries.read_extent(work.session))
