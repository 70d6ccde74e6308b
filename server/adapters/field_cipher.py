"""Column encryption: AES-256-GCM bound to the row, and a keyed index for equality look-up."""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_SUITE = "v1"
_NONCE_BYTES = 12


class AesFieldCipher:
    """Seals values as `v1|nonce|ciphertext`; the keys for sealing and indexing differ."""

    def __init__(self, key: str) -> None:
        """Derive both keys from the installation's field key."""
        self._sealing = hashlib.sha256(b"seal\x1f" + key.encode()).digest()
        self._indexing = hashlib.sha256(b"index\x1f" + key.encode()).digest()

    def encrypt(self, plain: str, *, place: str) -> str:
        """Return the sealed text."""
        nonce = os.urandom(_NONCE_BYTES)
        body = AESGCM(self._sealing).encrypt(nonce, plain.encode(), place.encode())
        return "|".join((_SUITE, _text(nonce), _text(body)))

    def decrypt(self, sealed: str, *, place: str) -> str:
        """Return the plain text; ValueError when it was moved, changed or sealed elsewhere."""
        suite, nonce, body = sealed.split("|")
        if suite != _SUITE:
            message = "unknown cipher suite"
            raise ValueError(message)
        try:
            plain = AESGCM(self._sealing).decrypt(_bytes(nonce), _bytes(body), place.encode())
        except InvalidTag as error:
            message = "this value does not belong here"
            raise ValueError(message) from error
        return plain.decode()

    def index(self, plain: str, *, field: str) -> str:
        """Return a digest that equals for equal values of one field only."""
        return hmac.new(self._indexing, f"{field}\x1f{plain}".encode(), hashlib.sha256).hexdigest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)
