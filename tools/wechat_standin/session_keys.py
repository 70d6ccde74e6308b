"""Session keys: one good one for each person, replaced at every login."""

import base64
import hashlib
import hmac
import secrets


class SessionKeys:
    """The key of everybody's last login."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    def renew(self, openid: str) -> str:
        """Return a new key in base64; the one before is worth nothing now."""
        self._keys[openid] = base64.b64encode(secrets.token_bytes(16)).decode()
        return self._keys[openid]

    def signs(self, openid: str, signature: str) -> bool:
        """Tell whether a signature of the empty text was made with the key of today."""
        key = self._keys.get(openid)
        return key is not None and hmac.compare_digest(sign(key, ""), signature)


def sign(session_key: str, text: str) -> str:
    """Return hmac_sha256 as the platform wants it: the key is the base64 text itself."""
    return hmac.new(session_key.encode(), text.encode(), hashlib.sha256).hexdigest()
