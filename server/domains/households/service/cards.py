"""Households as the caller may see them: her own by name, the others masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.households import Household, Member
from models.vocabulary import HouseholdStatus
from server.domains.households import policy, queries
from server.domains.households.service.naming import is_minor, labels, named_scope, names_to
from server.domains.households.service.phones import index_sought, masked_phone
from server.domains.households.service.registry import check_in_sight, get_household
from server.domains.organisations import service as organisations
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member as the caller may see her; the phone number is masked for everybody."""

    member: Member
    name: str
    phone: str | None
    is_minor: bool

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


def show_household(work: Work, household_id: int) -> HouseholdCard:
    """Return a household with its members.

    Full names are for members and for the leaders who register there; other officers see them
    masked, and minors' names are for their own household alone. Raises HouseholdNotFound.
    """
    scope = work.actor.scope(Permission.HOUSEHOLD_READ)
    household = get_household(scope, work.session, household_id)
    is_named = queries.lies_within(named_scope(work.actor), work.session, household.id)
    members = queries.members_of(work.session, household.id)
    cards = _cards(work, members, full=is_named)
    (card,) = _household_cards(work, [household], {household.id: cards})
    return card


def show_member(work: Work, member: Member) -> MemberCard:
    """Return a member for whom the actor registers, or whom she may let in."""
    (card,) = _cards(work, [member], full=True)
    return card


def list_households(
    work: Work,
    village_id: int | None,
    page: PageRequest,
    find: str | None = None,
    status: HouseholdStatus | None = None,
) -> Page[HouseholdCard]:
    """Return the households the actor may see, masked; of one village when it is named.

    `find` looks in the number, the group and, where the actor reads names whole, in the names of
    the members; there a whole phone number finds its household as well. Raises
    OrganisationNotFound for a village out of sight, and TooOften.
    """
    scope = work.actor.scope(Permission.HOUSEHOLD_READ)
    check_in_sight(scope, work.session, village_id=village_id)
    wanted = queries.Wanted(
        named=named_scope(work.actor),
        today=work.today,
        village_id=village_id,
        status=status,
        words=find,
        phone_index=index_sought(work, find or "", village_id),
    )
    found = queries.list_households(scope, work.session, wanted, page)
    speakers = queries.speakers_of(work.session, [row.id for row in found.items], work.today)
    cards = _cards(work, list(speakers.values()), full=False)
    members = {card.member.household_id: [card] for card in cards}
    return Page(_household_cards(work, found.items, members), found.next_after)


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


def _cards(work: Work, members: Sequence[Member], *, full: bool) -> list[MemberCard]:
    names, cipher = names_to(work, members, full=full), work.ports.cipher
    return [
        MemberCard(one, names[one.id], masked_phone(cipher, one), is_minor(work, one))
        for one in members
    ]
