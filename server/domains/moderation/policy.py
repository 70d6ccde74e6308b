"""Who may decide whether something is shown, decided from the actor alone."""

from models.vocabulary import CheckState, ReportedKind
from server.kernel.actors import Actor

DECIDE, HIDE = "decide", "hide"


def may_decide(actor: Actor, author_id: int | None, household_id: int | None = None) -> bool:
    """Tell whether the actor may decide upon something of her scope.

    Never upon her own, nor upon what belongs to her household.
    """
    is_of_her_home = household_id is not None and actor.household_id == household_id
    return actor.person_id != author_id and not is_of_her_home


def actions(
    actor: Actor, author_id: int | None, state: CheckState, household_id: int | None = None
) -> tuple[str, ...]:
    """Return what the actor may do with a text or photo that lies in her scope."""
    waits = state is CheckState.FOR_PEOPLE
    return (DECIDE,) if waits and may_decide(actor, author_id, household_id) else ()


def report_actions(kind: ReportedKind, *, is_open: bool, may: bool) -> tuple[str, ...]:
    """Return what may be done with a report; a notice is looked at and stays."""
    if not (is_open and may):
        return ()
    return (DECIDE,) if kind is ReportedKind.NOTICE else (DECIDE, HIDE)
