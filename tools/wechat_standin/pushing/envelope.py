"""The seal of pushes: AES-256-CBC as the platform describes it, and its signatures.

Written from the description alone, so that the service's own way of opening is checked by another.
"""

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

_BLOCK_BYTES = 32
"""PKCS#7 pads to 32 bytes here, not to the 16 of AES."""
_SALT_BYTES, _LENGTH_BYTES = 16, 4


class NotSealed(ValueError):
    """What came is not sealed with this key for this mini-program."""


def signature_of(*parts: str) -> str:
    """Return the SHA-1 of the sorted parts: the token, timestamp, nonce and perhaps the sealed."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324 - WeChat's choice


def seal(message: bytes, *, key: str, app_id: str) -> str:
    """Return a message sealed with an EncodingAESKey, in base64."""
    length = len(message).to_bytes(_LENGTH_BYTES)
    plain = secrets.token_bytes(_SALT_BYTES) + length + message + app_id.encode()
    padding = _BLOCK_BYTES - len(plain) % _BLOCK_BYTES
    encryptor = _cipher(key).encryptor()
    sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def open_sealed(sealed: str, *, key: str, app_id: str) -> bytes:
    """Return the message, or raise NotSealed."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        decryptor = _cipher(key).decryptor()
        plain = decryptor.update(raw) + decryptor.finalize()
    except ValueError:
        raise NotSealed from None
    if not plain or not 1 <= plain[-1] <= _BLOCK_BYTES:
        raise NotSealed
    plain = plain[: -plain[-1]]
    begin = _SALT_BYTES + _LENGTH_BYTES
    end = begin + int.from_bytes(plain[_SALT_BYTES:begin])
    if plain[end:] != app_id.encode():
        raise NotSealed
    return plain[begin:end]


def _cipher(key: str) -> Cipher[CBC]:
    secret = base64.b64decode(key + "=")
    return Cipher(AES(secret), CBC(secret[:16]))
