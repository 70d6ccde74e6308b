"""Joining by phone number: a match only proposes, and a leader decides (numbers are recycled)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from models.households import JoinRequest
from models.vocabulary import ConsentPurpose, Door, PhoneMatch, Relation
from server.domains.consents import service as consents
from server.domains.households import queries
from server.domains.households.errors import AlreadyInHousehold, NoPhoneMatch
from server.domains.households.service.joining import open_request
from server.domains.households.service.minors import adult_on_of_applicant
from server.domains.identity import service as identity
from server.kernel import walls
from server.kernel.wechat import WeChatPhone
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class BoundPhone:
    """What a person is told of her number: masked, and whether somebody may be found by it."""

    phone: str
    match: PhoneMatch


BY_PHONE = ConsentPurpose.SERVICE, ConsentPurpose.PHONE
"""What somebody agrees to before her number is asked for or used."""


def ask_for_phone(work: Work, code: str) -> identity.PhoneQuestion | None:
    """Return what to ask WeChat about the actor's number. Raises ConsentRequired first."""
    consents.require(work, *BY_PHONE)
    return identity.ask_for_phone(work, code)


def bind_phone(work: Work, code: str, found: WeChatPhone | None) -> BoundPhone:
    """Keep the actor's number and tell in how many households it is known; nothing else of them.

    Raises ConsentRequired, PhoneCodeUsed.
    """
    consents.require(work, *BY_PHONE)
    identity.bind_phone(work, code, found)
    phone = identity.masked_phones(work, [work.person_id])[work.person_id]
    return BoundPhone(phone, _match(len(_homes(work))))


def ask_to_join_by_phone(
    work: Work, *, name: str, relation: Relation, born_on: date | None = None
) -> JoinRequest:
    """Ask for admission to the one household where the actor's number is known.

    A member without a phone of her own is proposed where only one there has the number. Raises
    InvalidInput (day of birth), GuardianNeeded (under 14), AlreadyInHousehold, ConsentRequired,
    NoPhoneMatch, and JoinRequestPending by constraint.
    """
    adult_on = adult_on_of_applicant(work, born_on)
    if work.actor.household_id is not None:
        raise AlreadyInHousehold
    consents.require(work, *BY_PHONE)
    homes = _homes(work)
    if _match(len(homes)) is not PhoneMatch.ONE:
        raise NoPhoneMatch
    (home,) = homes
    walls.enter(work.session, [home.village_id])
    request = JoinRequest(
        village_id=home.village_id,
        household_id=home.household_id,
        proposed_member_id=home.member_id if home.members == 1 else None,
        name=name,
        relation=relation,
        adult_on=adult_on,
    )
    open_request(work, request)
    return request


def _homes(work: Work) -> list[Row[Any]]:
    """Return up to two households where the number is known of members without a phone."""
    index = identity.phone_index_of(work, work.person_id)
    if index is None or work.actor.household_id is not None:
        return []
    scope = work.everything(reason="find_by_phone")
    with walls.look_through(work.session, Door.PHONE):
        return list(queries.homes_of_phone(scope, work.session, index, work.person_id))


def _match(homes: int) -> PhoneMatch:
    return (PhoneMatch.NONE, PhoneMatch.ONE, PhoneMatch.SEVERAL)[homes]
