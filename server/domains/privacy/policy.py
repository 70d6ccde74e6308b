"""Who decides a correction: an office of the village, never one of the family or a relative."""

from collections.abc import Collection

from models.vocabulary import CorrectionState
from server.kernel.actors import Actor
from server.kernel.permissions import Permission

DECIDE = "decide"


def may_decide(actor: Actor, asked_by: int, household_id: int, blocked: Collection[int]) -> bool:
    """Tell whether the actor is from outside; `blocked` are her own and relatives' households."""
    return actor.person_id != asked_by and household_id not in blocked


def actions(
    actor: Actor, village_path: str, state: CorrectionState, *, is_from_outside: bool
) -> tuple[str, ...]:
    """Return what the actor may do with a correction."""
    is_hers = actor.office_scope(Permission.CORRECTION_DECIDE).covers_path(village_path)
    is_open = state is CorrectionState.OPEN
    return (DECIDE,) if is_open and is_hers and is_from_outside else ()
