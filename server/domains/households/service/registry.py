"""The register of households: who lives where, and who may look a household up."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.households import Household, Member
from models.organisations import Organisation
from models.vocabulary import HouseholdStatus, Zone
from server.domains.households import queries, rules
from server.domains.households.errors import HouseholdNotFound, MemberNotFound, MemberTaken
from server.domains.households.rules import NewMember
from server.domains.households.service.minors import adult_on_of, check_may_join_alone
from server.domains.households.service.phones import seal_phone
from server.domains.identity import service as identity
from server.domains.organisations import service as organisations
from server.kernel.errors import InvalidInput
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work


def count_households(work: Work, scope: Scope) -> int:
    """Count the households of a scope; nothing else of them is told."""
    return queries.count_households(scope, work.session)


def register_household(
    work: Work,
    *,
    village_id: int,
    number: str | None,
    group_name: str,
    zone: Zone | None,
    members: Sequence[NewMember],
) -> Household:
    """Register a household in a village of the actor's.

    Without a number it gets the next free one, without a zone the village's. Raises
    OrganisationNotFound, InvalidInput (one head, phones that can be called, days of birth),
    GuardianNeeded (a child under 14 comes after its guardian), NumberTaken.
    """
    scope = work.actor.office_scope(Permission.HOUSEHOLD_REGISTER)
    village = organisations.get_village(scope, work.session, village_id)
    _check_members(work, village.id, members)
    household = Household(
        village_id=village.id,
        number=_claim_number(work.session, village.id, number),
        group_name=group_name,
        zone=zone or village.zone,
        status=HouseholdStatus.RESIDENT,
        registered_at=work.now,
        registered_by=work.actor.person_id,
    )
    work.session.add(household)
    work.session.flush()
    insert_members(work, household, members)
    work.audit(
        "register_household",
        "household",
        household.id,
        village_id=village.id,
        members=len(members),
    )
    return household


def insert_members(
    work: Work, household: Household, members: Sequence[NewMember]
) -> Sequence[Member]:
    """Add members to a household that the caller found in scope, as they are told."""
    rows = [
        Member(
            village_id=household.village_id,
            household_id=household.id,
            name=new.name,
            relation=new.relation,
            adult_on=adult_on_of(work, new.born_on),
            joined_at=work.now,
        )
        for new in members
    ]
    work.session.add_all(rows)
    work.session.flush()
    for row, new in zip(rows, members, strict=True):
        seal_phone(work.ports.cipher, row, new.phone)
    work.session.flush()
    return rows


def link_member(work: Work, member_id: int, person_id: int) -> None:
    """Bind a registered member to her account without a join code.

    For the demo and for officers who know both. Raises MemberNotFound, MemberTaken, and
    AlreadyInHousehold by constraint.
    """
    scope = work.actor.office_scope(Permission.HOUSEHOLD_APPROVE)
    member = organisations.get_within(scope, work.session, Member, member_id, MemberNotFound())
    bind_member(work, member.id, person_id)
    work.audit("link_member", "member", member.id, village_id=member.village_id, person=person_id)


def bind_member(work: Work, member_id: int, person_id: int) -> int:
    """Bind a member who is still there to a person, once; whoever comes later gets MemberTaken.

    The caller has looked the member up in scope. Raises PersonNotFound when the account was closed,
    GuardianNeeded for a child under 14.
    """
    bound = work.session.execute(
        update(Member)
        .where(Member.id == member_id, Member.person_id.is_(None), Member.left_at.is_(None))
        .values(person_id=person_id)
        .returning(Member.adult_on, Member.village_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if bound is None:
        raise MemberTaken
    check_may_join_alone(work, bound.adult_on, "bind_member", bound.village_id)
    identity.privileges_changed(work, person_id)
    return member_id


def get_household(scope: Scope, session: Session, household_id: int) -> Household:
    """Return a household in scope, by village or as its member; HouseholdNotFound otherwise."""
    if household_id in scope.household_ids:
        return session.get_one(Household, household_id)
    return organisations.get_within(scope, session, Household, household_id, HouseholdNotFound())


def check_in_sight(
    scope: Scope, session: Session, *, village_id: int | None, household_id: int | None = None
) -> None:
    """Refuse a list that is asked for a village or a household out of sight, as if it were missing.

    A member may name the village she lives in. Raises OrganisationNotFound, HouseholdNotFound.
    """
    if household_id is not None:
        get_household(scope, session, household_id)
    if village_id is not None and not queries.live_in(session, scope.household_ids, village_id):
        organisations.get_village(scope, session, village_id)


def hold_numbers(session: Session, village_id: int) -> None:
    """Hold the village's row, so that two who give out its numbers never meet."""
    session.execute(
        select(Organisation.id).where(Organisation.id == village_id).with_for_update(key_share=True)
    )


def _check_members(work: Work, village_id: int, members: Sequence[NewMember]) -> None:
    if faults := rules.member_faults(members, work.today):
        raise InvalidInput(faults)
    for new in members:
        check_may_join_alone(work, adult_on_of(work, new.born_on), "register_household", village_id)


def _claim_number(session: Session, village_id: int, number: str | None) -> str:
    hold_numbers(session, village_id)
    return number or rules.next_number(queries.numbers_in(session, village_id))
