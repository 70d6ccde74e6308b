"""Every write is repeatable: the same key gives the same answer and one effect."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from flask import Response, jsonify, request
from sqlalchemy import bindparam, text
from werkzeug.exceptions import BadRequest

from models.base import UtcDateTime
from models.requests import IdempotencyKey
from server.kernel.errors import RuleBroken
from server.kernel.work import Work
from server.web.access import Access

HEADER = "Idempotency-Key"
_SHAPE = re.compile(r"[A-Za-z0-9_-]{8,64}")

_CLAIM = text(
    """
    INSERT INTO idempotency_keys (person_id, route, key, request_hash, created_at)
    VALUES (:person, :route, :key, :hash, :now)
    ON CONFLICT (person_id, route, key) DO NOTHING RETURNING key
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


class KeyMissing(BadRequest):
    """An unsafe request came without a key (400)."""

    description = "这次没有办成，请更新小程序再试。"
    facts: ClassVar = {"header": HEADER}


class KeyReused(RuleBroken):
    """A key came back with another request."""

    slug = "idempotency-key-reused"
    title = "请重新办一次"


def answer_once(work: Work, access: Access, do: Callable[[], Response]) -> Response:
    """Answer with `do`, or with the stored answer when this key was already answered.

    The key is claimed first: a twin waits for the first one and then gets its answer; if the
    first fails, the twin goes ahead. Raises BadRequest without a key, KeyReused when the key
    belongs to another request, Busy (409) when the first takes too long.
    """
    person_id, route, key = _identity(work)
    row = IdempotencyKey(
        person_id=person_id,
        route=route,
        key=key,
        request_hash=_request_hash(work),
        created_at=work.now,
    )
    if not _claimed(work, row):
        return _stored(work, access, row)
    response = do()
    _store(work, row, response)
    return _revealed(work, access, response)


def was_answered(work: Work) -> bool:
    """Tell whether the key of this request has its answer. Raises BadRequest without a key."""
    return work.session.get(IdempotencyKey, _identity(work)) is not None


def _identity(work: Work) -> tuple[int, str, str]:
    """Return by whom, where and under which key this request is made."""
    key = request.headers.get(HEADER, "")
    if not _SHAPE.fullmatch(key):
        raise KeyMissing
    return work.person_id, f"{request.method} {request.url_rule}", key


def _request_hash(work: Work) -> str:
    """Return what tells requests apart; keyed, since a day of birth or a number could be tried."""
    parts = (request.method, request.full_path, request.get_data(as_text=True))
    return work.ports.cipher.index("\x1f".join(parts), field="request")


def _claimed(work: Work, row: IdempotencyKey) -> bool:
    values = {
        "person": row.person_id,
        "route": row.route,
        "key": row.key,
        "hash": row.request_hash,
        "now": row.created_at,
    }
    return work.session.execute(_CLAIM, values).scalar_one_or_none() is not None


def _store(work: Work, row: IdempotencyKey, response: Response) -> None:
    stored = work.session.get_one(IdempotencyKey, (row.person_id, row.route, row.key))
    stored.status = response.status_code
    stored.answer = {"body": response.get_json(silent=True)}


def _stored(work: Work, access: Access, row: IdempotencyKey) -> Response:
    stored = work.session.get_one(IdempotencyKey, (row.person_id, row.route, row.key))
    if stored.request_hash != row.request_hash or stored.answer is None:
        raise KeyReused("这一步和刚才办的对不上，没有办成，请返回重新办一次。")
    response = jsonify(stored.answer["body"])
    response.status_code = stored.status or 200
    response.headers["Idempotent-Replayed"] = "true"
    return _revealed(work, access, response)


def _revealed(work: Work, access: Access, response: Response) -> Response:
    if access.reveal is None:
        return response
    body: dict[str, Any] = access.reveal(work, response.get_json())
    revealed = jsonify(body)
    revealed.status_code = response.status_code
    revealed.headers.extend(
        {k: v for k, v in response.headers.items() if k == "Idempotent-Replayed"}
    )
    return revealed
