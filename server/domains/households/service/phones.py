"""A member's phone number: sealed in her row, findable by equality, shown masked."""

from models.households import Member
from server.domains.households import rules
from server.kernel.ports import FieldCipher

_PHONE_FIELD = "members.phone"


def seal_phone(cipher: FieldCipher, member: Member, phone: str | None) -> None:
    """Keep a member's phone number, encrypted and findable; one that cannot be called is not."""
    number = rules.normalise_phone(phone) if phone else None
    if number is not None:
        member.phone_sealed = cipher.encrypt(number, place=_place(member))
        member.phone_index = cipher.index(number, field=_PHONE_FIELD)


def masked_phone(cipher: FieldCipher, member: Member) -> str | None:
    """Return what is shown of a member's phone number, to everybody."""
    sealed = member.phone_sealed
    return rules.mask_phone(cipher.decrypt(sealed, place=_place(member))) if sealed else None


def _place(member: Member) -> str:
    return f"{_PHONE_FIELD}:{member.id}"
