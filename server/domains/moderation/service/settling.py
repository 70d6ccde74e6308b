"""Take a check from one state to the next: of the worker and of people one wins."""

from typing import Any

from sqlalchemy import update

from models.moderation import TextCheck
from models.vocabulary import TextCheckState
from server.kernel.work import Work

_DECIDED = {TextCheckState.PASSED, TextCheckState.REFUSED}


def settle(
    work: Work,
    check_id: int,
    before: TextCheckState,
    after: TextCheckState,
    *,
    text_hash: str | None = None,
    **values: Any,
) -> bool:
    """Change the state of a check; False when it is another already, or of another text."""
    wanted = [TextCheck.id == check_id, TextCheck.state == before]
    if text_hash is not None:
        wanted.append(TextCheck.text_hash == text_hash)
    decided_at = work.now if after in _DECIDED else None
    village_id = work.session.scalar(
        update(TextCheck)
        .where(*wanted)
        .values(state=after, decided_at=decided_at, **values)
        .returning(TextCheck.village_id)
        .execution_options(synchronize_session=False)
    )
    if village_id is None:
        return False
    work.audit("settle_text", "text_check", check_id, village_id=village_id, state=after.value)
    return True
