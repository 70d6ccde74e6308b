"""How a household is named to others, and who reads its members' names whole."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from server.domains.households import queries, rules
from server.kernel.actors import Actor
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work


def masked_labels(session: Session, household_ids: Collection[int]) -> dict[int, str]:
    """Return how households are named in public notices and lists: "王** · 三组"."""
    return _labels(session, household_ids, None)


def labels(work: Work, household_ids: Collection[int]) -> dict[int, str]:
    """Return how households are named to the actor: her own in full, the others masked."""
    return _labels(work.session, household_ids, work.actor.household_id)


def named_scope(actor: Actor) -> Scope:
    """Return where the actor reads names whole: where she registers, and in her own household."""
    own = frozenset({actor.household_id} if actor.household_id is not None else ())
    return replace(actor.office_scope(Permission.HOUSEHOLD_REGISTER), household_ids=own)


def _labels(session: Session, household_ids: Collection[int], own_id: int | None) -> dict[int, str]:
    speakers = queries.speakers_of(session, household_ids)
    return {
        household_id: (rules.own_label if household_id == own_id else rules.label)(
            speakers[household_id].name if household_id in speakers else None, group_name
        )
        for household_id, group_name in queries.groups_of(session, household_ids).items()
    }
