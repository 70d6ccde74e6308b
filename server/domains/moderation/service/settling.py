"""Take a check from one state to the next: of the worker and of people one wins."""

from typing import Any

from sqlalchemy import update

from models.moderation import TextCheck
from models.vocabulary import CheckState
from server.kernel.work import Work

_DECIDED = {CheckState.PASSED, CheckState.REFUSED}


def settle(
    work: Work,
    check_id: int,
    before: CheckState,
    after: CheckState,
    *,
    text_hash: str | None = None,
    **values: Any,
) -> bool:
    """Change the state of a check; False when it is another already, or of another text.

    Whose text it is does what follows from a decision, in the same transaction.
    """
    wanted = [TextCheck.id == check_id, TextCheck.state == before]
    if text_hash is not None:
        wanted.append(TextCheck.text_hash == text_hash)
    decided_at = work.now if after in _DECIDED else None
    told = TextCheck.kind, TextCheck.object_id, TextCheck.person_id, TextCheck.village_id
    changed = work.session.execute(
        update(TextCheck)
        .where(*wanted)
        .values(state=after, decided_at=decided_at, **values)
        .returning(*told)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if changed is None:
        return False
    kind, object_id, author_id, village_id = changed
    work.audit("settle_text", "text_check", check_id, village_id=village_id, state=after.value)
    if after in _DECIDED:
        work.ports.text_sources[kind].settled(work, object_id, after, author_id=author_id)
    return True
