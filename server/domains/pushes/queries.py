"""Keep and forget pushes; each statement decides alone, whoever else is at it."""

from datetime import datetime

from sqlalchemy import bindparam, delete, text
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


def forget_before(session: Session, until: datetime) -> int:
    """Remove what came before an instant; return how many events."""
    session.execute(delete(PushEnvelope).where(PushEnvelope.received_at < until))
    old = delete(Push).where(Push.received_at < until)
    return len(session.scalars(old.returning(Push.id)).all())
