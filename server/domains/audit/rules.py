"""How audit entries are sealed, and when a seal is broken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from server.kernel.chains import FIRST, chain

NOWHERE = 0
"""The chain of entries of no village."""
LATE_MAX = timedelta(minutes=10)
"""How long after its own instant an entry may be committed."""
KEPT_AT_LEAST = timedelta(days=190)
"""Half a year with a margin (SEC-1); the database refuses to remove a younger entry."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a seal says about one entry: all of it."""

    entry_id: int
    at: str
    person_id: int | None
    action: str
    object_type: str
    object_id: int | None
    village_id: int | None
    outcome: str
    detail: dict[str, Any]
    request_id: str


@dataclass(frozen=True, slots=True)
class Covered:
    """What the seal of a link covers; it holds when the entries themselves have been purged."""

    chain: int
    number: int
    size: int
    newest_at: str
    sealed_at: str
    entries_hash: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain as it is kept."""

    covered: Covered
    previous_seal: str
    seal: str

    @property
    def latest(self) -> datetime:
        """No entry of a later link is older than this by more than `LATE_MAX`."""
        covered = self.covered
        return min(map(datetime.fromisoformat, (covered.newest_at, covered.sealed_at)))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a chain that is not as it was sealed."""

    chain: int
    number: int | None
    what: str

    def __str__(self) -> str:
        """Return one line for the operator."""
        batch = "" if self.number is None else f", batch {self.number}"
        return f"{say_chain(self.chain)}{batch}: {self.what}"


def say_chain(number: int) -> str:
    """Return what the operator calls a chain."""
    return "no village" if number == NOWHERE else f"village {number}"


def hash_entries(leaves: Sequence[Leaf]) -> str:
    """Return the hash over a batch of entries in their order."""
    return chain(FIRST, leaves)


def link_of(previous: Link | None, chain_id: int, leaves: Sequence[Leaf], now: datetime) -> Link:
    """Return the link that seals some entries behind the newest link of their chain."""
    previous_seal = FIRST if previous is None else previous.seal
    covered = Covered(
        chain=chain_id,
        number=1 if previous is None else previous.covered.number + 1,
        size=len(leaves),
        newest_at=max(leaf.at for leaf in leaves),
        sealed_at=now.astimezone(UTC).isoformat(),
        entries_hash=hash_entries(leaves),
    )
    return Link(covered, previous_seal, chain(previous_seal, [covered]))


def link_fault(previous: Link | None, link: Link) -> str | None:
    """Tell what is wrong with a link itself; `previous` is the one before it in the chain."""
    expected = (1, FIRST) if previous is None else (previous.covered.number + 1, previous.seal)
    if (link.covered.number, link.previous_seal) != expected:
        return "a batch before it is missing or was changed"
    if chain(link.previous_seal, [link.covered]) != link.seal:
        return "the batch itself was changed"
    return None


def entry_faults(
    previous: Link | None, link: Link, entry_ids: Sequence[int], leaves: Sequence[Leaf]
) -> Iterator[str]:
    """Yield what is wrong with the entries of a sound link; `entry_ids` are those it lists."""
    gone = sorted(set(entry_ids) - {leaf.entry_id for leaf in leaves})
    if gone:
        yield f"entry {gone[0]} was removed" + (f", and {len(gone) - 1} more" if gone[1:] else "")
    elif len(entry_ids) != link.covered.size:
        yield "an entry was put in or taken out"
    elif hash_entries(leaves) != link.covered.entries_hash:
        yield "an entry was changed"
    yield from (_misdated(previous, link, leaves))


def _misdated(previous: Link | None, link: Link, leaves: Sequence[Leaf]) -> Iterator[str]:
    latest = datetime.fromisoformat(link.covered.sealed_at) + LATE_MAX
    for leaf in leaves:
        at = datetime.fromisoformat(leaf.at)
        if previous is not None and at < previous.latest - LATE_MAX:
            yield f"entry {leaf.entry_id} was put in later than it is dated"
        if at > latest:
            yield f"entry {leaf.entry_id} is dated after it was sealed"


def may_be_gone(link: Link, purged_up_to: int, now: datetime) -> bool:
    """Tell whether the entries of a link were rightly purged: recorded, and old enough."""
    newest_at = datetime.fromisoformat(link.covered.newest_at)
    return link.covered.number <= purged_up_to and newest_at <= now - KEPT_AT_LEAST
