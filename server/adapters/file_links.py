"""Signed links to files: anybody may pass one on, nobody can make one or lengthen its life."""

import hashlib
from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime

from itsdangerous import BadData, URLSafeSerializer

from server.kernel.files import LinkedFile


class SignedFileLinks:
    """Links under `<base>/files/`; what a link shows and until when stands in it, signed."""

    def __init__(self, base: str, key: bytes, now: Callable[[], datetime]) -> None:
        """Begin links with `base`, where phones and WeChat reach the service."""
        self._base = base
        self._signer = URLSafeSerializer(
            key, salt="files", signer_kwargs={"digest_method": hashlib.sha256}
        )
        self._now = now

    def link(self, file: LinkedFile, *, until: datetime) -> str:
        """Return an absolute URL that shows a file until an instant."""
        token = self._signer.dumps([*astuple(file), int(until.timestamp())])
        return f"{self._base}/files/{token}"

    def once(self, token: str) -> str:
        """Return an absolute URL that hands a file out once; the token is the domain's own."""
        return f"{self._base}/downloads/{token}"

    def open(self, token: str) -> LinkedFile | None:
        """Return what the last part of a link shows; None when it is forged or has expired."""
        try:
            *shown, until = self._signer.loads(token)
        except BadData:
            return None
        if until <= self._now().timestamp():
            return None
        return LinkedFile(*shown)
