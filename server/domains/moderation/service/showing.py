"""What of a text a person sees: her own always, another's once it has passed (CS-1)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.vocabulary import CheckedText, CheckState
from server.domains.moderation import queries
from server.kernel.work import Work

_NEVER_HANDED_IN = CheckState.PENDING, None


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as the actor sees it: None while it is hidden from her; `state` None without one."""

    text: str | None
    state: CheckState | None


def show_texts(
    work: Work,
    kind: CheckedText,
    texts: Mapping[int, str | None],
    *,
    family: Collection[int] = (),
) -> dict[int, ShownText]:
    """Return texts, by what they belong to, as the actor sees them.

    Hers are those that she, or one of `family`, has written.
    """
    found = queries.checks_of(work.session, kind, texts)
    authors = {work.actor.person_id, *family} - {None}
    return {
        object_id: _show(text, *found.get(object_id, _NEVER_HANDED_IN), authors)
        for object_id, text in texts.items()
    }


def states_of(work: Work, kind: CheckedText, object_ids: Collection[int]) -> dict[int, CheckState]:
    """Return how far the checks of texts are; one that was never handed in waits."""
    found = queries.checks_of(work.session, kind, object_ids)
    return {one: found.get(one, _NEVER_HANDED_IN)[0] for one in object_ids}


def _show(
    text: str | None, state: CheckState, author_id: int | None, hers: Collection[int | None]
) -> ShownText:
    if not text:
        return ShownText(text, None)
    is_shown = state is CheckState.PASSED or author_id in hers
    return ShownText(text if is_shown else None, state)
