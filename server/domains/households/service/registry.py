"""The register of households: who lives where, and how a household is named to others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.households import Household, Member
from models.organisations import Organisation
from models.vocabulary import HouseholdStatus, Zone
from server.domains.households import policy, queries, rules
from server.domains.households.errors import HouseholdNotFound, MemberNotFound, MemberTaken
from server.domains.households.rules import NewMember
from server.domains.organisations import service as organisations
from server.kernel.actors import Actor
from server.kernel.errors import InvalidInput
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.ports import FieldCipher
from server.kernel.scopes import Scope
from server.kernel.work import Work

_PHONE_FIELD = "members.phone"


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member as the caller may see her; the phone number is masked for everybody."""

    member: Member
    name: str
    phone: str | None

    @property
    def has_joined(self) -> bool:
        """Tell whether she uses the service with her own phone."""
        return self.member.person_id is not None


@dataclass(frozen=True, slots=True)
class HouseholdCard:
    """A household with its members; in lists with the one it is named after only.

    `actions` says what the actor may do with it.
    """

    household: Household
    members: Sequence[MemberCard]
    label: str
    village_name: str
    is_relative_declared: bool
    actions: Sequence[str]


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
    OrganisationNotFound, InvalidInput (one head, phones that can be called), NumberTaken.
    """
    scope = work.actor.office_scope(Permission.HOUSEHOLD_REGISTER)
    village = organisations.get_village(scope, work.session, village_id)
    if faults := rules.member_faults(members):
        raise InvalidInput(faults)
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
    _add_members(work, household, members)
    work.audit(
        "register_household",
        "household",
        household.id,
        village_id=village.id,
        members=len(members),
    )
    return household


def add_member(work: Work, household_id: int, new: NewMember) -> Member:
    """Add a member to a household of the actor's village.

    Raises HouseholdNotFound, InvalidInput (phone), HeadExists by constraint.
    """
    scope = work.actor.office_scope(Permission.HOUSEHOLD_REGISTER)
    household = get_household(scope, work.session, household_id)
    if new.phone and rules.normalise_phone(new.phone) is None:
        raise InvalidInput([{"pointer": "#/phone", "detail": rules.PHONE_FAULT}])
    (member,) = _add_members(work, household, [new])
    work.audit("add_member", "member", member.id, village_id=household.village_id)
    return member


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

    The caller has looked the member up in scope.
    """
    bound = work.session.execute(
        update(Member)
        .where(Member.id == member_id, Member.person_id.is_(None), Member.left_at.is_(None))
        .values(person_id=person_id)
        .returning(Member.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if bound is None:
        raise MemberTaken
    return bound


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


def show_household(work: Work, household_id: int) -> HouseholdCard:
    """Return a household with its members.

    Full names are for members and for the leaders who register there; other officers see them
    masked. Raises HouseholdNotFound.
    """
    scope = work.actor.scope(Permission.HOUSEHOLD_READ)
    household = get_household(scope, work.session, household_id)
    is_named = queries.lies_within(_named_scope(work.actor), work.session, household.id)
    members = queries.members_of(work.session, household.id)
    cipher = work.ports.cipher
    cards = [_card(cipher, member, full=is_named) for member in members]
    (card,) = _household_cards(work, [household], {household.id: cards})
    return card


def show_member(work: Work, member: Member) -> MemberCard:
    """Return a member whom the actor has just registered."""
    return _card(work.ports.cipher, member, full=True)


def list_households(
    work: Work, village_id: int | None, page: PageRequest, find: str | None = None
) -> Page[HouseholdCard]:
    """Return the households the actor may see, masked; of one village when it is named.

    `find` looks in the number, the group and, where the actor reads names whole, in the names of
    the members. Raises OrganisationNotFound for a village out of sight.
    """
    scope = work.actor.scope(Permission.HOUSEHOLD_READ)
    check_in_sight(scope, work.session, village_id=village_id)
    wanted = queries.holds(find, named=_named_scope(work.actor)) if find else None
    found = queries.list_households(scope, work.session, village_id, page, wanted)
    cipher = work.ports.cipher
    members = {
        household_id: [_card(cipher, speaker, full=False)]
        for household_id, speaker in queries.speakers_of(
            work.session, [row.id for row in found.items]
        ).items()
    }
    return Page(_household_cards(work, found.items, members), found.next_after)


def masked_labels(session: Session, household_ids: Collection[int]) -> dict[int, str]:
    """Return how households are named in public notices and lists: "王** · 三组"."""
    return _labels(session, household_ids, None)


def labels(work: Work, household_ids: Collection[int]) -> dict[int, str]:
    """Return how households are named to the actor: her own in full, the others masked."""
    return _labels(work.session, household_ids, work.actor.household_id)


def _labels(session: Session, household_ids: Collection[int], own_id: int | None) -> dict[int, str]:
    speakers = queries.speakers_of(session, household_ids)
    return {
        household_id: (rules.own_label if household_id == own_id else rules.label)(
            speakers[household_id].name if household_id in speakers else None, group_name
        )
        for household_id, group_name in queries.groups_of(session, household_ids).items()
    }


def _named_scope(actor: Actor) -> Scope:
    """Return where the actor reads names whole: where she registers, and in her own household."""
    own = frozenset({actor.household_id} if actor.household_id is not None else ())
    return replace(actor.office_scope(Permission.HOUSEHOLD_REGISTER), household_ids=own)


def _household_cards(
    work: Work, households: Sequence[Household], members: Mapping[int, Sequence[MemberCard]]
) -> list[HouseholdCard]:
    named = labels(work, [row.id for row in households])
    villages = organisations.organisations_by_id(
        work.session, {row.village_id for row in households}
    )
    declared = queries.declared_households(work.session, work.person_id)
    return [
        HouseholdCard(
            row,
            members.get(row.id, ()),
            named[row.id],
            villages[row.village_id].name,
            row.id in declared,
            policy.household_actions(
                work.actor,
                row.id,
                villages[row.village_id].path,
                is_declared=row.id in declared,
            ),
        )
        for row in households
    ]


def _claim_number(session: Session, village_id: int, number: str | None) -> str:
    """Take a number while holding the village's row, so that two registrations never meet."""
    session.execute(
        select(Organisation.id).where(Organisation.id == village_id).with_for_update(key_share=True)
    )
    return number or rules.next_number(queries.numbers_in(session, village_id))


def _add_members(
    work: Work, household: Household, members: Sequence[NewMember]
) -> Sequence[Member]:
    rows = [
        Member(
            village_id=household.village_id,
            household_id=household.id,
            name=new.name,
            relation=new.relation,
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


def seal_phone(cipher: FieldCipher, member: Member, phone: str | None) -> None:
    """Keep a member's phone number, encrypted and findable; one that cannot be called is not."""
    number = rules.normalise_phone(phone) if phone else None
    if number is not None:
        member.phone_sealed = cipher.encrypt(number, place=_place(member))
        member.phone_index = cipher.index(number, field=_PHONE_FIELD)


def _card(cipher: FieldCipher, member: Member, *, full: bool) -> MemberCard:
    sealed = member.phone_sealed
    phone = rules.mask_phone(cipher.decrypt(sealed, place=_place(member))) if sealed else None
    return MemberCard(member, member.name if full else rules.mask_name(member.name), phone)


def _place(member: Member) -> str:
    return f"{_PHONE_FIELD}:{member.id}"
