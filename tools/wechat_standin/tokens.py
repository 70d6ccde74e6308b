"""Access tokens as the platform gives them out: stable ones, and those of the older interface."""

import secrets
from collections import Counter

from tools.wechat_standin.errcodes import Refused

_LIFETIME_SECONDS = 7200
_GRACE_SECONDS = 300
"""So long before its end a token is renewed, and so long old and new are both good."""

_FORCE_GAP_SECONDS = 30
_FORCES_A_DAY = 20
_BEIJING_SECONDS = 8 * 3600
"""The platform's day begins at midnight in Beijing."""


class Quota:
    """So many calls a minute and a day."""

    def __init__(self, *, per_minute: int, per_day: int) -> None:
        self._per_minute = per_minute
        self._per_day = per_day
        self._calls: Counter[tuple[str, int]] = Counter()

    def take(self, now: float) -> None:
        """Count one call; 45011 beyond the minute's quota, 45009 beyond the day's."""
        minute, day = ("minute", int(now // 60)), _day(now)
        if self._calls[day] >= self._per_day:
            raise Refused(45009)
        if self._calls[minute] >= self._per_minute:
            raise Refused(45011)
        # Time only moves forward: a window that has passed is never asked for again.
        self._calls = Counter({window: self._calls[window] + 1 for window in (minute, day)})

    def used_on_day(self, now: float) -> int:
        """Return the calls counted today."""
        return self._calls[_day(now)]

    @property
    def per_day(self) -> int:
        """Return the day's quota."""
        return self._per_day


def _day(now: float) -> tuple[str, int]:
    return "day", int((now + _BEIJING_SECONDS) // 86400)


class Tokens:
    """Every token given out, with the moment its validity ends."""

    def __init__(self, quota: Quota) -> None:
        """`quota` bounds the stable interface; the platform's is 10 000 a minute, 500 000 a day."""
        self.quota = quota
        self._forces = Quota(per_minute=_FORCES_A_DAY, per_day=_FORCES_A_DAY)
        self._good_until: dict[str, float] = {}
        self._stable: str | None = None
        self._classic: str | None = None
        self._forced_at = float("-inf")

    def stable(self, now: float) -> tuple[str, int]:
        """Return the same token and its remaining seconds until it nears its end."""
        self.quota.take(now)
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
