"""Perceptual hashes (PDQ) of a picture, and which pictures they take for the same."""

import numpy as np
import pdqhash

from server.adapters.pictures.reader import LOOK_SIDE

DISTANCE_MAX = 60
"""Of 256 bits; two pictures that have nothing in common differ in about 128."""


def of(look: bytes) -> str:
    """Return the fingerprint of a grey look."""
    grey = np.frombuffer(look, np.uint8).reshape(LOOK_SIDE, LOOK_SIDE, 1)
    hashes, _ = pdqhash.compute_dihedral(np.repeat(grey, 3, axis=2))
    return np.packbits(hashes, axis=1).tobytes().hex()


def look_alike(fingerprint: str, others: dict[int, str]) -> list[int]:
    """Return the ids of those that show the same, the likest first."""
    if not others:
        return []
    turned = np.frombuffer(bytes.fromhex(fingerprint), np.uint8).reshape(8, 1, 32)
    upright = np.frombuffer(bytes.fromhex("".join(o[:64] for o in others.values())), np.uint8)
    distances = np.bitwise_count(turned ^ upright.reshape(1, -1, 32)).sum(axis=2).min(axis=0)
    found = [
        (int(distance), id_)
        for id_, distance in zip(others, distances, strict=True)
        if distance <= DISTANCE_MAX
    ]
    return [id_ for _, id_ in sorted(found)]
