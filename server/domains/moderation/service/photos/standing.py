"""How far the checks of photos are, and the one way from one state to the next."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import update

from models.moderation import PhotoCheck
from models.vocabulary import CheckState, MessageKind
from server.domains.moderation import queries, rules
from server.kernel.work import Work


def photo_states_of(work: Work, photo_ids: Collection[int]) -> dict[int, CheckState]:
    """Return how far the checks of photos are; one that was never handed in waits.

    One that a report hides is for people again.
    """
    found = queries.photo_states_of(work.session, photo_ids)
    return {one: found.get(one, CheckState.PENDING) for one in photo_ids}


def settle(work: Work, check_id: int, before: CheckState, after: CheckState, **values: Any) -> bool:
    """Change the state of a check; False when it is another already.

    A household whose photo is refused is told; what rests on the photo stays as it is.
    """
    decided_at = work.now if after in rules.DECIDED else None
    row = work.session.scalar(
        update(PhotoCheck)
        .where(PhotoCheck.id == check_id, PhotoCheck.state == before)
        .values(state=after, decided_at=decided_at, reported_at=None, **values)
        .returning(PhotoCheck)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    if row is None:
        return False
    work.audit(
        "settle_photo", "photo_check", check_id, village_id=row.village_id, state=after.value
    )
    if after is CheckState.REFUSED:
        _tell(work, row)
    return True


def _tell(work: Work, row: PhotoCheck) -> None:
    work.ports.messenger.tell(
        work,
        household_id=row.household_id,
        village_id=row.village_id,
        kind=MessageKind.CONTENT_REFUSED,
        title="有一张照片没有通过检查",
        body="您家交的一张照片没有通过检查，别人看不到。请换一张再交，或者请村（社区）妇联到家里来看。",
    )
