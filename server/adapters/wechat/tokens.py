"""WeChat's access token: kept sealed, shared by all processes, fetched by one of them at a time.

Whoever finds none takes a lease, asks WeChat while nothing is locked, and keeps what came. The
others look again until it is there or their time is up. A lease whose holder died runs out.
"""

from collections.abc import Callable
from typing import Protocol

from server.adapters.wechat.gate import Budget
from server.kernel.ports import FieldCipher

LEASE_SECONDS = 10
"""Longer than an exchange may take."""
_POLL_SECONDS = 0.05


class TokenStore(Protocol):
    """Where all processes find one sealed token, and who of them is fetching the next."""

    def find(self) -> str | None:
        """Return what is kept while it is valid."""
        ...

    def claim(self) -> str | None:
        """Return a lease when nobody else has one."""
        ...

    def keep(self, lease: str, sealed: str, seconds: int) -> None:
        """Keep a token for a time and give the lease back; without the lease nothing is kept."""
        ...

    def release(self, lease: str) -> None:
        """Give a lease back without a token."""
        ...


class AccessToken:
    """The token of one mini-program. `fetch` asks WeChat for it and for its seconds."""

    def __init__(
        self,
        store: TokenStore,
        cipher: FieldCipher,
        place: str,
        fetch: Callable[[Budget], tuple[str, int]],
    ) -> None:
        self._store = store
        self._cipher = cipher
        self._place = place
        self._fetch = fetch

    def current(self, budget: Budget, *, stale: str | None = None) -> str:
        """Return a token other than the stale one, the fresh one of another process if possible."""
        while True:
            token = self._kept()
            if token and token != stale:
                return token
            if lease := self._store.claim():
                return self._fetched(lease, stale, budget)
            budget.pause(_POLL_SECONDS)

    def _fetched(self, lease: str, stale: str | None, budget: Budget) -> str:
        try:
            token = self._kept()  # whoever had the lease just before may have brought one
            if token and token != stale:
                self._store.release(lease)
                return token
            token, seconds = self._fetch(budget)
        except BaseException:
            self._store.release(lease)
            raise
        self._store.keep(lease, self._cipher.encrypt(token, place=self._place), seconds)
        return token

    def _kept(self) -> str | None:
        sealed = self._store.find()
        try:
            return self._cipher.decrypt(sealed, place=self._place) if sealed else None
        except ValueError:
            return None  # sealed with another key: fetched anew
