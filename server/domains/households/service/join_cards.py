"""Requests to join as they are shown: to those who decide them, and to the applicant herself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.households import JoinRequest, Member
from models.organisations import Organisation
from models.vocabulary import CheckedText
from server.domains.households import policy, queries, rules
from server.domains.households.service.cards import MemberCard, show_member
from server.domains.households.service.naming import is_hidden, is_minor, masked_labels
from server.domains.households.service.phones import JOIN_REQUEST_PHONES
from server.domains.households.service.registry import get_household
from server.domains.identity import service as identity
from server.domains.moderation.service import ShownText, show_texts
from server.domains.organisations import service as organisations
from server.kernel import walls
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.phones import mask_phone
from server.kernel.scopes import Scope
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class JoinRequestCard:
    """A request with what the actor may know of its household, and decide about it.

    A minor's name is read by herself and by the household. Who was found by her number learns
    nothing of the household until she is one of it: numbers are given to other people. `proposed`
    is whom the number was registered for; leaders see it.
    """

    request: JoinRequest
    name: ShownText
    household_id: int | None
    household_label: str | None
    village_name: str | None
    phone: str | None
    proposed: MemberCard | None
    is_minor: bool
    actions: Sequence[str]


def list_join_requests(work: Work, household_id: int, page: PageRequest) -> Page[JoinRequestCard]:
    """Return the undecided requests to join a household, for those who may decide them.

    Raises HouseholdNotFound.
    """
    scope = work.actor.scope(Permission.HOUSEHOLD_APPROVE)
    household = get_household(scope, work.session, household_id)
    return _list_pending(work, Scope(household_ids=frozenset({household.id})), page)


def list_waiting_requests(
    work: Work, village_id: int | None, page: PageRequest
) -> Page[JoinRequestCard]:
    """Return the undecided requests of a village the actor leads, else of her own household.

    Raises OrganisationNotFound.
    """
    if village_id is None:
        return _list_pending(work, _own(work), page)
    leads = work.actor.office_scope(Permission.HOUSEHOLD_APPROVE)
    village = organisations.get_village(leads, work.session, village_id)
    return _list_pending(work, Scope(paths=frozenset({village.path})), page)


def count_waiting_requests(work: Work, scope: Scope) -> int:
    """Count what waits for the actor's decision within a scope of her offices; never her own."""
    return queries.count_pending(
        scope, work.session, but_of=work.person_id, home_id=work.actor.household_id
    )


def show_join_request(work: Work, request: JoinRequest) -> JoinRequestCard:
    """Return a request the actor has just made or decided."""
    (card,) = _cards(work, [request])
    return card


def show_latest_request(work: Work) -> JoinRequestCard | None:
    """Return the actor's own last request to join, so that she sees what became of it."""
    request = queries.find_latest_request(work.session, work.person_id)
    if request is not None:
        walls.enter(work.session, [request.village_id])
    return show_join_request(work, request) if request else None


def handed_in_phone(work: Work, request: JoinRequest) -> str | None:
    """Return the number an applicant wrote into her request."""
    sealed = request.phone_sealed
    place = JOIN_REQUEST_PHONES.place(request.id)
    return work.ports.cipher.decrypt(sealed, place=place) if sealed else None


def _own(work: Work) -> Scope:
    households = work.actor.scope(Permission.HOUSEHOLD_APPROVE).household_ids
    return Scope(household_ids=households)


def _list_pending(work: Work, scope: Scope, page: PageRequest) -> Page[JoinRequestCard]:
    leads = work.actor.office_scope(Permission.HOUSEHOLD_APPROVE)
    found = queries.list_pending(scope, work.session, page, leads=leads)
    return Page(_cards(work, found.items), found.next_after)


def _cards(work: Work, requests: Sequence[JoinRequest]) -> list[JoinRequestCard]:
    labels = masked_labels(work, [row.household_id for row in requests])
    villages = organisations.organisations_by_id(work.session, {row.village_id for row in requests})
    phones = identity.masked_phones(
        work, [row.person_id for row in requests if row.join_code_id is None]
    )
    names = show_texts(work, CheckedText.JOIN_NAME, {row.id: row.name for row in requests})
    known = queries.members_by_id(
        work.session, [id_ for row in requests for id_ in (row.proposed_member_id, row.member_id)]
    )
    return [
        _card(
            work,
            row,
            (labels[row.household_id], names[row.id]),
            villages[row.village_id],
            phone=phones.get(row.person_id) or _masked_phone(work, row),
            known=(known.get(row.proposed_member_id), known.get(row.member_id)),
        )
        for row in requests
    ]


def _card(
    work: Work,
    request: JoinRequest,
    words: tuple[str, ShownText],
    village: Organisation,
    *,
    phone: str | None,
    known: tuple[Member | None, Member | None],
) -> JoinRequestCard:
    (label, name), (proposed, member) = words, known
    is_applicant = work.actor.person_id == request.person_id
    who = [one for one in (request, proposed, member) if one]
    if not is_applicant and any(is_hidden(work, one) for one in who):
        name = replace(name, text=rules.CHILD)
    is_told = policy.is_told_household(request.found_by, request.state, is_applicant=is_applicant)
    return JoinRequestCard(
        request,
        name,
        request.household_id if is_told else None,
        label if is_told else None,
        village.name if is_told else None,
        phone,
        show_member(work, proposed) if proposed and not is_applicant else None,
        any(is_minor(work, one) for one in who),
        policy.request_actions(
            work.actor,
            request.state,
            request.found_by,
            request.person_id,
            request.household_id,
            village.path,
        ),
    )


def _masked_phone(work: Work, request: JoinRequest) -> str | None:
    phone = handed_in_phone(work, request)
    return mask_phone(phone) if phone else None
