"""Correct what the registry says of a member (更正): her name, her number, how she is related."""

from models.households import Member
from models.vocabulary import CorrectionField, Relation
from server.domains.households import queries, rules
from server.domains.households.errors import MemberNotFound
from server.domains.households.rules.roster.words import RELATIONS
from server.domains.households.service.naming import name_to
from server.domains.households.service.phones import masked_phone, seal_phone
from server.kernel.errors import InvalidInput
from server.kernel.work import Work

_RELATIONS = {one.value for one in Relation} - {Relation.HEAD.value}
_HEAD_FAULT = "户主换人，请找村（社区）妇联当面办。"


def find_member(work: Work, household_id: int, member_id: int) -> Member:
    """Return a member of a household that the caller acts for. Raises MemberNotFound."""
    member = queries.find_member(work.session, household_id, member_id)
    if member is None:
        raise MemberNotFound
    return member


def read_correction(member: Member, field: CorrectionField, wanted: str) -> str:
    """Return what should stand there, as it would be kept. Raises InvalidInput."""
    if field is CorrectionField.NAME and len(wanted) > rules.NAME_MAX:
        raise _fault(f"姓名最多{rules.NAME_MAX}个字。")
    if field is CorrectionField.RELATION:
        return _read_relation(member, wanted)
    if field is CorrectionField.PHONE:
        number = rules.normalise_phone(wanted)
        if number is None:
            raise _fault(rules.PHONE_FAULT)
        return number
    return wanted


def what_it_says(work: Work, member: Member, field: CorrectionField) -> str | None:
    """Return what the registry says now; numbers are masked, a minor's name hidden."""
    if field is CorrectionField.NAME:
        return name_to(work, member)
    if field is CorrectionField.RELATION:
        return member.relation.value
    if field is CorrectionField.PHONE:
        return masked_phone(work.ports.cipher, member)
    return None


def say_relation(relation: str) -> str:
    """Return the word that people use for a relation."""
    return RELATIONS.written[Relation(relation)]


def correct_member(work: Work, member_id: int, field: CorrectionField, wanted: str) -> None:
    """Write what was asked for into the registry; a household and other things are for people.

    Raises InvalidInput when she has become the head meanwhile.
    """
    member = work.session.get_one(Member, member_id)
    if field is CorrectionField.NAME:
        member.name = wanted
    elif field is CorrectionField.RELATION:
        member.relation = Relation(_read_relation(member, wanted))
    elif field is CorrectionField.PHONE:
        seal_phone(work.ports.cipher, member, wanted)
    else:
        return
    work.session.flush()
    work.audit(
        "correct_member", "member", member.id, village_id=member.village_id, field=field.value
    )


def _read_relation(member: Member, wanted: str) -> str:
    if member.relation is Relation.HEAD:
        raise _fault(_HEAD_FAULT)
    if wanted not in _RELATIONS:
        raise _fault("请从给出的几项里选。")
    return wanted


def _fault(detail: str) -> InvalidInput:
    return InvalidInput([{"pointer": "#/wanted", "detail": detail}])
