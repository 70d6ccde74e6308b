"""Seal the audit outside of requests, and find out whether somebody rewrote it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import groupby

from sqlalchemy import insert

from models.audit import AuditSeal, SealedAuditEntry
from server.domains.audit import queries
from server.domains.audit.queries import Sealed
from server.domains.audit.rules import (
    LATE_MAX,
    NOWHERE,
    Fault,
    Leaf,
    Link,
    entry_faults,
    link_fault,
    link_of,
    may_be_gone,
)
from server.domains.audit.service.retention import purged_up_to
from server.kernel.work import Work

SEALED_AT_ONCE_MAX = 10_000

Seals = Mapping[tuple[int, int], str]
"""Seals by chain and number, as somebody wrote them down."""


@dataclass(slots=True)
class Verdict:
    """What became of the chains: the newest link of each, how many entries, and every fault."""

    newest: dict[int, Link] = field(default_factory=dict)
    entries: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add(self, sealed: Sealed, faults: Iterable[Fault]) -> None:
        """Take in the next link of a chain."""
        self.newest[sealed.link.covered.chain] = sealed.link
        self.entries += len(sealed.leaves)
        self.faults += faults


def seal_entries(work: Work) -> int:
    """Seal what no seal covers yet, one batch a chain; return how many entries that were.

    Runs in the worker under its lease; the unique keys on number and entry refuse a second sealer.
    At most `SEALED_AT_ONCE_MAX` a call, oldest first, so that the next one goes on behind them.
    """
    leaves = queries.list_unsealed(work.session, _horizon(work), SEALED_AT_ONCE_MAX)
    by_chain: dict[int, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        by_chain[leaf.village_id or NOWHERE].append(leaf)
    if by_chain:
        _seal(work, by_chain)
    return len(leaves)


def verify_entries(work: Work, expected: Seals) -> Verdict:
    """Recompute every chain, and compare it with seals that were written down before.

    Entries that should long have been sealed are named as well. Reads page by page.
    """
    verdict, awaited, purged = Verdict(), dict(expected), purged_up_to(work)
    chains = groupby(queries.read_chains(work.session), lambda one: one.link.covered.chain)
    for chain, links in chains:
        previous: Link | None = None
        for sealed in links:
            is_purged = may_be_gone(sealed.link, purged.get(chain, 0), work.now)
            verdict.add(sealed, _faults(previous, sealed, awaited, is_purged=is_purged))
            previous = sealed.link
    verdict.faults += [Fault(*link, "was written down and is gone") for link in awaited]
    verdict.faults += [
        Fault(chain, None, f"entry {entry_id} has not been sealed")
        for chain, entry_id in queries.read_stragglers(work.session, work.now - LATE_MAX)
    ]
    return verdict


def _horizon(work: Work) -> datetime | None:
    """Return how far back there may be entries to seal; whatever is older was sealed or put in."""
    newest_at = queries.newest_sealed_at(work.session)
    return None if newest_at is None else min(newest_at, work.now) - LATE_MAX


def _seal(work: Work, by_chain: Mapping[int, Sequence[Leaf]]) -> None:
    newest = queries.find_newest_links(work.session, by_chain.keys())
    links = [
        link_of(newest.get(chain), chain, leaves, work.now) for chain, leaves in by_chain.items()
    ]
    ids = work.session.scalars(
        insert(AuditSeal).returning(AuditSeal.id, sort_by_parameter_order=True),
        [_row(link) for link in links],
    ).all()
    places = [
        {"seal_id": seal_id, "position": position, "entry_id": leaf.entry_id}
        for seal_id, leaves in zip(ids, by_chain.values(), strict=True)
        for position, leaf in enumerate(leaves)
    ]
    work.session.execute(insert(SealedAuditEntry), places)


def _row(link: Link) -> dict[str, object]:
    instants = ("newest_at", "sealed_at")
    return {
        **asdict(link.covered),
        **{name: datetime.fromisoformat(getattr(link.covered, name)) for name in instants},
        "previous_seal": link.previous_seal,
        "seal": link.seal,
    }


def _faults(
    previous: Link | None, sealed: Sealed, awaited: dict[tuple[int, int], str], *, is_purged: bool
) -> list[Fault]:
    """Return what is wrong with one link; what is awaited of it is taken out."""
    covered = sealed.link.covered
    found = [link_fault(previous, sealed.link)]
    if awaited.pop((covered.chain, covered.number), sealed.link.seal) != sealed.link.seal:
        found.append("another seal was written down")
    if sealed.entry_ids or not is_purged:
        found += entry_faults(previous, sealed.link, sealed.entry_ids, sealed.leaves)
    return [Fault(covered.chain, covered.number, what) for what in found if what is not None]
