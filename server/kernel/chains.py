"""Hash chains: each seal covers the one before and its own leaves, so that a rewrite is found."""

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed import DataclassInstance

FIRST = "0" * 64
"""What the first seal of a chain follows."""


def chain(previous_seal: str, leaves: "Iterable[DataclassInstance]") -> str:
    """Return the seal over the one before and the leaves in their order (SHA-256, hex).

    A leaf is a dataclass of JSON values: opaque ids, words, numbers and times, no names.
    """
    running = hashlib.sha256(previous_seal.encode())
    for leaf in leaves:
        running.update(hashlib.sha256(_canonical(leaf)).digest())
    return running.hexdigest()


def _canonical(leaf: "DataclassInstance") -> bytes:
    return json.dumps(asdict(leaf), sort_keys=True, separators=(",", ":")).encode()
