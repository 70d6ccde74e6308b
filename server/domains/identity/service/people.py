"""One person, one account, however she signs in with WeChat."""

from sqlalchemy import bindparam, delete, text, update

from models.base import UtcDateTime
from models.identity import Person, WeChatAccount
from server.domains.identity import queries
from server.domains.identity.service.closing import retire
from server.domains.identity.service.phones import hand_on_phone
from server.domains.identity.service.sessions import (
    SignedIn,
    check_haste,
    end_brought,
    hold,
    open_session,
)
from server.domains.organisations import service as organisations
from server.kernel.ports import Ports
from server.kernel.wechat import WeChatIdentity
from server.kernel.work import Work


def exchange_code(ports: Ports, code: str) -> WeChatIdentity:
    """Ask WeChat who holds the phone; runs before any transaction, never twice for one code."""
    return ports.wechat.exchange_code(code)


def sign_in(work: Work, identity: WeChatIdentity, *, brought: str | None = None) -> SignedIn:
    """Open a session for the person behind a WeChat identity, creating her at first sight.

    It takes the place of the one whose token was brought. Parallel first sign-ins of one openid
    make one person: the unique key decides. Raises TooOften, SignInRaced.
    """
    person_id = recognise(work, identity)
    check_haste(work, person_id)
    if brought is not None:
        end_brought(work, brought)
    return open_session(work, person_id)


def recognise(work: Work, identity: WeChatIdentity) -> int:
    """Return the person behind a WeChat identity, creating her at first sight; race-safe."""
    account = queries.find_account(work.session, identity.app_id, identity.openid)
    if account is None:
        return _first_sight(work, identity)
    return _joined_by_unionid(work, account.person_id, identity.unionid)


def create_person(work: Work) -> int:
    """Create a person without a WeChat account yet."""
    person = Person(created_at=work.now)
    work.session.add(person)
    work.session.flush()
    return person.id


def find_openid(work: Work, app_id: str, person_id: int) -> str | None:
    """Return the openid by which an app knows a person; it is kept nowhere else."""
    return queries.find_openid(work.session, app_id, person_id)


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

    The one with an office or a household stays, else the older; the other is closed. When both have
    one, a person must decide: they stay apart, and the audit says so. Both are held meanwhile, so
    that neither gets an office or a household unseen.
    """
    both = [hold(work, one) for one in sorted((person_id, owner_id))]
    standing = [one for one in both if _has_standing(work, one.id)]
    if len(standing) > 1:
        work.audit("share_unionid", "person", person_id, other=owner_id)
        return person_id
    stays = (standing or both)[0]
    (gone,) = (one for one in both if one is not stays)
    accounts = update(WeChatAccount).where(WeChatAccount.person_id == gone.id)
    work.session.execute(accounts.values(person_id=stays.id))
    hand_on_phone(work, gone.id, stays.id)
    unionid = gone.unionid
    retire(work, gone)
    if unionid is not None:
        _give_unionid(work, stays.id, unionid)
    work.audit("merge_people", "person", stays.id, gone=gone.id)
    return stays.id


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
