"""Sessions: opaque tokens, few of them, ended one by one or all of a person's."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from models.identity import Person, SignInSession
from models.vocabulary import AnomalyKind
from server.domains.identity import queries
from server.domains.identity.errors import sign_in_raced, signed_in_too_often
from server.domains.organisations.errors import PersonNotFound
from server.kernel.permissions import Permission
from server.kernel.records import Record
from server.kernel.secrets import digest, new_token
from server.kernel.work import Work, refusal

SESSION_LIFETIME = timedelta(days=30)
SESSIONS_MAX = 5
SIGN_INS_MAX = 10
SIGN_INS_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session; the token is told once and kept as a hash only."""

    token: str
    person_id: int
    expires_at: datetime


def open_session(work: Work, person_id: int) -> SignedIn:
    """Open a session for a known person; her oldest beyond `SESSIONS_MAX` end.

    Raises SignInRaced when her account was closed in the same moment.
    """
    if hold(work, person_id).closed_at is not None:
        raise sign_in_raced()
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


def check_haste(work: Work, person_id: int) -> None:
    """Refuse a person who signs in more than `SIGN_INS_MAX` times within `SIGN_INS_WITHIN`.

    Her sign-ins wait for each other, so that every one is counted. Raises TooOften.
    """
    hold(work, person_id)
    since = work.now - SIGN_INS_WITHIN
    first = queries.nth_newest_sign_in(work.session, person_id, SIGN_INS_MAX, since=since)
    if first is not None:
        raise signed_in_too_often(math.ceil((first - since).total_seconds()))


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


def end_brought(work: Work, token: str) -> None:
    """End the session of a token that a phone signs in with anew, whosever it was."""
    ended = work.session.execute(
        update(SignInSession)
        .where(SignInSession.token_hash == digest(token), SignInSession.revoked_at.is_(None))
        .values(revoked_at=work.now)
        .returning(SignInSession.id, SignInSession.person_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if ended is not None:
        work.records.append(
            Record(
                action="sign_out",
                object_type="session",
                object_id=ended.id,
                person_id=ended.person_id,
            )
        )


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


def hold(work: Work, person_id: int) -> Person:
    """Return a person as she is now; what else holds her waits until the work is done."""
    return work.session.get_one(Person, person_id, with_for_update={"key_share": True})


def _end_all(work: Work, person_id: int, *, but: Sequence[int] = ()) -> int:
    """End a person's sessions; one that is being opened is waited for, and ends as well."""
    hold(work, person_id)
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
