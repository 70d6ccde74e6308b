"""Who I am here: my household, my request to join one, my offices and what they permit."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domains.households.service.cards import HouseholdCard, show_household
from server.domains.households.service.join_cards import JoinRequestCard, show_latest_request
from server.domains.identity import service as identity
from server.domains.organisations import service as organisations
from server.domains.organisations.service import Office
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Myself:
    """The signed-in person as the client has to know her."""

    person_id: int
    member_id: int | None
    household: HouseholdCard | None
    phone: str | None
    join_request: JoinRequestCard | None
    offices: Sequence[Office]
    permissions: Sequence[Permission]


def show_myself(work: Work) -> Myself:
    """Return who the actor is; her last request to join says what became of it."""
    actor = work.actor
    own = actor.household_id
    return Myself(
        person_id=work.person_id,
        member_id=actor.member_id,
        household=None if own is None else show_household(work, own),
        phone=identity.masked_phones(work, [work.person_id]).get(work.person_id),
        join_request=show_latest_request(work),
        offices=organisations.name_offices(work.session, actor.grants),
        permissions=sorted(actor.permissions),
    )
