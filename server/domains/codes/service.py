"""Printed codes: issue, reprint, revoke, and one resolver for every kind (二维码)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, text, update

from models.base import UtcDateTime
from models.codes import Code
from models.vocabulary import AnomalyKind, CodeKind
from server.domains.audit import service as audit
from server.domains.codes import queries, rules
from server.domains.codes.errors import CodeNotFound, CodeRevoked
from server.domains.households.errors import TooManyTries
from server.domains.organisations import service as organisations
from server.kernel.errors import NotFound
from server.kernel.permissions import Permission
from server.kernel.records import Record
from server.kernel.secrets import new_scene
from server.kernel.work import Work, refusal

WRONG_SCAN = "wrong_code"

_ISSUE = text(
    """
    INSERT INTO codes (village_id, kind, target_id, scene, issued_by, issued_at)
    VALUES (:village, :kind, :target, :scene, :person, :now)
    ON CONFLICT (kind, target_id) WHERE revoked_at IS NULL
    DO UPDATE SET scene = codes.scene
    RETURNING id, scene
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


@dataclass(frozen=True, slots=True)
class OpenedCode:
    """What a code is to the person who scanned it; no target for those it is nothing to."""

    kind: CodeKind
    target_id: int | None
    facts: dict[str, Any]
    actions: tuple[str, ...]


def issue_code(work: Work, kind: CodeKind, target_id: int) -> Code:
    """Return the valid code of a target, made now when there is none; two printers get one code.

    Raises the target domain's NotFound when the actor prints no codes for it.
    """
    village_id = work.ports.code_targets[kind].village_of(work, target_id)
    values = {
        "village": village_id,
        "kind": kind.value,
        "target": target_id,
        "scene": new_scene(),
        "person": work.actor.person_id,
        "now": work.now,
    }
    code_id, scene = work.session.execute(_ISSUE, values).one()
    if scene == values["scene"]:
        work.audit("issue_code", "code", code_id, village_id=village_id, kind=kind.value)
    return work.session.get_one(Code, code_id)


def open_code(work: Work, scene: str) -> OpenedCode:
    """Return what a scene opens for the actor, strangers included.

    Unknown, malformed, revoked and not yet published answer the same CodeNotFound. Somebody who
    is signed in and keeps trying is recorded and shut out for a while (TooManyTries); a scene has
    80 random bits, so guessing without an account is left to the guard in front of the service.
    """
    wrong = _wrong_scans(work)
    if wrong >= rules.WRONG_SCANS_MAX:
        record = refusal("codes_locked", "code", None, anomaly=AnomalyKind.CODE_GUESSING)
        minutes = int(rules.WRONG_SCANS_WITHIN.total_seconds()) // 60
        raise TooManyTries(minutes=minutes, records=(record,))
    code = queries.find_by_scene(work.session, scene) if rules.is_scene(scene) else None
    if code is None:
        raise CodeNotFound(records=_wrong_scan(work, wrong + 1))
    try:
        opening = work.ports.code_targets[code.kind].open(work, code.target_id)
    except NotFound as hidden:
        raise CodeNotFound from hidden
    return OpenedCode(code.kind, rules.shown_target(opening), opening.facts, opening.actions)


def revoke_code(work: Work, code_id: int) -> Code:
    """Make a code useless at once, as when a plate was copied or lost.

    Raises CodeNotFound, CodeRevoked.
    """
    scope = work.actor.office_scope(Permission.CODE_ISSUE)
    code = organisations.get_within(scope, work.session, Code, code_id, CodeNotFound())
    revoked = work.session.execute(
        update(Code)
        .where(Code.id == code.id, Code.revoked_at.is_(None))
        .values(revoked_at=work.now)
        .returning(Code.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if revoked is None:
        raise CodeRevoked
    work.audit("revoke_code", "code", code.id, village_id=code.village_id)
    work.session.refresh(code)
    return code


def _wrong_scans(work: Work) -> int:
    if work.actor.person_id is None:
        return 0
    return audit.count_recent(work, WRONG_SCAN, within=rules.WRONG_SCANS_WITHIN)


def _wrong_scan(work: Work, count: int) -> tuple[Record, ...]:
    """Return the trace of a wrong scan; strangers leave none, or they could fill the audit."""
    if work.actor.person_id is None:
        return ()
    anomaly = AnomalyKind.CODE_GUESSING if count >= rules.WRONG_SCANS_MAX else None
    return (refusal(WRONG_SCAN, "code", None, anomaly=anomaly),)
