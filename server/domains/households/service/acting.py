"""Who acts for a household: its members, or a leader who says for whom and why (代办, GOV-2)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.households import Household, ProxyAct
from models.vocabulary import ConsentPurpose
from server.domains.consents import service as consents
from server.domains.households import policy, queries
from server.domains.households.errors import BehalfNotNeeded, BehalfRequired
from server.domains.households.service.registry import get_household
from server.kernel.errors import InvalidInput
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import OnBehalf, Work


@dataclass(frozen=True, slots=True)
class ActingFor:
    """For which household and member something is done; `behalf` when a leader does it."""

    household: Household
    member_id: int
    behalf: OnBehalf | None = None

    @property
    def is_proxy(self) -> bool:
        """Tell whether a leader acts for the household."""
        return self.behalf is not None


def acting_for(
    work: Work,
    household_id: int,
    permission: Permission,
    behalf: OnBehalf | None,
    *,
    needs_consent: bool = True,
) -> ActingFor:
    """Return for whom the actor acts.

    A member acts for her own household in her own name, once she has agreed that what she does is
    kept; what she takes back or has put right needs no consent. A leader who holds the permission
    and may act for others in that village names a member of the household, the reason and the
    channel. Raises BehalfNotNeeded, ConsentRequired, BehalfRequired, InvalidInput (no such
    member), and HouseholdNotFound for everybody else.
    """
    if policy.acts_as_member(work.actor, household_id, permission):
        acting = _as_member(work, household_id, behalf)
        if needs_consent:
            consents.require(work, ConsentPurpose.SERVICE)
        return acting
    leads = work.actor.office_scope(Permission.PROXY_ACT)
    household = get_household(leads, work.session, household_id)
    get_household(work.actor.office_scope(permission), work.session, household_id)
    if behalf is None:
        raise BehalfRequired
    if queries.find_member(work.session, household.id, behalf.member_id) is None:
        fault = {"pointer": "#/on_behalf/member_id", "detail": "这户没有这位成员，请重新选。"}
        raise InvalidInput([fault])
    return ActingFor(household, behalf.member_id, behalf)


def record_proxy(
    work: Work, acting: ActingFor, action: str, object_type: str, object_id: int
) -> None:
    """Mark what a leader did for a household; a member's own act needs no mark."""
    if acting.behalf is None:
        return
    work.session.add(
        ProxyAct(
            village_id=acting.household.village_id,
            household_id=acting.household.id,
            member_id=acting.member_id,
            action=action,
            object_type=object_type,
            object_id=object_id,
            reason=acting.behalf.reason,
            channel=acting.behalf.channel,
            acted_by=work.person_id,
            acted_at=work.now,
        )
    )


def own_and_relative_ids(session: Session, person_id: int) -> frozenset[int]:
    """Return the households a person decides nothing about: her own and her declared relatives'."""
    return queries.own_households(session, person_id) | queries.declared_households(
        session, person_id
    )


def _as_member(work: Work, household_id: int, behalf: OnBehalf | None) -> ActingFor:
    if behalf is not None:
        raise BehalfNotNeeded
    own = Scope(household_ids=frozenset({household_id}))
    household = get_household(own, work.session, household_id)
    if work.actor.member_id is None:
        message = "a household without a membership"
        raise RuntimeError(message)
    return ActingFor(household, work.actor.member_id)
