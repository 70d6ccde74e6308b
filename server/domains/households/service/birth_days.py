"""Tell when a member was born who was registered without it (登记出生日期)."""

from datetime import date

from sqlalchemy import update

from models.households import JoinRequest, Member
from models.vocabulary import DisclosureReason, Relation
from server.domains.households import policy, rules
from server.domains.households.errors import BirthDayByLeader, MemberNotFound
from server.domains.households.service.disclosing import ask_for_name, tell_name
from server.domains.households.service.forgetting import GONE
from server.domains.households.service.minors import adult_on_of, is_adult_of
from server.domains.households.service.naming import is_minor
from server.domains.identity import service as identity
from server.domains.messages import service as messages
from server.domains.organisations import service as organisations
from server.kernel.permissions import Permission
from server.kernel.work import Work, refusal

_FAMILY_TELLS_OF = frozenset({Relation.CHILD, Relation.OTHER})
"""Nobody can make a minor of the head, a spouse or a parent at home, and then speak for her."""


def tell_birth_day(work: Work, member_id: int, born_on: date) -> Member:
    """Keep from when on a member is no minor, and of an adult nothing; repeating changes nothing.

    A guardian tells it of a child at home, a leader of anybody in her village. Who turns out to be
    under 14 keeps all she has but her phone's way in (PR-3). Raises MemberNotFound, InvalidInput
    (day of birth), BirthDayByLeader, DisclosedTooOften.
    """
    scope = work.actor.scope(Permission.BIRTH_DAY_TELL)
    member = organisations.get_within(scope, work.session, Member, member_id, MemberNotFound())
    adult_on = adult_on_of(work, born_on)
    _check_teller(work, member)
    _keep(work, member, adult_on)
    if adult_on is not None:
        _hide(work, member, adult_on)
    work.session.refresh(member)
    return member


def _check_teller(work: Work, member: Member) -> None:
    """Admit a guardian at home; a leader who changes a known day could learn a name by it."""
    if not policy.acts_as_member(work.actor, member.household_id, Permission.BIRTH_DAY_TELL):
        if is_minor(work, member):
            tell_name(work, ask_for_name(work, member.id, DisclosureReason.CORRECTION))
        return
    is_guardian = is_adult_of(work, member.household_id, work.actor.member_id)
    is_hers = member.person_id is None and member.relation in _FAMILY_TELLS_OF
    if not (is_guardian and is_hers):
        raise BirthDayByLeader(
            records=(refusal("tell_birth_day", "member", member.id, village_id=member.village_id),)
        )


def _keep(work: Work, member: Member, adult_on: date | None) -> None:
    """Write the day down, together with whoever joins as this member in the same moment."""
    kept = work.session.execute(
        update(Member)
        .where(Member.id == member.id, Member.left_at.is_(None))
        .values(adult_on=adult_on)
        .returning(Member.person_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if kept is None:
        raise MemberNotFound
    if kept.person_id is not None and rules.is_under_14(adult_on, work.today):
        _let_phone_go(work, member, kept.person_id)
    work.audit(
        "tell_birth_day",
        "member",
        member.id,
        village_id=member.village_id,
        is_minor=adult_on is not None,
    )


def _hide(work: Work, member: Member, adult_on: date) -> None:
    """Hide a name that stands in what was written before anybody knew her age."""
    asked = JoinRequest.member_id == member.id, JoinRequest.name != GONE
    work.session.execute(update(JoinRequest).where(*asked).values(adult_on=adult_on))
    if len(member.name) > 1:
        messages.hide_name(work, member.household_id, member.name, rules.CHILD)


def _let_phone_go(work: Work, member: Member, person_id: int) -> None:
    """Leave the child in the household without an account of her own, as any under 14."""
    work.session.execute(update(Member).where(Member.id == member.id).values(person_id=None))
    identity.privileges_changed(work, person_id)
    work.audit("unbind_member", "member", member.id, village_id=member.village_id, person=person_id)
