"""Add a member to a registered household: a leader anybody, a guardian her own child."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.households import Household, Member
from models.vocabulary import ConsentChannel, Relation
from server.domains.consents.service import Subject
from server.domains.households import queries, rules
from server.domains.households.errors import GuardianNeeded, HouseholdFull
from server.domains.households.rules import NewMember
from server.domains.households.service.acting import acting_for, record_proxy
from server.domains.households.service.minors import (
    adult_on_of,
    check_may_join_alone,
    is_adult_of,
    keep_consent,
)
from server.domains.households.service.naming import is_minor
from server.domains.households.service.registry import get_household, insert_members
from server.kernel.errors import InvalidInput
from server.kernel.permissions import Permission
from server.kernel.work import OnBehalf, Work, refusal

_GROWN_UP = "已经满18岁了，请本人用入户码加入。"
_NO_ADULT = "要写家里的一位大人。"
_NO_GUARDIAN = "满18岁的不用写家里大人。"


@dataclass(frozen=True, slots=True)
class NewChild:
    """A minor whom her guardian adds, agreeing to a version of the text on her behalf."""

    name: str
    relation: Relation
    born_on: date
    consent_version: int


def add_member(
    work: Work,
    household_id: int,
    new: NewMember,
    *,
    behalf: OnBehalf | None = None,
) -> Member:
    """Add a member to a household of the actor's village.

    `behalf` names the guardian whose consent the leader has on paper: a child under 14 needs one.
    Raises HouseholdNotFound, InvalidInput (phone, day of birth, guardian), GuardianNeeded, and
    HeadExists by constraint.
    """
    scope = work.actor.office_scope(Permission.HOUSEHOLD_REGISTER)
    household = get_household(scope, work.session, household_id)
    if new.phone and rules.normalise_phone(new.phone) is None:
        raise InvalidInput([{"pointer": "#/phone", "detail": rules.PHONE_FAULT}])
    adult_on = adult_on_of(work, new.born_on)
    if behalf is None:
        check_may_join_alone(work, adult_on, "add_member", household.village_id)
    (member,) = insert_members(work, household, [new])
    if behalf is not None:
        _keep_paper(work, household, member, behalf)
    work.audit("add_member", "member", member.id, village_id=household.village_id)
    return member


def add_child(work: Work, household_id: int, new: NewChild) -> Member:
    """Add a minor to the actor's own household, who agrees for her as her guardian (PR-3).

    Raises HouseholdNotFound, InvalidInput (day of birth), GuardianNeeded when the actor is a minor
    herself, HouseholdFull, and HeadExists by constraint.
    """
    scope = work.actor.scope(Permission.CHILD_ADD)
    household = _hold(work, get_household(scope, work.session, household_id))
    if adult_on_of(work, new.born_on) is None:
        raise InvalidInput([{"pointer": "#/born_on", "detail": _GROWN_UP}])
    _check_guardian(work, household)
    (member,) = insert_members(
        work, household, [NewMember(new.name, new.relation, born_on=new.born_on)]
    )
    keep_consent(work, _subject(member), ConsentChannel.GUARDIAN, new.consent_version)
    work.audit(
        "add_child",
        "member",
        member.id,
        village_id=household.village_id,
        guardian=work.actor.member_id,
    )
    return member


def _hold(work: Work, household: Household) -> Household:
    """Hold the household's row and refuse one more where there is no room."""
    work.session.execute(
        select(Household.id).where(Household.id == household.id).with_for_update(key_share=True)
    )
    if len(queries.members_of(work.session, household.id)) >= rules.MEMBERS_MAX:
        raise HouseholdFull(rules.MEMBERS_MAX)
    return household


def _check_guardian(work: Work, household: Household) -> None:
    if not is_adult_of(work, household.id, work.actor.member_id):
        record = refusal("add_child", "household", household.id, village_id=household.village_id)
        raise GuardianNeeded(records=(record,))


def _keep_paper(work: Work, household: Household, member: Member, behalf: OnBehalf) -> None:
    """Write down what the guardian of a minor signed, and that the leader did it for her."""
    acting = acting_for(work, household.id, Permission.HOUSEHOLD_REGISTER, behalf)
    if not is_adult_of(work, household.id, acting.member_id):
        raise InvalidInput([{"pointer": "#/guardian_member_id", "detail": _NO_ADULT}])
    if not is_minor(work, member):
        raise InvalidInput([{"pointer": "#/guardian_member_id", "detail": _NO_GUARDIAN}])
    keep_consent(work, _subject(member), ConsentChannel.PAPER)
    record_proxy(work, acting, "add_member", "member", member.id)


def _subject(child: Member) -> Subject:
    return Subject(member_id=child.id, village_id=child.village_id)
