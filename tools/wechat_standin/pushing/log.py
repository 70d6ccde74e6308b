"""The pushes that were delivered, and when each person's last event happened."""

from collections import deque
from dataclasses import dataclass, field

from tools.wechat_standin.pushing.delivery import Delivery

_LIMIT = 1_000


def _deliveries() -> deque[Delivery]:
    return deque(maxlen=_LIMIT)


@dataclass(slots=True)
class PushLog:
    """What the platform remembers of its pushes: the last 1 000 of them."""

    deliveries: deque[Delivery] = field(default_factory=_deliveries)
    _last_created: dict[str, int] = field(default_factory=dict)

    def created_at(self, openid: str, now: float) -> int:
        """Return an event's time in whole seconds: nobody does two things in one.

        By sender and time the platform's documents tell events apart.
        """
        created = max(int(now), self._last_created.get(openid, 0) + 1)
        self._last_created[openid] = created
        return created
