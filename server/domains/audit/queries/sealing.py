"""Read what is to be sealed and what was sealed; the chains span the whole city by their nature."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, literal, select, tuple_
from sqlalchemy.orm import Session

from models.audit import AuditEntry, AuditSeal, SealedAuditEntry
from server.domains.audit.rules import NOWHERE, Covered, Leaf, Link

LINKS_AT_ONCE = 200
ENTRIES_AT_ONCE = 5_000
IDS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Sealed:
    """A link, the entries it lists, and what those that are still there say now."""

    link: Link
    entry_ids: Sequence[int]
    leaves: Sequence[Leaf]


def list_unsealed(session: Session, since: datetime | None, limit: int) -> list[Leaf]:
    """Return entries under no seal that are not older than `since`, oldest first.

    Ids and instants may commit out of order: what commits late is simply found the next time.
    """
    recent = [] if since is None else [AuditEntry.at >= since]
    rows = session.scalars(
        select(AuditEntry)
        .where(*recent, _is_unsealed())
        .order_by(AuditEntry.at, AuditEntry.id)
        .limit(limit)
    )
    return [_leaf(row) for row in rows]


def newest_sealed_at(session: Session) -> datetime | None:
    """Return the instant of the newest entry under any seal."""
    return session.scalar(select(func.max(AuditSeal.newest_at)))


def find_newest_links(session: Session, chains: Collection[int]) -> dict[int, Link]:
    """Return the last link of each of these chains that has one."""
    newest = (
        select(AuditSeal.chain, func.max(AuditSeal.number))
        .where(AuditSeal.chain.in_(chains))
        .group_by(AuditSeal.chain)
    )
    found = select(AuditSeal).where(tuple_(AuditSeal.chain, AuditSeal.number).in_(newest))
    return {row.chain: _link(row) for row in session.scalars(found)}


def read_chains(session: Session) -> Iterator[Sealed]:
    """Yield every link with its entries, chain by chain, in order; a few are held at a time."""
    after: tuple[int, int] = (-1, 0)
    while seals := _list_seals(session, after):
        for lot in _lots(seals):
            yield from _with_entries(session, lot)
        after = (seals[-1].chain, seals[-1].number)


def read_stragglers(session: Session, before: datetime) -> Iterator[tuple[int, int]]:
    """Yield entries that are under no seal though older than `before`: (chain, entry)."""
    last = session.scalar(select(func.max(AuditEntry.id))) or 0
    for start in range(0, last, IDS_AT_ONCE):
        rows = session.execute(
            select(AuditEntry.village_id, AuditEntry.id)
            .where(AuditEntry.id > start, AuditEntry.id <= start + IDS_AT_ONCE)
            .where(AuditEntry.at < before, _is_unsealed())
            .order_by(AuditEntry.id)
        )
        yield from ((village_id or NOWHERE, entry_id) for village_id, entry_id in rows)


def list_purgeable(session: Session, until: datetime, limit: int) -> Sequence[AuditSeal]:
    """Return seals of which every entry is as old as `until` and some are still there."""
    has_entries = exists().where(SealedAuditEntry.seal_id == AuditSeal.id)
    return session.scalars(
        select(AuditSeal)
        .where(AuditSeal.newest_at <= until, has_entries)
        .order_by(AuditSeal.chain, AuditSeal.number)
        .limit(limit)
    ).all()


def list_purges(session: Session, action: str) -> Iterable[dict[str, Any]]:
    """Return what purges have left in the audit."""
    return session.scalars(
        select(AuditEntry.detail).where(AuditEntry.person_id.is_(None), AuditEntry.action == action)
    )


def _list_seals(session: Session, after: tuple[int, int]) -> Sequence[AuditSeal]:
    return session.scalars(
        select(AuditSeal)
        .where(tuple_(AuditSeal.chain, AuditSeal.number) > tuple_(*map(literal, after)))
        .order_by(AuditSeal.chain, AuditSeal.number)
        .limit(LINKS_AT_ONCE)
    ).all()


def _lots(seals: Sequence[AuditSeal]) -> Iterator[list[AuditSeal]]:
    """Cut a page of seals so that the entries of each lot fit into memory."""
    lot: list[AuditSeal] = []
    for seal in seals:
        if lot and sum(one.size for one in lot) + seal.size > ENTRIES_AT_ONCE:
            yield lot
            lot = []
        lot.append(seal)
    yield lot


def _with_entries(session: Session, seals: Sequence[AuditSeal]) -> Iterator[Sealed]:
    rows = session.execute(
        select(SealedAuditEntry.seal_id, SealedAuditEntry.entry_id, AuditEntry)
        .outerjoin(AuditEntry, AuditEntry.id == SealedAuditEntry.entry_id)
        .where(SealedAuditEntry.seal_id.in_([seal.id for seal in seals]))
        .order_by(SealedAuditEntry.seal_id, SealedAuditEntry.position)
    )
    ids: dict[int, list[int]] = defaultdict(list)
    leaves: dict[int, list[Leaf]] = defaultdict(list)
    for seal_id, entry_id, entry in rows:
        ids[seal_id].append(entry_id)
        if entry is not None:
            leaves[seal_id].append(_leaf(entry))
    for seal in seals:
        yield Sealed(_link(seal), ids[seal.id], leaves[seal.id])


def _is_unsealed() -> Any:  # noqa: ANN401 - an SQL condition
    return ~exists().where(SealedAuditEntry.entry_id == AuditEntry.id)


def _leaf(entry: AuditEntry) -> Leaf:
    return Leaf(
        entry_id=entry.id,
        at=entry.at.isoformat(),
        person_id=entry.person_id,
        action=entry.action,
        object_type=entry.object_type,
        object_id=entry.object_id,
        village_id=entry.village_id,
        outcome=entry.outcome.value,
        detail=entry.detail,
        request_id=entry.request_id,
    )


def _link(seal: AuditSeal) -> Link:
    covered = Covered(
        chain=seal.chain,
        number=seal.number,
        size=seal.size,
        newest_at=seal.newest_at.isoformat(),
        sealed_at=seal.sealed_at.isoformat(),
        entries_hash=seal.entries_hash,
    )
    return Link(covered, seal.previous_seal, seal.seal)
