"""A member's phone number: sealed in her row, findable by equality, shown masked."""

from datetime import timedelta

from sqlalchemy import update

from models.households import JoinRequest, Member
from server.domains.audit import service as audit
from server.domains.households import rules
from server.domains.identity import service as identity
from server.kernel.errors import TooOften
from server.kernel.phones import PHONE_FIELD, mask_phone
from server.kernel.ports import FieldCipher
from server.kernel.sealed_columns import SealedColumn
from server.kernel.work import Work, refusal

LOOK_UPS_MAX, LOOK_UPS_WITHIN = 60, timedelta(hours=1)
"""Enough for who sits with a list; whoever wants more tries numbers."""
MEMBER_PHONES = SealedColumn("members", "phone_sealed", "members.phone", "phone_index")
JOIN_REQUEST_PHONES = SealedColumn("join_requests", "phone_sealed", "join_requests.phone")
SEALED_COLUMNS = (MEMBER_PHONES, JOIN_REQUEST_PHONES)


def seal_phone(cipher: FieldCipher, member: Member, phone: str | None) -> None:
    """Keep a member's phone number, encrypted and findable; one that cannot be called is not."""
    number = rules.normalise_phone(phone) if phone else None
    if number is not None:
        member.phone_sealed = sealed_phone(cipher, member.id, number)
        member.phone_index = phone_index(cipher, number)


def sealed_phone(cipher: FieldCipher, member_id: int, number: str) -> str:
    """Return a number sealed for the row of one member."""
    return cipher.encrypt(number, place=MEMBER_PHONES.place(member_id))


def opened_phone(cipher: FieldCipher, member_id: int, sealed: str) -> str:
    """Return a member's number as it was sealed."""
    return cipher.decrypt(sealed, place=MEMBER_PHONES.place(member_id))


def phone_index(cipher: FieldCipher, number: str) -> str:
    """Return by what a number is found among those of all members."""
    return cipher.index(number, field=PHONE_FIELD)


def index_sought(work: Work, words: str, village_id: int | None) -> str | None:
    """Return by what the number is found that somebody seeks; None when her words are none.

    Each is on record. Raises TooOften.
    """
    number = rules.normalise_phone(words)
    if number is None:
        return None
    if audit.count_recent(work, "look_up_phone", within=LOOK_UPS_WITHIN) >= LOOK_UPS_MAX:
        raise TooOften(
            "按手机号找得太多了，请过一个小时再找。按姓名、户号还可以找。",
            seconds=int(LOOK_UPS_WITHIN.total_seconds()),
            records=(refusal("phone_look_ups_exceeded", "member", None, village_id=village_id),),
        )
    work.audit("look_up_phone", "member", None, village_id=village_id)
    return phone_index(work.ports.cipher, number)


def masked_phone(cipher: FieldCipher, member: Member) -> str | None:
    """Return what is shown of a member's phone number, to everybody."""
    sealed = member.phone_sealed
    return mask_phone(opened_phone(cipher, member.id, sealed)) if sealed else None


def forget_phone(work: Work) -> None:
    """Forget every number of the actor's: she takes back that it may be used (port of consents)."""
    identity.take_back_phone(work)
    own = Member.person_id == work.person_id
    work.session.execute(update(Member).where(own).values(phone_sealed=None, phone_index=None))
    asked = JoinRequest.person_id == work.person_id
    work.session.execute(update(JoinRequest).where(asked).values(phone_sealed=None))
