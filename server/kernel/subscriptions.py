"""Subscription messages (订阅消息) as this installation has them: its templates and its manners."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from models.vocabulary import MessageKind, TapMoment


@dataclass(frozen=True, slots=True)
class Template:
    """A template of the mini-program's account at WeChat (订阅消息模板).

    `fields` says what fills each of its fields: a fact of the message, or `=` and a fixed text.
    """

    key: str
    title: str
    template_id: str
    page: str
    fields: Mapping[str, str]
    kinds: frozenset[MessageKind]
    moments: frozenset[TapMoment]


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Which messages leave through WeChat, how often and when.

    `hears_pushes` is false where WeChat's own word on what people accepted does not arrive.
    """

    app_id: str
    templates: tuple[Template, ...]
    sends_a_week: int
    quiet_from: time
    quiet_until: time
    hears_pushes: bool

    def template_of(self, kind: MessageKind) -> Template | None:
        """Return the template that serves a kind of message; none serves most kinds."""
        return next((one for one in self.templates if kind in one.kinds), None)

    def find(self, template_id: str) -> Template | None:
        """Return the template with WeChat's id."""
        return next((one for one in self.templates if one.template_id == template_id), None)
