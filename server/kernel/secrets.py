"""Tokens and codes: random ones are shown once, derived ones again without being stored."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without 0/O and 1/I, which get mixed up when read out."""


def new_token() -> str:
    """Return 256 random bits for a session, URL-safe."""
    return secrets.token_urlsafe(32)


def new_scene() -> str:
    """Return 80 random bits for a printed code, 16 signs of `[2-9A-Z]` (scene allows 32)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))


def digest(text: str) -> str:
    """Return the SHA-256 of a secret: what the database keeps instead of it."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SecretMint:
    """Derives codes from the installation's key, so that a lost answer can be given again."""

    key: bytes = field(repr=False)

    def derive(self, *parts: str | int, length: int) -> str:
        """Return `length` signs (5 bits each) bound to the parts."""
        mac = self._mac(parts)
        return "".join(_ALPHABET[byte & 31] for byte in mac[:length])

    def derive_token(self, *parts: str | int) -> str:
        """Return 256 bits bound to the parts, URL-safe."""
        return base64.urlsafe_b64encode(self._mac(parts)).decode().rstrip("=")

    def derive_digits(self, *parts: str | int, length: int) -> str:
        """Return `length` decimal digits bound to the parts."""
        number = int.from_bytes(self._mac(parts)[:8], "big")
        return str(number % 10**length).zfill(length)

    def _mac(self, parts: tuple[str | int, ...]) -> bytes:
        message = "\x1f".join(str(part) for part in parts).encode()
        return hmac.new(self.key, message, hashlib.sha256).digest()
