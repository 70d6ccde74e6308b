"""Column encryption: AES-256-GCM bound to the row, and a keyed index for equality look-up."""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_SUITE = "v1"
_NONCE_BYTES = 12
_KEY_ID_SIGNS = 8


class AesFieldCipher:
    """Seals values as `v1|key id|nonce|ciphertext`, and opens what a previous key has sealed.

    The index has a key of its own, which stays when the sealing key changes; without one it is
    derived from the sealing key.
    """

    def __init__(self, key: str, previous: Sequence[str] = (), *, index_key: str = "") -> None:
        """Derive the keys from the installation's secrets; the newest one seals."""
        self._key_id = key_id(key)
        self._keys = {key_id(each): _derived("seal", each) for each in (key, *previous)}
        self._indexing = _derived("index", index_key or key)

    @property
    def prefix(self) -> str:
        """How everything begins that today's key has sealed."""
        return f"{_SUITE}|{self._key_id}|"

    @property
    def key_ids(self) -> frozenset[str]:
        """The ids of the keys whose values can be opened."""
        return frozenset(self._keys)

    def encrypt(self, plain: str, *, place: str) -> str:
        """Return the sealed text."""
        nonce = os.urandom(_NONCE_BYTES)
        body = AESGCM(self._keys[self._key_id]).encrypt(nonce, plain.encode(), place.encode())
        return self.prefix + "|".join((_text(nonce), _text(body)))

    def decrypt(self, sealed: str, *, place: str) -> str:
        """Return the plain text; ValueError when it was moved, changed or sealed elsewhere."""
        suite, *named, nonce, body = sealed.split("|")
        if suite != _SUITE or len(named) > 1:
            message = "unknown cipher suite"
            raise ValueError(message)
        for key in self._keys_for(named):
            try:
                plain = AESGCM(key).decrypt(_bytes(nonce), _bytes(body), place.encode())
            except InvalidTag:
                continue
            return plain.decode()
        message = "this value does not belong here"
        raise ValueError(message)

    def index(self, plain: str, *, field: str) -> str:
        """Return a digest that equals for equal values of one field only."""
        return hmac.new(self._indexing, f"{field}\x1f{plain}".encode(), hashlib.sha256).hexdigest()

    def _keys_for(self, named: Sequence[str]) -> Sequence[bytes]:
        """Return the key of this id; every key for a value from before keys had ids."""
        if not named:
            return tuple(self._keys.values())
        return tuple(key for each, key in self._keys.items() if each == named[0])


def key_id(key: str) -> str:
    """Return by what a sealed value names its key: too short to say anything of it."""
    return hashlib.sha256(b"id\x1f" + key.encode()).hexdigest()[:_KEY_ID_SIGNS]


def _derived(purpose: str, key: str) -> bytes:
    return hashlib.sha256(f"{purpose}\x1f{key}".encode()).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)
