"""Who stands behind a token: read anew at every request, so that every change bites at once."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.identity import SignInSession
from models.vocabulary import AuditOutcome
from server.domains.audit import service as audit
from server.domains.identity import queries
from server.domains.identity.errors import SessionEnded
from server.domains.identity.service.sessions import hold
from server.domains.organisations import service as organisations
from server.kernel import walls
from server.kernel.actors import STRANGER, Actor
from server.kernel.records import Record
from server.kernel.secrets import digest
from server.kernel.work import Work

IDLE_MAX = timedelta(days=7)
SEEN_STEP = timedelta(hours=1)
TRACED_EVERY = timedelta(hours=1)
_EXPIRED = "登录已过期，请重新进入小程序。"
_CHANGED = "您的身份有变动，请重新进入小程序。"


def load_actor(session: Session, token: str, now: datetime) -> Actor:
    """Return who a token stands for, with the offices in force now. Raises SessionEnded."""
    row = _find(session, token)
    if why := _why_ended(session, row, now):
        raise SessionEnded(why, records=_trace(session, row, now))
    return actor_of(session, row.person_id, now, signed_in=row)


def load_reader(session: Session, token: str, now: datetime) -> Actor:
    """Return who reads a public page: an ended session reads as a stranger (ID-2).

    What never was a token is refused here as well: whoever makes tokens up would be a new caller
    each time, and no limit would count her guesses together. Raises SessionEnded.
    """
    row = _find(session, token)
    if _why_ended(session, row, now):
        return STRANGER
    return actor_of(session, row.person_id, now, signed_in=row)


def _find(session: Session, token: str) -> SignInSession:
    row = queries.find_session(session, digest(token))
    if row is None:
        raise SessionEnded(_EXPIRED)
    return row


def _why_ended(session: Session, row: SignInSession, now: datetime) -> str | None:
    """Return why a session is over, if it is.

    A token is good for the privileges it was opened with: an office that begins or ends, by hand or
    by date, a household joined or left, and another phone number end what was opened before.
    """
    if row.revoked_at is not None or now >= min(row.expires_at, row.seen_at + IDLE_MAX):
        return _EXPIRED
    changes = (
        queries.privileges_changed_at(session, row.person_id),
        organisations.last_change_of_office(session, row.person_id, now),
    )
    is_older = any(change is not None and change > row.created_at for change in changes)
    return _CHANGED if is_older else None


def _trace(session: Session, row: SignInSession, now: datetime) -> tuple[Record, ...]:
    """Return the record of an ended token that is still tried, once in `TRACED_EVERY`."""
    record = Record(
        action="use_ended_session",
        object_type="session",
        object_id=row.id,
        person_id=row.person_id,
        outcome=AuditOutcome.REFUSED,
    )
    since = now - TRACED_EVERY
    is_traced = audit.is_recorded(session, row.person_id, record.action, since=since)
    return () if is_traced else (record,)


def actor_of(
    session: Session, person_id: int, now: datetime, *, signed_in: SignInSession | None = None
) -> Actor:
    """Return a person as an actor with her offices and her household at an instant."""
    walls.name_person(session, person_id)
    membership = queries.find_membership(session, person_id)
    return Actor(
        person_id=person_id,
        session_id=signed_in.id if signed_in else None,
        seen_at=signed_in.seen_at if signed_in else None,
        signed_in_at=signed_in.created_at if signed_in else None,
        household_id=membership.household_id if membership else None,
        member_id=membership.id if membership else None,
        village_id=membership.village_id if membership else None,
        grants=organisations.offices_in_force(session, person_id, now),
    )


def keep_alive(work: Work) -> None:
    """Keep her account open until this write is done, and note, once an hour, that she is here.

    Closing waits for it, so that nothing is written of her afterwards. Raises SessionEnded when her
    account was closed in the same moment.
    """
    if not queries.keep_open(work.session, work.person_id):
        raise SessionEnded(_EXPIRED)
    seen_at = work.actor.seen_at
    if seen_at is None or seen_at > work.now - SEEN_STEP:
        return
    work.session.execute(
        update(SignInSession)
        .where(SignInSession.id == work.actor.session_id, SignInSession.seen_at == seen_at)
        .values(seen_at=work.now)
    )


def take_turn(work: Work) -> None:
    """Wait until nothing else of the acting person that takes turns is under way."""
    hold(work, work.person_id)
