"""Access tokens as the platform gives them out: stable ones, and those of the older interface."""

import secrets

from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.quotas import Quota

_LIFETIME_SECONDS = 7200
_GRACE_SECONDS = 300
"""So long before its end a token is renewed, and so long old and new are both good."""

_FORCE_GAP_SECONDS = 30
_FORCES_A_DAY = 20


class Tokens:
    """Every token given out, with the moment its validity ends."""

    def __init__(self) -> None:
        self._forces = Quota(per_day=_FORCES_A_DAY)
        self._good_until: dict[str, float] = {}
        self._stable: str | None = None
        self._classic: str | None = None
        self._forced_at = float("-inf")

    def stable(self, now: float) -> tuple[str, int]:
        """Return the same token and its remaining seconds until it nears its end."""
        token = self._stable
        if token is None or self._good_until[token] - now <= _GRACE_SECONDS:
            token = self._stable = self._issue(now)
        return token, int(self._good_until[token] - now)

    def forced(self, now: float) -> tuple[str, int]:
        """Return a new token, the old one dying at once; within 30 s of the last one, the same."""
        if now - self._forced_at >= _FORCE_GAP_SECONDS:
            self._forces.take(now)
            self._forced_at = now
            if self._stable is not None:
                del self._good_until[self._stable]
                self._stable = None
        return self.stable(now)

    def classic(self, now: float) -> tuple[str, int]:
        """Return a new token at each call; the one before lives on for the grace only."""
        if self._classic is not None:
            ends = min(self._good_until[self._classic], now + _GRACE_SECONDS)
            self._good_until[self._classic] = ends
        self._classic = self._issue(now)
        return self._classic, _LIFETIME_SECONDS

    def check(self, token: str, now: float) -> None:
        """Refuse a missing (41001), unknown (40001) or expired token (42001)."""
        if not token:
            raise Refused(41001)
        if token not in self._good_until:
            raise Refused(40001)
        if now >= self._good_until[token]:
            raise Refused(42001)

    def _issue(self, now: float) -> str:
        token = secrets.token_urlsafe(102)  # 136 signs, as the real ones
        self._good_until[token] = now + _LIFETIME_SECONDS
        return token
