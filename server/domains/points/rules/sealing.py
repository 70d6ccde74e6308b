"""How transfers are hashed and chained; a leaf holds no names, so a masked export verifies too."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

FIRST = "0" * 64
"""What the first batch of a village follows."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a seal says about one transfer: opaque ids, amounts and times only."""

    transfer_id: int
    debit_account_id: int
    credit_account_id: int
    amount: int
    code: str
    debit_year: int
    credit_year: int
    award_id: int | None
    posted_at: str


def chain(previous_seal: str, leaves: Iterable[Leaf]) -> str:
    """Return the seal over the one before and the leaves in their order (SHA-256, hex)."""
    running = hashlib.sha256(previous_seal.encode())
    for leaf in leaves:
        running.update(hashlib.sha256(_canonical(leaf)).digest())
    return running.hexdigest()


def _canonical(leaf: Leaf) -> bytes:
    return json.dumps(asdict(leaf), sort_keys=True, separators=(",", ":")).encode()
