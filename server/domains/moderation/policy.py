"""Who may decide whether a text is shown, decided from the actor alone."""

from models.vocabulary import CheckState
from server.kernel.actors import Actor

DECIDE = "decide"


def may_decide(actor: Actor, author_id: int | None) -> bool:
    """Tell whether the actor may decide upon a text of her scope: never upon her own."""
    return actor.person_id != author_id


def actions(actor: Actor, author_id: int | None, state: CheckState) -> tuple[str, ...]:
    """Return what the actor may do with a text that lies in her scope."""
    waits = state is CheckState.FOR_PEOPLE
    return (DECIDE,) if waits and may_decide(actor, author_id) else ()
