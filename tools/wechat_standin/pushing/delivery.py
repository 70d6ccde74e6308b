"""Bringing pushes to the service: three tries, five seconds each, and a look at the answer."""

import json
import time
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

import requests

from tools.wechat_standin.credentials import APP_ID, PUSH_KEY, PUSH_TOKEN
from tools.wechat_standin.pushing.envelope import open_sealed, signature_of
from tools.wechat_standin.pushing.events import Event
from tools.wechat_standin.pushing.push_requests import Manner, PushRequest, request_for
from tools.wechat_standin.shapes import LOOPBACK

_TRIES = 3


class Outcome(StrEnum):
    """What the platform makes of the service's answer."""

    ACCEPTED = "accepted"
    FLAGGED = "flagged"  # status 200 with something the platform does not understand
    REFUSED = "refused"  # another status
    LATE = "late"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event brought to the service, after as many tries as it took."""

    event: Event
    outcome: Outcome
    status: int | None
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PushOrder:
    """Events to be pushed, and how."""

    events: list[Event]
    manner: Manner = field(default_factory=Manner)
    dup: int = 1
    resealed: bool = False  # duplicates under a new nonce and signature
    reorder: bool = False
    tries: int = _TRIES


@dataclass(slots=True)
class Pusher:
    """Knows the service's address; what it has delivered is for its caller to keep."""

    url: str | None
    patience_seconds: float = 5
    pause_seconds: float = 1

    def __post_init__(self) -> None:
        if self.url and urlsplit(self.url).hostname not in LOOPBACK:
            raise ValueError("pushes stay on this machine")

    def deliver(self, order: PushOrder, now: float) -> list[Delivery]:
        """Push everything that was ordered, one after the other."""
        events = list(reversed(order.events)) if order.reorder else order.events
        return [
            self._try(event, request, order, now)
            for event in events
            for request in _requests_for(event, order, now)
        ]

    def verify(self, now: float) -> bool:
        """Ask the service, as WeChat's console does, whether the address is its own."""
        empty = request_for({}, now).query
        query = {name: empty[name] for name in ("signature", "timestamp", "nonce")}
        answer = requests.get(
            str(self.url), params=query | {"echostr": empty["nonce"]}, timeout=self.patience_seconds
        )
        kind = answer.headers.get("Content-Type", "")
        return bool(answer.ok) and answer.text == empty["nonce"] and kind.startswith("text/plain")

    def _try(self, event: Event, request: PushRequest, order: PushOrder, now: float) -> Delivery:
        """Send a push until it is answered; the tries after the first are sealed anew."""
        outcome, status, tries = Outcome.UNREACHABLE, None, 0
        while tries < order.tries:
            if tries:
                time.sleep(self.pause_seconds)
                request = request_for(event, now, order.manner)
            outcome, status = self._send(request)
            tries += 1
            if outcome in {Outcome.ACCEPTED, Outcome.FLAGGED}:
                break
        return Delivery(event, outcome, status, tries)

    def _send(self, request: PushRequest) -> tuple[Outcome, int | None]:
        try:
            answer = requests.post(
                str(self.url),
                params=request.query,
                data=request.body,
                headers={"Content-Type": "application/json"},
                timeout=self.patience_seconds,
                allow_redirects=False,
            )
        except requests.Timeout:
            return Outcome.LATE, None
        except requests.RequestException:
            return Outcome.UNREACHABLE, None
        if answer.status_code != requests.codes.ok:
            return Outcome.REFUSED, answer.status_code
        good = answer.text in {"success", ""} or is_envelope(answer.text)
        return Outcome.ACCEPTED if good else Outcome.FLAGGED, answer.status_code


def is_envelope(text: str) -> bool:
    """Tell whether an answer is a sealed and signed one."""
    try:
        found = json.loads(text)
        sealed, signature = str(found["Encrypt"]), found["MsgSignature"]
        open_sealed(sealed, key=PUSH_KEY, app_id=APP_ID)
        parts = (PUSH_TOKEN, str(found["TimeStamp"]), str(found["Nonce"]), sealed)
    except (ValueError, TypeError, KeyError):
        return False
    return bool(signature_of(*parts) == signature)


def _requests_for(event: Event, order: PushOrder, now: float) -> list[PushRequest]:
    """Return the duplicates of one event: the same request, or each sealed anew."""
    first = request_for(event, now, order.manner)
    if not order.resealed:
        return [first] * order.dup
    return [first, *(request_for(event, now, order.manner) for _ in range(order.dup - 1))]
