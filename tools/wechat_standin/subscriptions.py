"""Permissions to send (one tap, one message), and what was sent with them."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from tools.wechat_standin.errcodes import Refused

Permission = tuple[str, str]
"""An openid and the id of a template."""


class Decision(StrEnum):
    """What she answers when the mini-program asks, or sets in its settings."""

    ACCEPT = "accept"
    REJECT = "reject"
    OFF = "off"  # later, in the settings of the mini-program


@dataclass(frozen=True, slots=True)
class SubscriptionMessage:
    """A message as it was taken in; `data` is what each field says."""

    openid: str
    template_id: str
    page: str
    data: dict[str, str]


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message on somebody's phone."""

    at: float
    msgid: int
    message: SubscriptionMessage


class Subscriptions:
    """Who may still be sent what, and what was sent."""

    def __init__(self) -> None:
        self.sent: list[SentMessage] = []
        self._credits: Counter[Permission] = Counter()
        self._busy: set[str] = set()

    def decide(self, openid: str, template_id: str, decision: Decision, number: int) -> None:
        """Add so many permissions, or take them all."""
        if decision is Decision.ACCEPT:
            self._credits[openid, template_id] += number
        else:
            del self._credits[openid, template_id]

    def waiting(self) -> list[tuple[str, str, int]]:
        """Return the permissions not used yet: openid, template, how many."""
        return sorted((*who, number) for who, number in self._credits.items() if number)

    def begin_sending(self, openid: str) -> None:
        """Take the one place for sends to a person; 43108 when another send is under way."""
        if openid in self._busy:
            raise Refused(43108)
        self._busy.add(openid)

    def end_sending(self, openid: str) -> None:
        """Free the place."""
        self._busy.discard(openid)

    def send(self, message: SubscriptionMessage, now: float) -> SentMessage:
        """Use up a permission and keep the message; 43101 without one."""
        permission = message.openid, message.template_id
        if not self._credits[permission]:
            raise Refused(43101)
        self._credits[permission] -= 1
        msgid = 4_000_000_000_000_000_000 + len(self.sent)
        self.sent.append(SentMessage(now, msgid, message))
        return self.sent[-1]
