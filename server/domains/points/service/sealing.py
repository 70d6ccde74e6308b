"""Seal the books outside of requests, and find out whether somebody rewrote them."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.seals import SealBatch, SealEntry
from server.domains.points import queries
from server.domains.points.rules.sealing import Leaf
from server.kernel.chains import FIRST, chain
from server.kernel.work import Work

SEALED_AT_ONCE_MAX = 5_000


@dataclass(frozen=True, slots=True)
class BrokenSeal:
    """A batch that does not say what it said when it was sealed."""

    village_id: int
    number: int
    what: str

    def __str__(self) -> str:
        """Return one line for the operator."""
        return f"village {self.village_id}, batch {self.number}: {self.what}"


def seal_transfers(work: Work) -> int:
    """Seal what no batch holds yet, one batch a village; return how many transfers that were.

    Runs in the worker under its lease; the unique keys on number and transfer refuse a second
    sealer. At most `SEALED_AT_ONCE_MAX` a call.
    """
    by_village: dict[int, list[Leaf]] = defaultdict(list)
    for village_id, leaf in queries.list_unsealed(work.session, SEALED_AT_ONCE_MAX):
        by_village[village_id].append(leaf)
    for village_id, leaves in sorted(by_village.items()):
        _seal(work, village_id, leaves)
    return sum(len(leaves) for leaves in by_village.values())


def verify_seals(session: Session) -> list[BrokenSeal]:
    """Recompute every chain; an empty list when no sealed transfer was changed or removed."""
    return [
        fault
        for _, batches in groupby(queries.list_batches(session), lambda batch: batch.village_id)
        for fault in _verify_chain(session, list(batches))
    ]


def _seal(work: Work, village_id: int, leaves: list[Leaf]) -> None:
    newest = queries.find_newest_batch(work.session, village_id)
    previous = FIRST if newest is None else newest.seal
    batch = SealBatch(
        village_id=village_id,
        number=1 if newest is None else newest.number + 1,
        size=len(leaves),
        previous_seal=previous,
        seal=chain(previous, leaves),
        sealed_at=work.now,
    )
    work.session.add(batch)
    work.session.flush()
    work.session.execute(
        insert(SealEntry),
        [
            {
                "batch_id": batch.id,
                "position": position,
                "village_id": village_id,
                "transfer_id": leaf.transfer_id,
            }
            for position, leaf in enumerate(leaves)
        ],
    )


def _verify_chain(session: Session, batches: list[SealBatch]) -> list[BrokenSeal]:
    faults: list[BrokenSeal] = []
    previous = FIRST
    for number, batch in enumerate(batches, start=1):
        fault = _fault(session, batch, number, previous)
        if fault is not None:
            faults.append(BrokenSeal(batch.village_id, batch.number, fault))
        previous = batch.seal
    return faults


def _fault(session: Session, batch: SealBatch, number: int, previous: str) -> str | None:
    if batch.number != number or batch.previous_seal != previous:
        return "a batch before it is missing or was changed"
    leaves = queries.list_leaves(session, batch.id)
    if len(leaves) != batch.size:
        return "a transfer was removed or added"
    if chain(previous, leaves) != batch.seal:
        return "a transfer was changed"
    return None
