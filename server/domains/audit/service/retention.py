"""Remove audit entries that are old enough, a whole batch at a time, so that chains still hold."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from models.audit import AuditEntry, SealedAuditEntry
from server.domains.audit import queries
from server.domains.audit.rules import KEPT_AT_LEAST
from server.kernel.work import Work

PURGED_AT_ONCE_MAX = 100
"""Batches removed in one transaction."""
_PURGE = "purge_audit"


def purge_entries(work: Work, kept: timedelta) -> int:
    """Remove sealed batches whose every entry is older than `kept`; return how many entries.

    The links stay. Only the role that owns the database may, and it refuses younger entries than
    `KEPT_AT_LEAST` whatever is asked. Call again until it returns 0.
    """
    until = work.now - max(kept, KEPT_AT_LEAST)
    seals = queries.list_purgeable(work.session, until, PURGED_AT_ONCE_MAX)
    if not seals:
        return 0
    removed = _remove(work, [seal.id for seal in seals])
    up_to = {str(seal.chain): seal.number for seal in seals}
    work.audit(_PURGE, "audit_seal", None, entries=removed, up_to=up_to)
    return removed


def purged_up_to(work: Work) -> dict[int, int]:
    """Return the last batch of each chain that a recorded purge has emptied."""
    found: dict[int, int] = {}
    for detail in queries.list_purges(work.session, _PURGE):
        for chain, number in detail["up_to"].items():
            found[int(chain)] = max(number, found.get(int(chain), 0))
    return found


def _remove(work: Work, seal_ids: Sequence[int]) -> int:
    """Remove the entries first: the database keeps a place as long as its entry is there."""
    places = SealedAuditEntry.seal_id.in_(seal_ids)
    entries = select(SealedAuditEntry.entry_id).where(places)
    removed = work.session.execute(
        delete(AuditEntry)
        .where(AuditEntry.id.in_(entries))
        .returning(AuditEntry.id)
        .execution_options(synchronize_session=False)
    )
    count = len(removed.all())
    work.session.execute(delete(SealedAuditEntry).where(places))
    return count
