"""What WeChat pushes, in its safe mode (安全模式): SHA-1 signatures and AES."""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from wechatpy.crypto import PrpCrypto


class SafeModeSeal:
    """Knows pushes by our token and opens them under the current key or the previous one.

    wechatpy's own receiver compares signatures in a time that tells how much fits, so this one
    takes only its decryption.
    """

    def __init__(self, token: str, keys: Sequence[str], app_id: str, original_id: str) -> None:
        """Take the EncodingAESKeys as WeChat's console shows them; an empty one is none."""
        self._token, self._app_id, self.original_id = token, app_id, original_id
        self._ciphers = [PrpCrypto(base64.b64decode(f"{key}=")) for key in keys if key]

    def is_signed(self, signature: str, *texts: str) -> bool:
        """Tell whether a signature is that of the texts and our token, sorted together."""
        signed = "".join(sorted((self._token, *texts))).encode()
        expected = hashlib.sha1(signed, usedforsecurity=False).hexdigest()
        return hmac.compare_digest(expected.encode(), signature.encode())

    def open(self, sealed: str) -> str | None:
        """Return the message; None when it was sealed under another key or for another app."""
        return next(filter(None, (self._opened(cipher, sealed) for cipher in self._ciphers)), None)

    def _opened(self, cipher: PrpCrypto, sealed: str) -> str | None:
        try:
            message: str = cipher.decrypt(sealed, self._app_id)
        except Exception:  # noqa: BLE001 - wechatpy raises whatever a broken body leads to
            return None
        return message
