"""Sessions: opaque tokens that die at once when revoked, one by one or all of a person's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.identity import Person, SignInSession
from models.vocabulary import AnomalyKind, AuditOutcome
from server.domains.audit import service as audit
from server.domains.identity import queries
from server.domains.identity.errors import SessionEnded
from server.domains.organisations import service as organisations
from server.domains.organisations.errors import PersonNotFound
from server.kernel.actors import Actor
from server.kernel.permissions import Permission
from server.kernel.records import Record
from server.kernel.secrets import digest, new_token
from server.kernel.work import Work, refusal

SESSION_LIFETIME = timedelta(days=30)
IDLE_MAX = timedelta(days=7)
SEEN_STEP = timedelta(hours=1)
SESSIONS_MAX = 5
TRACED_EVERY = timedelta(hours=1)
_EXPIRED = "登录已过期，请重新进入小程序。"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session; the token is told once and kept as a hash only."""

    token: str
    person_id: int
    expires_at: datetime


def open_session(work: Work, person_id: int) -> SignedIn:
    """Open a session for a known person; her oldest beyond `SESSIONS_MAX` end."""
    work.session.get_one(Person, person_id, with_for_update={"key_share": True})
    token = new_token()
    expires_at = work.now + SESSION_LIFETIME
    row = SignInSession(
        person_id=person_id,
        token_hash=digest(token),
        created_at=work.now,
        seen_at=work.now,
        expires_at=expires_at,
    )
    work.session.add(row)
    work.session.flush()
    _end_oldest(work, person_id)
    work.records.append(_signed_in(row))
    return SignedIn(token, person_id, expires_at)


def _signed_in(row: SignInSession) -> Record:
    """Return the record of a sign-in; the work itself does not know her yet."""
    return Record(
        action="sign_in", object_type="session", object_id=row.id, person_id=row.person_id
    )


def sign_out(work: Work) -> None:
    """Revoke the session of this request; its next use is a 401."""
    session_id = work.actor.session_id
    work.session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.revoked_at.is_(None))
        .values(revoked_at=work.now)
    )
    work.audit("sign_out", "session", session_id)


def sign_out_everywhere(work: Work, *, keeps_this: bool) -> None:
    """End every session of the acting person, on all her phones; she may keep this one.

    The other phones get a 401 at their next request.
    """
    this = work.actor.session_id
    ended = _end_all(work, work.person_id, but=[this] if keeps_this and this else [])
    work.audit("sign_out_everywhere", "person", work.person_id, ended=ended)


def sign_out_person(work: Work, person_id: int) -> int:
    """End every session of somebody else and return how many there were.

    She holds or held an office, or lives, where the actor looks after sign-ins; whoever looks after
    the whole tree finds everybody. Raises PersonNotFound; reaching for others is recorded.
    """
    scope = work.actor.office_scope(Permission.SESSION_END)
    if not queries.is_in_sight(scope, work.session, person_id):
        raise _out_of_sight(work, person_id)
    ended = _end_all(work, person_id)
    work.audit("sign_out_person", "person", person_id, ended=ended)
    return ended


def end_all_sessions(work: Work) -> int:
    """Revoke everybody's sessions, as after a restore; return how many. Phones sign in anew."""
    ended = work.session.scalars(
        update(SignInSession)
        .where(SignInSession.revoked_at.is_(None))
        .values(revoked_at=work.now)
        .returning(SignInSession.id)
    ).all()
    return len(ended)


def load_actor(session: Session, token: str, now: datetime) -> Actor:
    """Return who a token stands for, with the offices in force now; SessionEnded otherwise.

    Offices and membership are read on every request, so a change of office bites at once (ID-5);
    the end of an office ends the sessions opened before it (AB-25).
    """
    row = queries.find_session(session, digest(token))
    if row is None:
        raise SessionEnded(_EXPIRED)
    if why := _why_ended(session, row, now):
        raise SessionEnded(why, records=_trace(session, row, now))
    return actor_of(session, row.person_id, now, session_id=row.id)


def _why_ended(session: Session, row: SignInSession, now: datetime) -> str | None:
    if row.revoked_at is not None or now >= min(row.expires_at, row.seen_at + IDLE_MAX):
        return _EXPIRED
    left_office = organisations.last_end_of_office(session, row.person_id, now)
    if left_office is not None and left_office > row.created_at:
        return "您的任职有变动，请重新进入小程序。"
    return None


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
    session: Session, person_id: int, now: datetime, *, session_id: int | None = None
) -> Actor:
    """Return a person as an actor with her offices and her household at an instant."""
    membership = queries.find_membership(session, person_id)
    return Actor(
        person_id=person_id,
        session_id=session_id,
        household_id=membership.household_id if membership else None,
        member_id=membership.id if membership else None,
        grants=organisations.offices_in_force(session, person_id, now),
    )


def keep_alive(work: Work) -> None:
    """Note that the session is in use, at most once an hour; called on writes only."""
    work.session.execute(
        update(SignInSession)
        .where(
            SignInSession.id == work.actor.session_id,
            SignInSession.seen_at <= work.now - SEEN_STEP,
        )
        .values(seen_at=work.now)
    )


def take_turn(work: Work) -> None:
    """Wait until nothing else of the acting person that takes turns is under way."""
    work.session.get_one(Person, work.person_id, with_for_update={"key_share": True})


def end_sessions(work: Work, person_id: int, *, but: Sequence[int] = ()) -> int:
    """End a person's sessions and return how many there were."""
    ended = work.session.scalars(
        update(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.id.not_in(but),
        )
        .values(revoked_at=work.now)
        .returning(SignInSession.id)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())


def _end_all(work: Work, person_id: int, *, but: Sequence[int] = ()) -> int:
    """End a person's sessions; one that is being opened is waited for, and ends as well."""
    work.session.get_one(Person, person_id, with_for_update={"key_share": True})
    return end_sessions(work, person_id, but=but)


def _out_of_sight(work: Work, person_id: int) -> PersonNotFound:
    """Return the same refusal for a foreign person and for nobody; the former is recorded."""
    if work.session.get(Person, person_id) is None:
        return PersonNotFound()
    record = refusal("foreign_id", "people", person_id, anomaly=AnomalyKind.FOREIGN_ID)
    return PersonNotFound(records=(record,))


def _end_oldest(work: Work, person_id: int) -> None:
    newest = (
        select(SignInSession.id)
        .where(SignInSession.person_id == person_id, SignInSession.revoked_at.is_(None))
        .order_by(SignInSession.created_at.desc(), SignInSession.id.desc())
        .limit(SESSIONS_MAX)
    )
    end_sessions(work, person_id, but=work.session.scalars(newest).all())
