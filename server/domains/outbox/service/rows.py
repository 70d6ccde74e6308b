"""Rows of the transactional outbox: written with the effect, drained by lease."""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from models.outbox import OutboxRow
from models.vocabulary import OutboxTopic
from server.kernel import walls
from server.kernel.ports import Ports
from server.kernel.work import Work

LEASE = timedelta(seconds=60)
CLOCKS_APART_MAX = timedelta(hours=2)
"""What lies further ahead stems from a clock that was wrong; less, and clocks merely differ."""
LOT_MAX = 50
ATTEMPTS_MAX = 20
NO_VILLAGE = 0
"""For what is about no village: it is done without seeing any."""

Payload = dict[str, Any]
Deliver = Callable[[Work, Payload], None]


@dataclass(frozen=True, slots=True)
class Again:
    """A row is not over: try it again after a while."""

    after: timedelta


def _as_it_is(work: Work, payload: Payload) -> Payload | Again | None:
    del work
    return payload


def _nothing(work: Work, payload: Payload, answer: object) -> Again | None:
    del work, payload, answer
    return None


@dataclass(frozen=True, slots=True)
class Outside:
    """How rows of a topic leave the house: sent at least once, while no transaction is open.

    `prepare` runs in the transaction before and returns what is sent: None when there is nothing to
    send any more, Again when it is too early. A worker that died while sending left its mark there,
    so whoever must not send twice asks for it. `send` gets a key that is the same each time the
    same row is sent, so that whoever receives it can drop the second. `record` keeps its answer in
    the transaction that marks the row done; it may ask for it to be sent again.
    """

    send: Callable[[Ports, Payload, str], Any]
    prepare: Callable[[Work, Payload], Payload | Again | None] = _as_it_is
    record: Callable[[Work, Payload, Any], Again | None] = _nothing


@dataclass(frozen=True, slots=True)
class Sending:
    """A leased row that is to be sent: by whom, what, and its key."""

    outside: Outside
    payload: Payload
    key: str


def put(
    work: Work,
    topic: OutboxTopic,
    payload: dict[str, Any],
    *,
    village_id: int | None,
    due_at: datetime | None = None,
) -> None:
    """Keep something to be done after commit, or later; a rollback takes it back.

    It is done behind the wall of its village; without one, the worker sees all.
    """
    row = OutboxRow(
        topic=topic,
        payload=payload,
        village_id=village_id,
        created_at=work.now,
        due_at=due_at or work.now,
        attempts=0,
    )
    work.session.add(row)


def lease_due(work: Work, *, without: Collection[str] = ()) -> tuple[str, list[int]]:
    """Lease the next due rows but those of some topics; return the lease token with their ids.

    Up to `LOT_MAX` new ones together; a row that was tried before goes alone, so that one which
    kills its worker takes no other with it. Two workers never lease the same row.
    """
    return _lease(work, OutboxRow.topic.not_in(without), LOT_MAX)


def lease_one(work: Work, topics: Collection[str]) -> tuple[str, list[int]]:
    """Lease the next due row of some topics: what takes long waits under no lease for others."""
    return _lease(work, OutboxRow.topic.in_(topics), 1)


def _lease(work: Work, wanted: ColumnElement[bool], most: int) -> tuple[str, list[int]]:
    token = secrets.token_hex(8)
    ids = _lock_due(work, and_(wanted, OutboxRow.attempts == 0), most)
    tried = OutboxRow.attempts.between(1, ATTEMPTS_MAX - 1)
    ids = ids or _lock_due(work, and_(wanted, tried), 1)
    work.session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(ids), _is_free(work.now))
        .values(leased_until=work.now + LEASE, lease_token=token, attempts=OutboxRow.attempts + 1)
    )
    return token, ids


def _lock_due(work: Work, wanted: ColumnElement[bool], most: int) -> list[int]:
    due = (
        select(OutboxRow.id)
        .where(OutboxRow.done_at.is_(None), OutboxRow.due_at <= work.now, _is_free(work.now))
        .where(wanted)
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return list(work.session.scalars(due))


def _is_free(now: datetime) -> ColumnElement[bool]:
    until = OutboxRow.leased_until
    return or_(until.is_(None), until <= now, until > now + CLOCKS_APART_MAX)


def deliver(
    work: Work, row_id: int, token: str, topics: Mapping[str, Deliver | Outside]
) -> bool | Sending:
    """Do one leased row and mark it done in the same transaction; False when the lease was lost.

    What goes outside is not done here but returned, to be sent after this transaction.
    """
    row = _find_leased(work, row_id, token)
    if row is None:
        return False
    _enter_village_of(work, row)
    do = topics[row.topic]
    if isinstance(do, Outside):
        return _prepare(work, row, do)
    do(work, row.payload)
    row.done_at = work.now
    return True


def _prepare(work: Work, row: OutboxRow, outside: Outside) -> bool | Sending:
    payload = outside.prepare(work, row.payload)
    if isinstance(payload, Again):
        row.attempts -= 1  # it was not tried
        _put_back(work, row, payload)
        return False
    if payload is None:
        row.done_at = work.now
        return True
    return Sending(outside, payload, f"outbox-{row.id}-{row.created_at.timestamp():.6f}")


def mark_sent(work: Work, row_id: int, token: str, sending: Sending, answer: object) -> bool:
    """Keep the answer and mark the row done; False when it is to be sent again.

    Another worker that took it meanwhile sends it again, and its answer counts.
    """
    row = _find_leased(work, row_id, token)
    if row is None:
        return False
    _enter_village_of(work, row)
    again = sending.outside.record(work, sending.payload, answer)
    if again is not None:
        _put_back(work, row, again)
        return False
    row.done_at = work.now
    return True


def _enter_village_of(work: Work, row: OutboxRow) -> None:
    if row.village_id is None:
        walls.enter_all(work.session)
    else:
        walls.enter(work.session, [row.village_id])


def _put_back(work: Work, row: OutboxRow, again: Again) -> None:
    row.leased_until = None
    row.due_at = work.now + again.after


def _find_leased(work: Work, row_id: int, token: str) -> OutboxRow | None:
    mine = and_(OutboxRow.lease_token == token, OutboxRow.done_at.is_(None))
    return work.session.scalar(
        select(OutboxRow).where(OutboxRow.id == row_id, mine).with_for_update()
    )


def postpone(work: Work, row_id: int, token: str, failure: str) -> bool:
    """Put a failed row back, later each time; False when it was the last time.

    The failure's kind is kept, never its data.
    """
    row = work.session.get_one(OutboxRow, row_id)
    if row.lease_token == token and row.done_at is None:
        row.failure = failure
        row.leased_until = None
        row.due_at = work.now + timedelta(seconds=min(3600, 2**row.attempts))
    return row.attempts < ATTEMPTS_MAX
