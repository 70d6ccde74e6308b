"""What WeChat does not decide, people do: never the author, and once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models.moderation import TextCheck
from models.vocabulary import AnomalyKind, CheckState
from server.domains.moderation import policy, queries
from server.domains.moderation.errors import OwnText, TextAlreadyDecided, TextCheckNotFound
from server.domains.moderation.service import settling
from server.domains.organisations import service as organisations
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work, refusal


@dataclass(frozen=True, slots=True)
class CheckCard:
    """A check with its text and what the actor may do; who wrote it is not told."""

    row: TextCheck
    text: str
    actions: Sequence[str]


def list_for_people(work: Work, page: PageRequest) -> Page[CheckCard]:
    """Return the texts of the actor's villages that wait for people, oldest first, not her own."""
    scope = work.actor.office_scope(Permission.CONTENT_DECIDE)
    found = queries.list_for_people(scope, work.session, page, but_of=work.person_id)
    return Page(_cards(work, found.items), found.next_after)


def count_for_people(work: Work, scope: Scope) -> int:
    """Count what waits for the actor's decision within a scope of her offices."""
    return queries.count_for_people(scope, work.session, but_of=work.person_id)


def decide(work: Work, check_id: int, *, passes: bool) -> CheckCard:
    """Decide whether a text is shown to others, once.

    Raises TextCheckNotFound, OwnText, TextAlreadyDecided.
    """
    scope = work.actor.office_scope(Permission.CONTENT_DECIDE)
    row = organisations.get_within(scope, work.session, TextCheck, check_id, TextCheckNotFound())
    if not policy.may_decide(work.actor, row.person_id):
        record = refusal(
            "decide_own_text",
            "text_check",
            row.id,
            village_id=row.village_id,
            anomaly=AnomalyKind.OWN_OR_RELATIVE,
        )
        raise OwnText(records=(record,))
    state = CheckState.PASSED if passes else CheckState.REFUSED
    if not settling.settle(work, row.id, CheckState.FOR_PEOPLE, state, decided_by=work.person_id):
        raise TextAlreadyDecided
    work.session.refresh(row)
    (card,) = _cards(work, [row])
    return card


def _cards(work: Work, rows: Sequence[TextCheck]) -> list[CheckCard]:
    objects: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        objects[row.kind].append(row.object_id)
    sources = work.ports.text_sources
    texts = {kind: sources[kind].readable_texts(work, ids) for kind, ids in objects.items()}
    return [
        CheckCard(
            row,
            texts[row.kind][row.object_id],
            policy.actions(work.actor, row.person_id, row.state),
        )
        for row in rows
    ]
