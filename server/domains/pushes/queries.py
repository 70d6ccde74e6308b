"""Keep and forget pushes; each statement decides alone, whoever else is at it."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Text, bindparam, cast, delete, false, or_, text, update
from sqlalchemy.orm import Session

from models.base import UtcDateTime
from models.pushes import Push, PushEnvelope

_OPEN_ENVELOPE = text(
    """
    INSERT INTO push_envelopes (digest, received_at) VALUES (:digest, :now)
    ON CONFLICT (digest) DO NOTHING RETURNING digest
    """
).bindparams(bindparam("now", type_=UtcDateTime()))

_KEEP_PUSH = text(
    """
    INSERT INTO pushes (digest, event, payload, received_at)
    VALUES (:digest, :event, :payload, :now)
    ON CONFLICT (digest) DO NOTHING RETURNING id
    """
).bindparams(bindparam("payload", type_=Push.payload.type), bindparam("now", type_=UtcDateTime()))


def open_envelope(session: Session, digest: str, now: datetime) -> bool:
    """Open an envelope; False when it was opened before."""
    values = {"digest": digest, "now": now}
    return session.execute(_OPEN_ENVELOPE, values).scalar_one_or_none() is not None


def keep_push(
    session: Session, digest: str, event: str, payload: dict[str, object], now: datetime
) -> int | None:
    """Store an event and return its id; None when the same was stored before."""
    values = {"digest": digest, "event": event, "payload": payload, "now": now}
    return session.execute(_KEEP_PUSH, values).scalar_one_or_none()


def empty_of(session: Session, openids: Collection[str]) -> None:
    """Take away what events say of somebody; the rows stay, as the outbox may name them."""
    said = cast(Push.payload, Text)
    is_of_her = or_(false(), *(said.contains(json.dumps(one), autoescape=True) for one in openids))
    emptied = update(Push).where(is_of_her).values(payload={})
    session.execute(emptied.execution_options(synchronize_session=False))


def forget_before(session: Session, until: datetime) -> int:
    """Remove what came before an instant; return how many events."""
    session.execute(delete(PushEnvelope).where(PushEnvelope.received_at < until))
    old = delete(Push).where(Push.received_at < until)
    return len(session.scalars(old.returning(Push.id)).all())
