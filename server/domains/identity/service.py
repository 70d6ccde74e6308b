"""One person, one account; opaque tokens that die at once when revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, text, update
from sqlalchemy.orm import Session

from models.base import UtcDateTime
from models.identity import Person, SignInSession, WeChatAccount
from server.domains.identity import queries
from server.domains.identity.errors import SessionEnded
from server.domains.organisations import service as organisations
from server.kernel.actors import Actor
from server.kernel.ports import Ports, WeChatIdentity
from server.kernel.secrets import digest, new_token
from server.kernel.work import Work

SESSION_LIFETIME = timedelta(days=30)
IDLE_MAX = timedelta(days=7)
SEEN_STEP = timedelta(hours=1)
SESSIONS_MAX = 5


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session; the token is told once and kept as a hash only."""

    token: str
    person_id: int
    expires_at: datetime


def exchange_code(ports: Ports, code: str) -> WeChatIdentity:
    """Ask WeChat who holds the phone; runs before any transaction, never twice for one code."""
    return ports.wechat.exchange_code(code)


def sign_in(work: Work, identity: WeChatIdentity) -> SignedIn:
    """Open a session for the person behind a WeChat identity, creating her at first sight.

    Parallel first sign-ins of one openid make one person: the unique key decides.
    """
    return open_session(work, recognise(work, identity))


def recognise(work: Work, identity: WeChatIdentity) -> int:
    """Return the person behind a WeChat identity, creating her at first sight; race-safe."""
    account = queries.find_account(work.session, identity.app_id, identity.openid)
    if account is None:
        return _first_sight(work, identity)
    return _joined_by_unionid(work, account.person_id, identity.unionid)


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
    work.audit("sign_in", "session", row.id, person=person_id)
    return SignedIn(token, person_id, expires_at)


def sign_out(work: Work) -> None:
    """Revoke the session of this request; its next use is a 401."""
    session_id = work.actor.session_id
    work.session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.revoked_at.is_(None))
        .values(revoked_at=work.now)
    )
    work.audit("sign_out", "session", session_id)


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
    if row is None or row.revoked_at is not None:
        raise SessionEnded("登录已过期，请重新进入小程序。")
    if now >= min(row.expires_at, row.seen_at + IDLE_MAX):
        raise SessionEnded("登录已过期，请重新进入小程序。")
    left_office = organisations.last_end_of_office(session, row.person_id, now)
    if left_office is not None and left_office > row.created_at:
        raise SessionEnded("您的任职有变动，请重新进入小程序。")
    return actor_of(session, row.person_id, now, session_id=row.id)


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


def create_person(work: Work) -> int:
    """Create a person without a WeChat account yet."""
    person = Person(created_at=work.now)
    work.session.add(person)
    work.session.flush()
    return person.id


_NEW_PERSON = text(
    """
    INSERT INTO people (unionid, created_at) VALUES (:unionid, :now)
    ON CONFLICT (unionid) DO NOTHING RETURNING id
    """
).bindparams(bindparam("now", type_=UtcDateTime()))

_ATTACH = text(
    """
    INSERT INTO wechat_accounts (person_id, app_id, openid, created_at)
    VALUES (:person, :app_id, :openid, :now)
    ON CONFLICT (app_id, openid) DO NOTHING RETURNING person_id
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


def _first_sight(work: Work, identity: WeChatIdentity) -> int:
    """Attach an unknown openid to the person of its unionid, or to a new one.

    Whoever loses a race takes her new person back and finds the winner's.
    """
    new = {"unionid": identity.unionid, "now": work.now}
    created: int | None = work.session.execute(_NEW_PERSON, new).scalar_one_or_none()
    person_id = created or queries.find_by_unionid(work.session, identity.unionid)
    attach = {
        "person": person_id,
        "app_id": identity.app_id,
        "openid": identity.openid,
        "now": work.now,
    }
    if work.session.execute(_ATTACH, attach).scalar_one_or_none() is None:
        work.session.execute(delete(Person).where(Person.id == created))
    return queries.get_account(work.session, identity.app_id, identity.openid).person_id


def _joined_by_unionid(work: Work, person_id: int, unionid: str | None) -> int:
    """Return whom a known person turns out to be once WeChat tells her unionid."""
    if unionid is None:
        return person_id
    owner = queries.find_by_unionid(work.session, unionid)
    if owner is not None:
        return person_id if owner == person_id else _merge(work, person_id, owner)
    _give_unionid(work, person_id, unionid)
    return person_id


def _merge(work: Work, person_id: int, owner_id: int) -> int:
    """Make one person of two who share a unionid, and return which one stays.

    The one with an office or a household stays, else the older. When both have one, a person must
    decide: they stay apart, and the audit says so.
    """
    both = sorted((person_id, owner_id))
    standing = [one for one in both if _has_standing(work, one)]
    if len(standing) > 1:
        work.audit("share_unionid", "person", person_id, other=owner_id)
        return person_id
    stays = (standing or both)[0]
    gone = sum(both) - stays
    accounts = update(WeChatAccount).where(WeChatAccount.person_id == gone)
    work.session.execute(accounts.values(person_id=stays))
    unionid = work.session.scalar(select(Person.unionid).where(Person.id == gone))
    if unionid is not None:
        work.session.execute(update(Person).where(Person.id == gone).values(unionid=None))
        _give_unionid(work, stays, unionid)
    _end_sessions(work, gone)
    work.audit("merge_people", "person", stays, gone=gone)
    return stays


def _has_standing(work: Work, person_id: int) -> bool:
    return bool(
        queries.find_membership(work.session, person_id)
        or queries.has_pending_request(work.session, person_id)
        or organisations.offices_in_force(work.session, person_id, work.now)
    )


def _give_unionid(work: Work, person_id: int, unionid: str) -> None:
    work.session.execute(
        update(Person)
        .where(Person.id == person_id, Person.unionid.is_(None))
        .values(unionid=unionid)
    )


def _end_sessions(work: Work, person_id: int, *, but: Sequence[int] = ()) -> None:
    work.session.execute(
        update(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.revoked_at.is_(None),
            SignInSession.id.not_in(but),
        )
        .values(revoked_at=work.now)
    )


def _end_oldest(work: Work, person_id: int) -> None:
    newest = (
        select(SignInSession.id)
        .where(SignInSession.person_id == person_id, SignInSession.revoked_at.is_(None))
        .order_by(SignInSession.created_at.desc(), SignInSession.id.desc())
        .limit(SESSIONS_MAX)
    )
    _end_sessions(work, person_id, but=work.session.scalars(newest).all())
