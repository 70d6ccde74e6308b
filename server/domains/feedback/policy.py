"""Who may answer feedback, decided from the actor alone."""

from models.vocabulary import FeedbackState
from server.kernel.actors import Actor
from server.kernel.permissions import Permission

ANSWER = "answer"


def may_answer(actor: Actor, author_id: int) -> bool:
    """Tell whether the actor may answer somebody's feedback: never her own."""
    return actor.person_id != author_id


def actions(
    actor: Actor, author_id: int, village_path: str, state: FeedbackState
) -> tuple[str, ...]:
    """Return what the actor may do with feedback: answer it, once, where she holds the office."""
    is_hers = actor.office_scope(Permission.FEEDBACK_ANSWER).covers_path(village_path)
    is_open = state is FeedbackState.OPEN
    return (ANSWER,) if is_open and is_hers and may_answer(actor, author_id) else ()
