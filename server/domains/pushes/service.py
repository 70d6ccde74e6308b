"""Receive what WeChat pushes: prove it, store it once, answer; the worker does the rest."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from models.pushes import Push
from models.retention import Kept
from models.vocabulary import OutboxTopic
from server.domains.outbox import service as outbox
from server.domains.pushes import queries, rules
from server.domains.pushes.errors import NoPushes, NotFromWeChat
from server.kernel.wechat import PushSeal
from server.kernel.work import Work

KEPT = Kept.PUSHES.period
"""WeChat sends again within seconds; an envelope is refused by its date after five minutes."""
BODY_BYTES_MAX = rules.BODY_BYTES_MAX

PushHandler = Callable[[Work, dict[str, Any]], None]
"""What a domain does when WeChat tells of an event; once for each event, maybe late."""


def greet(work: Work, query: Mapping[str, str]) -> str:
    """Return the echo that WeChat wants before it pushes anything (签名校验)."""
    seal, greeting = _seal(work), rules.read_greeting(query)
    if greeting is None:
        raise NotFromWeChat("shape")
    if not seal.is_signed(greeting.signature, greeting.timestamp, greeting.nonce):
        raise NotFromWeChat("signature")
    _require_fresh(work, greeting.timestamp)
    return greeting.echo


def receive(work: Work, query: Mapping[str, str], body: bytes) -> None:
    """Store an event once and let the worker know; the same event again changes nothing.

    Raises NotFromWeChat, with nothing changed, for what is not signed, sealed, fresh, ours or new.
    """
    seal, envelope = _seal(work), rules.read_envelope(query, body)
    if envelope is None:
        raise NotFromWeChat("shape")
    event, digest = _open(work, seal, envelope)
    if not queries.open_envelope(work.session, envelope.digest, work.now):
        raise NotFromWeChat("replay")
    name = rules.name_of(event)
    push_id = queries.keep_push(work.session, digest, name, event, work.now)
    if push_id is not None:
        outbox.put(work, OutboxTopic.PUSH_RECEIVED, {"push_id": push_id}, village_id=None)
    work.audit("receive_push", "push", push_id, event=name, repeated=push_id is None)


def hand_on(handlers: Mapping[str, PushHandler]) -> outbox.Deliver:
    """Return what the worker does with a push: it lets whoever knows the event have it."""

    def deliver(work: Work, payload: outbox.Payload) -> None:
        push = work.session.get(Push, payload["push_id"])
        if push is None:
            return
        handler = handlers.get(push.event)
        if handler is None:
            work.audit("ignore_push", "push", push.id, event=push.event)
            return
        handler(work, push.payload)

    return deliver


def forget_openids(work: Work, openids: Collection[str]) -> None:
    """Forget what WeChat told of somebody by these numbers of hers."""
    queries.empty_of(work.session, openids)


def purge_pushes(work: Work) -> int:
    """Forget old pushes; return how many."""
    return queries.forget_before(work.session, work.now - KEPT)


def _seal(work: Work) -> PushSeal:
    if work.ports.push_seal is None:
        raise NoPushes
    return work.ports.push_seal


def _open(work: Work, seal: PushSeal, envelope: rules.Envelope) -> tuple[dict[str, Any], str]:
    """Return the event of an envelope, and by what the event is known again."""
    signed = (envelope.timestamp, envelope.nonce, envelope.sealed)
    if not seal.is_signed(envelope.signature, *signed):
        raise NotFromWeChat("signature")
    _require_fresh(work, envelope.timestamp)
    message = seal.open(envelope.sealed)
    if message is None:
        raise NotFromWeChat("seal")
    event = rules.read_event(message, seal.original_id)
    if event is None or envelope.addressee != seal.original_id:
        raise NotFromWeChat("addressee")
    return event, rules.digest_of(message)


def _require_fresh(work: Work, timestamp: str) -> None:
    if not rules.is_fresh(timestamp, work.now):
        raise NotFromWeChat("stale")
