"""How many calls the platform takes, as documented; a scale makes the numbers small for a test."""

from collections import Counter

from tools.wechat_standin.errcodes import Refused

_SECOND, _MINUTE, _DAY = 1, 60, 86_400
_BEIJING_SECONDS = 8 * 3600
"""The platform's day begins at midnight in Beijing."""

LOGIN = "/sns/jscode2session"
STABLE_TOKEN = "/cgi-bin/stable_token"  # noqa: S105 - an address
Window = tuple[int, int]


class Quota:
    """So many calls in windows of time, each with the errcode beyond it."""

    def __init__(
        self,
        *,
        per_second: tuple[int, int] | None = None,
        per_minute: tuple[int, int] | None = None,
        per_day: int | None = None,
    ) -> None:
        """Take the limits; a second and a minute have errcodes of their own, a day 45009."""
        limits = (
            (_SECOND, per_second),
            (_MINUTE, per_minute),
            (_DAY, per_day and (per_day, 45009)),
        )
        self._limits = [(seconds, *limit) for seconds, limit in limits if limit]
        self._calls: Counter[Window] = Counter()
        self.scale = 1.0

    def take(self, now: float) -> None:
        """Count one call, or refuse it beyond the quota of a window."""
        windows = [(seconds, _number(seconds, now)) for seconds, _, _ in self._limits]
        for window, (_, limit, errcode) in zip(windows, self._limits, strict=True):
            if self._calls[window] >= self._scaled(limit):
                raise Refused(errcode)
        # Time only moves forward: a window that has passed is never asked for again.
        self._calls = Counter({window: self._calls[window] + 1 for window in windows})

    def used_today(self, now: float) -> tuple[int, int]:
        """Return the day's quota and how many of it are used."""
        limits = (limit for seconds, limit, _ in self._limits if seconds == _DAY)
        return self._scaled(next(limits, 0)), self._calls[_DAY, _number(_DAY, now)]

    def _scaled(self, limit: int) -> int:
        return max(1, int(limit * self.scale))


def _number(seconds: int, now: float) -> int:
    return int((now + _BEIJING_SECONDS) // seconds)


def documented_quotas() -> dict[str, Quota]:
    """Return the quota of each address."""
    return {
        STABLE_TOKEN: Quota(per_minute=(10_000, 45011), per_day=500_000),
        "/cgi-bin/message/subscribe/send": Quota(per_day=10_000_000),
        "/wxa/msg_sec_check": Quota(per_minute=(4_000, 45009), per_day=2_000_000),
        "/wxa/media_check_async": Quota(per_minute=(2_000, 45009), per_day=200_000),
        "/wxa/getwxacodeunlimit": Quota(per_minute=(5_000, 45009)),
        "/wxa/generate_urllink": Quota(per_second=(100, 44990), per_day=500_000),
    }


class Quotas:
    """The quotas of the mini-program, and the one of each person's logins."""

    def __init__(self) -> None:
        self._of_paths = documented_quotas()
        self._of_people: dict[str, Quota] = {}
        self._scale_of_people = 1.0

    def take(self, path: str, now: float) -> None:
        """Count a call of an address."""
        if path in self._of_paths:
            self._of_paths[path].take(now)

    def take_login(self, openid: str, now: float) -> None:
        """Count a person's login: 100 a minute."""
        quota = self._of_people.setdefault(openid, Quota(per_minute=(100, 45011)))
        quota.scale = self._scale_of_people
        quota.take(now)

    def rescale(self, scale: float, path: str | None) -> None:
        """Multiply the limits of an address, or of all, by a factor."""
        if path in {None, LOGIN}:
            self._scale_of_people = scale
        for each, quota in self._of_paths.items():
            if path in {None, each}:
                quota.scale = scale

    def used_today(self, path: str, now: float) -> tuple[int, int]:
        """Return the day's quota of an address and how many of it are used; 0 of 0 if unknown."""
        quota = self._of_paths.get(path)
        return quota.used_today(now) if quota else (0, 0)
