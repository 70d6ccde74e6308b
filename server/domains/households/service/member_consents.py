"""Consents of members without a phone: a guardian gives a child's, a leader keeps the paper."""

from collections.abc import Sequence

from models.households import Member
from models.vocabulary import ConsentChannel, ConsentPurpose
from server.domains.consents import service as consents
from server.domains.consents.service import ConsentCard
from server.domains.households.errors import ConsentIsHers, MemberNotFound
from server.domains.households.service.acting import ActingFor, acting_for, record_proxy
from server.domains.households.service.minors import is_adult_of
from server.domains.households.service.naming import is_minor
from server.domains.households.service.personal_data import subject_of_member
from server.domains.organisations import service as organisations
from server.kernel.errors import InvalidInput
from server.kernel.permissions import Permission
from server.kernel.work import OnBehalf, Work

_OWN_WORD = "写同意的本人；孩子的，写家里一位大人。"


def show_consents(work: Work, member_id: int) -> Sequence[ConsentCard]:
    """Return how the consents of a member stand; those of one with a phone are for her alone.

    Raises MemberNotFound.
    """
    member = _find(work, member_id)
    if member.person_id is not None:
        raise MemberNotFound
    return consents.show_of(work, consents.subject_of(member))


def give_consent(
    work: Work, member_id: int, word: str, version: int, behalf: OnBehalf | None
) -> ConsentCard:
    """Keep a consent of a member: her guardian's, or what was signed on paper.

    Raises MemberNotFound, ConsentIsHers, BehalfRequired, BehalfNotNeeded, InvalidInput (who
    signed), ConsentTextNotFound, ConsentTextChanged.
    """
    member, purpose = _find(work, member_id), consents.purpose_of(word)
    acting, channel = _speaking(work, member, behalf)
    subject = consents.subject_of(member)
    card = consents.give_for(work, subject, purpose, version, channel)
    record_proxy(work, acting, "give_consent", "member", member.id)
    return card


def withdraw_consent(work: Work, member_id: int, word: str, behalf: OnBehalf | None) -> ConsentCard:
    """Take a consent of a member back, as it is given. Raises as `give_consent` does.

    A minor of whom nothing may be kept leaves the household, also where nobody had agreed yet.
    """
    member, purpose = _find(work, member_id), consents.purpose_of(word)
    acting, _ = _speaking(work, member, behalf)
    card = consents.withdraw_for(work, consents.subject_of(member), purpose)
    record_proxy(work, acting, "withdraw_consent", "member", member.id)
    if purpose is ConsentPurpose.SERVICE:
        _let_minor_go(work, member)
    return card


def _let_minor_go(work: Work, member: Member) -> None:
    """Let a minor leave, forgotten by every domain; what the household earned with her stays.

    She is held, so that nobody signs her up meanwhile.
    """
    work.session.refresh(member, with_for_update={"key_share": True})
    if is_minor(work, member):
        subject = subject_of_member(member)
        for source in reversed(work.ports.personal_data):
            source.erase(work, subject)
        work.session.refresh(member)
        work.audit("let_minor_go", "member", member.id, village_id=member.village_id)


def _find(work: Work, member_id: int) -> Member:
    """Return a member who is still there."""
    scope = work.actor.scope(Permission.CONSENT_RECORD)
    member = organisations.get_within(scope, work.session, Member, member_id, MemberNotFound())
    if member.left_at is not None:
        raise MemberNotFound
    return member


def _speaking(
    work: Work, member: Member, behalf: OnBehalf | None
) -> tuple[ActingFor, ConsentChannel]:
    """Return who speaks for a member: an adult at home for a child, else a leader with paper.

    Nobody speaks for who has a phone of her own.
    """
    if member.person_id is not None:
        raise ConsentIsHers
    permission = Permission.CONSENT_RECORD
    acting = acting_for(work, member.household_id, permission, behalf, needs_consent=False)
    is_child = is_minor(work, member)
    is_adult = is_adult_of(work, member.household_id, acting.member_id)
    if not acting.is_proxy:
        if not (is_child and is_adult):
            raise ConsentIsHers
        return acting, ConsentChannel.GUARDIAN
    if not (is_adult if is_child else acting.member_id == member.id):
        raise InvalidInput([{"pointer": "#/on_behalf/member_id", "detail": _OWN_WORD}])
    return acting, ConsentChannel.PAPER
