"""The stand-in: a clock, and one platform in memory that calls take turns with."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event, RLock
from typing import cast

from flask import current_app

from tools.wechat_standin.clock import DatabaseClock, MemoryClock, StandinClock
from tools.wechat_standin.content_rules import BUILT_IN, ContentRules
from tools.wechat_standin.faults import Faults
from tools.wechat_standin.journal import Journal
from tools.wechat_standin.known import Known
from tools.wechat_standin.login_codes import LoginCodes
from tools.wechat_standin.media_checks import MediaChecks
from tools.wechat_standin.phone_codes import PhoneCodes
from tools.wechat_standin.pushing import Delivery, Pusher, PushOrder
from tools.wechat_standin.pushing.events import Event as PushEvent
from tools.wechat_standin.pushing.events import complete
from tools.wechat_standin.pushing.log import PushLog
from tools.wechat_standin.quotas import Quotas
from tools.wechat_standin.risks import Risks
from tools.wechat_standin.session_keys import SessionKeys
from tools.wechat_standin.subscriptions import Subscriptions
from tools.wechat_standin.tokens import Tokens

EXTENSION = "wechat_standin"
_MESSENGERS = 4


@dataclass(slots=True)
class Platform:
    """Everything the platform remembers."""

    quotas: Quotas = field(default_factory=Quotas)
    tokens: Tokens = field(default_factory=Tokens)
    login_codes: LoginCodes = field(default_factory=LoginCodes)
    session_keys: SessionKeys = field(default_factory=SessionKeys)
    phone_codes: PhoneCodes = field(default_factory=PhoneCodes)
    subscriptions: Subscriptions = field(default_factory=Subscriptions)
    text_rules: ContentRules = field(default_factory=lambda: ContentRules(BUILT_IN))
    media: MediaChecks = field(default_factory=MediaChecks)
    risks: Risks = field(default_factory=Risks)
    pushes: PushLog = field(default_factory=PushLog)
    faults: Faults = field(default_factory=Faults)
    journal: Journal = field(default_factory=Journal)


class Standin:
    """One platform, in the memory of one process, behind one lock."""

    def __init__(
        self,
        database_url: str | None = None,
        push_url: str | None = None,
        known: Known | None = None,
    ) -> None:
        """Keep the clock in the given database, or in memory; push to the address, if any."""
        self.known = known or Known()
        self.clock: StandinClock = DatabaseClock(database_url) if database_url else MemoryClock()
        self._lock = RLock()
        self._platform = Platform()
        self._begun_anew = Event()
        self.pusher = Pusher(push_url)
        self._messengers = ThreadPoolExecutor(_MESSENGERS, "pushes")
        self._under_way: list[Future[object]] = []

    @contextmanager
    def turn(self) -> Iterator[tuple[Platform, float]]:
        """Have the platform to oneself, and the time it is."""
        now = self.clock.now()
        with self._lock:
            yield self._platform, now

    def reset(self) -> None:
        """Forget everything. The clock stays: it only moves forward."""
        with self._lock:
            self._platform = Platform()
            self._begun_anew.set()
            self._begun_anew = Event()

    def hang(self, seconds: float) -> None:
        """Keep a caller waiting, until the next reset at the longest."""
        self._begun_anew.wait(seconds)

    def push_to(self, url: str | None, **patience: float) -> None:
        """Set the address that events are pushed to from now on."""
        self.pusher = replace(self.pusher, url=url, **patience)

    def push(self, order: PushOrder) -> list[Delivery]:
        """Bring events to the service and remember how it answered; nothing without an address."""
        with self.turn() as (platform, now):
            events = [_completed(platform, event, now) for event in order.events]
        if self.pusher.url is None:
            return []
        deliveries = self.pusher.deliver(replace(order, events=events), now)
        with self.turn() as (platform, _):
            platform.pushes.deliveries.extend(deliveries)
        return deliveries

    def later(self, do: Callable[[], object]) -> None:
        """Do something that ends in a push while the caller goes on."""
        with self._lock:
            begun = self._messengers.submit(do)
            self._under_way = [one for one in self._under_way if not one.done()] + [begun]

    def settle(self) -> None:
        """Wait until everything that is to be pushed was pushed."""
        wait(self._under_way)

    def close(self) -> None:
        """Stop pushing and give the clock back."""
        self._messengers.shutdown(cancel_futures=True)
        self.clock.close()


def _completed(platform: Platform, event: PushEvent, now: float) -> PushEvent:
    openid = str(event.get("FromUserName"))
    return complete(event, platform.pushes.created_at(openid, now))


def the_standin() -> Standin:
    """Return the stand-in of the app that serves this request."""
    return cast("Standin", current_app.extensions[EXTENSION])
