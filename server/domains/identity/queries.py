"""Look up people, sessions and memberships; identity reads across villages by its nature."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, exists, or_, select, union
from sqlalchemy.orm import Session, aliased

from models.households import JoinRequest, Member
from models.identity import Person, PersonPhone, SignInSession, WeChatAccount
from models.organisations import Organisation, RoleGrant
from models.vocabulary import JoinState
from server.domains.organisations.service import within
from server.kernel.scopes import Scope


def find_session(session: Session, token_hash: str) -> SignInSession | None:
    """Return the session of a token."""
    return session.scalar(select(SignInSession).where(SignInSession.token_hash == token_hash))


def nth_newest_sign_in(
    session: Session, person_id: int, number: int, *, since: datetime
) -> datetime | None:
    """Return when a person signed in, so many sign-ins ago; None when that was before `since`."""
    return session.scalar(
        select(SignInSession.created_at)
        .where(SignInSession.person_id == person_id, SignInSession.created_at > since)
        .order_by(SignInSession.created_at.desc())
        .offset(number - 1)
        .limit(1)
    )


def keep_open(session: Session, person_id: int) -> bool:
    """Tell whether an account is open, and let nobody close it before this transaction ends."""
    is_open = Person.id == person_id, Person.closed_at.is_(None)
    found = select(Person.id).where(*is_open).with_for_update(read=True, key_share=True)
    return session.scalar(found) is not None


def privileges_changed_at(session: Session, person_id: int) -> datetime | None:
    """Return when a person's household or phone changed last."""
    return session.scalar(select(Person.privileges_changed_at).where(Person.id == person_id))


def find_account(session: Session, app_id: str, openid: str) -> WeChatAccount | None:
    """Return the WeChat account of an openid."""
    return session.scalar(
        select(WeChatAccount).where(WeChatAccount.app_id == app_id, WeChatAccount.openid == openid)
    )


def get_account(session: Session, app_id: str, openid: str) -> WeChatAccount:
    """Return the WeChat account of an openid that is there."""
    known = WeChatAccount.app_id == app_id, WeChatAccount.openid == openid
    return session.scalars(select(WeChatAccount).where(*known)).one()


def find_openid(session: Session, app_id: str, person_id: int) -> str | None:
    """Return the openid by which an app knows a person, the newest of hers."""
    hers = WeChatAccount.app_id == app_id, WeChatAccount.person_id == person_id
    newest = select(WeChatAccount.openid).where(*hers).order_by(WeChatAccount.id.desc())
    return session.scalar(newest.limit(1))


def find_by_unionid(session: Session, unionid: str | None) -> int | None:
    """Return the person of a unionid."""
    if unionid is None:
        return None
    return session.scalar(select(Person.id).where(Person.unionid == unionid))


def find_membership(session: Session, person_id: int) -> Member | None:
    """Return the membership a person has now; the unique key admits one."""
    return session.scalar(
        select(Member).where(Member.person_id == person_id, Member.left_at.is_(None))
    )


def has_pending_request(session: Session, person_id: int) -> bool:
    """Tell whether a person is waiting to join a household."""
    pending = exists().where(
        JoinRequest.person_id == person_id, JoinRequest.state == JoinState.PENDING
    )
    return bool(session.scalar(select(pending)))


def find_phone(session: Session, person_id: int) -> PersonPhone | None:
    """Return the phone number a person gave."""
    return session.scalar(select(PersonPhone).where(PersonPhone.person_id == person_id))


def phones_of(session: Session, person_ids: Collection[int]) -> Sequence[PersonPhone]:
    """Return the phone numbers that people gave."""
    return session.scalars(select(PersonPhone).where(PersonPhone.person_id.in_(person_ids))).all()


def is_in_sight(scope: Scope, session: Session, person_id: int) -> bool:
    """Tell whether a person is there and belongs to a scope, by an office or by her household.

    A scope that holds the whole tree holds everybody.
    """
    office = exists().where(
        RoleGrant.person_id == person_id, within(scope, RoleGrant.organisation_id)
    )
    home = exists().where(
        Member.person_id == person_id, Member.left_at.is_(None), within(scope, Member.village_id)
    )
    top = exists().where(Organisation.parent_id.is_(None), within(scope, Organisation.id))
    known = select(Person.id).where(Person.id == person_id, or_(office, home, top))
    return session.scalar(known) is not None


def people_around(household_ids: Collection[int]) -> CompoundSelect[Any]:
    """Return who is told of households: those who live there, and who held an office over them."""
    live_there = Member.household_id.in_(household_ids), Member.person_id.is_not(None)
    village, node = aliased(Organisation), aliased(Organisation)
    of_villages = select(Member.village_id).where(Member.household_id.in_(household_ids))
    in_office = (
        select(RoleGrant.person_id)
        .join(node, node.id == RoleGrant.organisation_id)
        .join(village, village.path.startswith(node.path))
        .where(village.id.in_(of_villages))
    )
    return union(select(Member.person_id).where(*live_there), in_office)
