"""What changes in a household that stays: where it lives, and who is its head."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update

from models.households import Household, Member
from models.vocabulary import HouseholdStatus, Relation
from server.domains.households import queries
from server.domains.households.errors import HeadChanged
from server.domains.households.service.registry import get_household
from server.domains.identity import service as identity
from server.kernel.errors import InvalidInput
from server.kernel.permissions import Permission
from server.kernel.work import Work

_NOT_HERE = "这户没有这位成员，请重新选。"


@dataclass(frozen=True, slots=True)
class NewHead:
    """Who becomes head, and what becomes of the others.

    `former_id` is the head as the actor saw her, None when there was none; `former_relation` is
    hers to the new head, None when she has left the household or died.
    """

    member_id: int
    former_id: int | None
    former_relation: Relation | None
    relations: Mapping[int, Relation] = field(default_factory=dict)


def set_status(work: Work, household_id: int, status: HouseholdStatus) -> None:
    """Say whether a household lives in the village; repeating it changes nothing.

    Raises HouseholdNotFound.
    """
    household = _held(work, household_id)
    before = household.status
    if before is status:
        return
    household.status = status
    work.audit(
        "set_household_status",
        "household",
        household.id,
        village_id=household.village_id,
        before=before.value,
        after=status.value,
    )


def change_head(work: Work, household_id: int, new: NewHead) -> None:
    """Make another member the head; repeating it changes nothing.

    Raises HouseholdNotFound, InvalidInput (who is no member), and HeadChanged when the head is
    not the one the actor saw.
    """
    household = _held(work, household_id)
    members = queries.members_of(work.session, household.id)
    head_id = next((m.id for m in members if m.relation is Relation.HEAD), None)
    if head_id == new.member_id:
        return
    if faults := list(_faults(new, {member.id for member in members})):
        raise InvalidInput(faults)
    if head_id != new.former_id:
        raise HeadChanged
    _write(work, new)
    work.audit(
        "change_head",
        "household",
        household.id,
        village_id=household.village_id,
        before=new.former_id,
        after=new.member_id,
        former_relation=new.former_relation,
    )


def _held(work: Work, household_id: int) -> Household:
    """Return a household of the actor's village, held until the work is done."""
    scope = work.actor.office_scope(Permission.HOUSEHOLD_REGISTER)
    household = get_household(scope, work.session, household_id)
    work.session.execute(
        select(Household.id).where(Household.id == household.id).with_for_update(key_share=True)
    )
    work.session.refresh(household)
    return household


def _faults(new: NewHead, members: Collection[int]) -> Iterator[dict[str, str]]:
    if new.member_id not in members:
        yield {"pointer": "#/member_id", "detail": _NOT_HERE}
    for place, member_id in enumerate(new.relations):
        if member_id not in members or member_id in {new.member_id, new.former_id}:
            yield {"pointer": f"#/relations/{place}/member_id", "detail": _NOT_HERE}


def _write(work: Work, new: NewHead) -> None:
    """Let the head go before the new one comes: there is never a moment with two."""
    if new.former_id is not None and new.former_relation is None:
        _leave(work, new.former_id)
    elif new.former_id is not None:
        _set(work, new.former_id, relation=new.former_relation)
    _set(work, new.member_id, relation=Relation.HEAD)
    for member_id, relation in new.relations.items():
        _set(work, member_id, relation=relation)


def _leave(work: Work, member_id: int) -> None:
    _set(work, member_id, left_at=work.now)
    person_id = work.session.get_one(Member, member_id).person_id
    if person_id is not None:
        identity.privileges_changed(work, person_id)


def _set(work: Work, member_id: int, **values: Any) -> None:
    work.session.execute(update(Member).where(Member.id == member_id).values(values))
