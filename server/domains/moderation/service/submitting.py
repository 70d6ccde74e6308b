"""Hand a text in for its check, in the transaction that writes it."""

from dataclasses import dataclass

from sqlalchemy import bindparam, text

from models.base import UtcDateTime
from models.vocabulary import CheckedText, CheckState, OutboxTopic
from server.domains.moderation import queries, rules
from server.domains.moderation.errors import TextRefused
from server.domains.outbox import service as outbox
from server.kernel.wechat import TextScene
from server.kernel.work import Work

# An edited text is another one: whatever was found about the former says nothing of it.
_SUBMIT = text(
    """
    INSERT INTO text_checks (kind, object_id, village_id, person_id, scene, text_hash,
                             state, submitted_at, attempts, decided_at)
    VALUES (:kind, :object_id, :village_id, :author_id, :scene, :text_hash,
            :state, :now, 0, :decided_at)
    ON CONFLICT (kind, object_id) DO UPDATE
       SET village_id = excluded.village_id, person_id = excluded.person_id,
           scene = excluded.scene, text_hash = excluded.text_hash, state = excluded.state,
           submitted_at = excluded.submitted_at, attempts = 0, label = NULL,
           decided_by = NULL, decided_at = excluded.decided_at
     WHERE text_checks.text_hash <> excluded.text_hash
    RETURNING id
    """
).bindparams(bindparam("now", type_=UtcDateTime()), bindparam("decided_at", type_=UtcDateTime()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A text to be checked: what it belongs to, where, and who wrote it; None is the operator."""

    kind: CheckedText
    object_id: int
    village_id: int
    author_id: int | None
    text: str
    scene: TextScene


def submit_text(work: Work, one: Submission) -> None:
    """Hide a text from others until its check has passed; the worker asks WeChat after commit.

    The same text again changes nothing, another one in its place is checked anew. What the
    operator wrote passes at once. Raises TextRefused for what was refused, word for word.
    """
    is_hers = one.author_id is not None
    values = {
        "kind": one.kind.value,
        "object_id": one.object_id,
        "village_id": one.village_id,
        "author_id": one.author_id,
        "scene": int(one.scene),
        "text_hash": rules.digest_of(rules.normalise(one.text)),
        "state": (CheckState.PENDING if is_hers else CheckState.PASSED).value,
        "now": work.now,
        "decided_at": None if is_hers else work.now,
    }
    check_id = work.session.execute(_SUBMIT, values).scalar_one_or_none()
    if check_id is None:
        _refuse_refused(work, one)
    elif is_hers:
        check = {"check_id": check_id}
        outbox.put(work, OutboxTopic.TEXT_SUBMITTED, check, village_id=one.village_id)


def _refuse_refused(work: Work, one: Submission) -> None:
    state, _ = queries.checks_of(work.session, one.kind, [one.object_id])[one.object_id]
    if state is CheckState.REFUSED:
        raise TextRefused
