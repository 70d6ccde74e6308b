"""Ask WeChat about a text: again and again while it gives no answer, then it is for people.

Nothing is shown before a verdict, and nothing is lost without one (CS-1).
"""

from collections.abc import Sequence

from sqlalchemy import update

from models.moderation import TextCheck
from models.vocabulary import CheckState, OutboxTopic
from server.domains.identity import service as identity
from server.domains.moderation import queries, rules
from server.domains.moderation.service import settling
from server.domains.outbox import service as outbox
from server.kernel import wechat
from server.kernel.ports import Ports
from server.kernel.work import Work

_PENDING = CheckState.PENDING


def _prepare(work: Work, payload: outbox.Payload) -> outbox.Payload | None:
    """Look up what is asked; None when it was settled or forgotten, or WeChat cannot be asked."""
    check = work.session.get(TextCheck, payload["check_id"])
    if check is None or check.state is not _PENDING:
        return None
    texts = work.ports.text_sources[check.kind].texts_of(work, [check.object_id])
    seen = rules.normalise(texts[check.object_id])
    openid = _openid_of(work, check.person_id)
    if openid is None or not seen:
        settling.settle(work, check.id, _PENDING, CheckState.FOR_PEOPLE)
        return None
    return {
        "check_id": check.id,
        "text_hash": check.text_hash,
        "text": seen,
        "openid": openid,
        "scene": wechat.TextScene(check.scene),
    }


def _send(ports: Ports, asked: outbox.Payload, _key: str) -> wechat.TextCheck:
    """Ask; twice does no harm."""
    return ports.wechat.check_text(asked["text"], openid=asked["openid"], scene=asked["scene"])


def _record(work: Work, payload: outbox.Payload, answer: wechat.TextCheck) -> None:
    """Keep the verdict on the very text it was given for; without one, ask later."""
    state = rules.outcome(answer.verdict)
    if state is None:
        _ask_later(work, payload)
        return
    settling.settle(
        work,
        payload["check_id"],
        _PENDING,
        state,
        text_hash=payload["text_hash"],
        label=answer.label,
    )


ASK = outbox.Outside(send=_send, prepare=_prepare, record=_record)
"""How a text leaves for its check (outbox topic TEXT_SUBMITTED)."""


def list_overdue(work: Work, after: int = 0) -> Sequence[int]:
    """Return checks that got no verdict in time, with ids above `after`, a lot at a time."""
    return queries.list_pending_since(work.session, TextCheck, work.now - rules.PATIENCE, after)


def hand_over(work: Work, check_id: int) -> bool:
    """Let people decide what WeChat did not; False when a verdict came meanwhile."""
    return settling.settle(work, check_id, _PENDING, CheckState.FOR_PEOPLE)


def _openid_of(work: Work, author_id: int | None) -> str | None:
    app_id = work.ports.subscriptions.app_id
    return identity.find_openid(work, app_id, author_id) if author_id is not None else None


def _ask_later(work: Work, asked: outbox.Payload) -> None:
    """Ask in a new row: each time has the outbox's whole patience with a worker that fails."""
    counted = work.session.execute(
        update(TextCheck)
        .where(
            TextCheck.id == asked["check_id"],
            TextCheck.state == _PENDING,
            TextCheck.text_hash == asked["text_hash"],
        )
        .values(attempts=TextCheck.attempts + 1)
        .returning(TextCheck.attempts, TextCheck.village_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if counted is not None:
        outbox.put(
            work,
            OutboxTopic.TEXT_SUBMITTED,
            {"check_id": asked["check_id"]},
            village_id=counted.village_id,
            due_at=work.now + rules.pause_after(counted.attempts),
        )
