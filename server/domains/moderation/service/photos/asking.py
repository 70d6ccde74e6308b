"""Have WeChat look at a photo: again while it takes none in, once more when no verdict comes.

Nothing is shown before a verdict, and nothing is lost without one (CS-1).
"""

from collections.abc import Sequence

from sqlalchemy import update

from models.moderation import PhotoCheck, PhotoQuestion
from models.vocabulary import CheckState, OutboxTopic
from server.domains.evidence import service as evidence
from server.domains.identity import service as identity
from server.domains.moderation import queries, rules
from server.domains.moderation.service.photos import verdicts
from server.domains.moderation.service.photos.standing import settle
from server.domains.outbox import service as outbox
from server.kernel.ports import Ports
from server.kernel.wechat import TextScene
from server.kernel.work import Work

_PENDING = CheckState.PENDING


def _prepare(work: Work, payload: outbox.Payload) -> outbox.Payload | None:
    """Look up what is asked; None when there is nothing to ask now, or nobody to ask."""
    photo = evidence.find_photos(work, [payload["file_id"]])[payload["file_id"]]
    check = queries.check_of_photo(work.session, photo, work.now)
    if check.state is not _PENDING or rules.is_verdict_on_its_way(check.asked_at, work.now):
        return None
    openid = identity.find_openid(work, work.ports.subscriptions.app_id, check.person_id)
    is_gone = photo.removed_at is not None
    if is_gone or openid is None or check.asked == rules.ASKED_MAX:
        hand_photo_over(work, check.id)
        return None
    question = PhotoQuestion(check_id=check.id, asked_at=work.now)
    work.session.add(question)
    work.session.flush()
    return {
        "file_id": photo.id,
        "check_id": check.id,
        "question_id": question.id,
        "url": evidence.link_to(work, photo, lasts=rules.LINK_LASTS, noted_as=question.id),
        "openid": openid,
    }


def _send(ports: Ports, asked: outbox.Payload, _key: str) -> str | None:
    """Ask; twice does no harm."""
    return ports.wechat.check_picture(asked["url"], openid=asked["openid"], scene=TextScene.LOG)


def _record(work: Work, asked: outbox.Payload, trace_id: str | None) -> None:
    """Keep by which id the verdict will be known, and look again when it should be there."""
    taken_in = trace_id is not None
    counted = (
        {"asked": PhotoCheck.asked + 1, "asked_at": work.now}
        if taken_in
        else {"attempts": PhotoCheck.attempts + 1}
    )
    found = work.session.execute(
        update(PhotoCheck)
        .where(PhotoCheck.id == asked["check_id"], PhotoCheck.state == _PENDING)
        .values(counted)
        .returning(PhotoCheck.attempts, PhotoCheck.village_id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if found is not None:
        pause = rules.VERDICT_WITHIN if taken_in else rules.pause_after(found.attempts)
        outbox.put(
            work,
            OutboxTopic.PHOTO_SUBMITTED,
            {"file_id": asked["file_id"]},
            village_id=found.village_id,
            due_at=work.now + pause,
        )
    if trace_id is not None:
        verdicts.expect_verdict(work, trace_id, asked["question_id"])


ASK_PHOTO = outbox.Outside(send=_send, prepare=_prepare, record=_record)
"""How a photo leaves for its check (outbox topic PHOTO_SUBMITTED)."""


def list_overdue_photos(work: Work, after: int = 0) -> Sequence[int]:
    """Return checks without a verdict for a day, with ids above `after`, a lot at a time."""
    return queries.list_pending_since(work.session, PhotoCheck, work.now - rules.PATIENCE, after)


def hand_photo_over(work: Work, check_id: int) -> bool:
    """Let people decide what WeChat did not; False when a verdict came meanwhile."""
    return settle(work, check_id, _PENDING, CheckState.FOR_PEOPLE)
