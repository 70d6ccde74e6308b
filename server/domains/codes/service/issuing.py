"""Issue printed codes, revoke them and put new ones in their place; what was stays known."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, text, update

from models.base import UtcDateTime
from models.codes import Code
from models.vocabulary import CodeKind, RevokeReason
from server.domains.codes import queries
from server.domains.codes.errors import CodeAlreadyRevoked, CodeNotFound
from server.domains.codes.service import pictures
from server.domains.organisations import service as organisations
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.secrets import new_scene
from server.kernel.work import Work

_ISSUE = text(
    """
    INSERT INTO codes (village_id, kind, target_id, scene, issued_by, issued_at)
    VALUES (:village, :kind, :target, :scene, :person, :now)
    ON CONFLICT (kind, target_id) WHERE revoked_at IS NULL
    DO UPDATE SET scene = codes.scene
    RETURNING id, scene
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeView:
    """A code as its printers see it; a revoked one has no picture any more."""

    id: int
    kind: CodeKind
    target_id: int
    scene: str
    issued_at: datetime
    revoked_at: datetime | None
    revoke_reason: RevokeReason | None
    is_valid: bool
    picture: str | None


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
    code = work.session.get_one(Code, code_id)
    pictures.order(work, code)
    return code


def list_codes(work: Work, kind: CodeKind, target_id: int, page: PageRequest) -> Page[CodeView]:
    """Return all codes a target has had, newest first. Raises as `issue_code` does."""
    work.ports.code_targets[kind].village_of(work, target_id)
    found = queries.list_codes(work.session, kind, target_id, page)
    return Page([_view(work, code) for code in found.items], found.next_after)


def revoke_code(work: Work, code_id: int, reason: RevokeReason) -> Code:
    """Make a code useless at once, as when a plate was copied or lost.

    Raises CodeNotFound, CodeAlreadyRevoked.
    """
    scope = work.actor.office_scope(Permission.CODE_ISSUE)
    code = organisations.get_within(scope, work.session, Code, code_id, CodeNotFound())
    revoked = work.session.execute(
        update(Code)
        .where(Code.id == code.id, Code.revoked_at.is_(None))
        .values(revoked_at=work.now, revoked_by=work.actor.person_id, revoke_reason=reason)
        .returning(Code.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if revoked is None:
        raise CodeAlreadyRevoked
    work.audit("revoke_code", "code", code.id, village_id=code.village_id, reason=reason.value)
    work.session.refresh(code)
    pictures.drop(work, code)
    return code


def reissue_code(work: Work, code_id: int, reason: RevokeReason) -> Code:
    """Revoke a code and return the one in its place; of two who do so at once one succeeds.

    Raises as `revoke_code` and `issue_code` do.
    """
    revoked = revoke_code(work, code_id, reason)
    return issue_code(work, revoked.kind, revoked.target_id)


def _view(work: Work, code: Code) -> CodeView:
    return CodeView(
        id=code.id,
        kind=code.kind,
        target_id=code.target_id,
        scene=code.scene,
        issued_at=code.issued_at,
        revoked_at=code.revoked_at,
        revoke_reason=code.revoke_reason,
        is_valid=code.is_valid,
        picture=pictures.picture_of(work, code.id),
    )
