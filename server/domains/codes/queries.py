"""Look up printed codes. Whoever holds a scene may look it up: what it opens depends on her."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.codes import Code
from models.vocabulary import CodeKind
from server.kernel.pages import Page, PageRequest


def find_by_scene(session: Session, scene: str) -> Code | None:
    """Return the code of a scene, a revoked one as well."""
    return session.scalar(select(Code).where(Code.scene == scene))


def has_valid(session: Session, kind: CodeKind, target_id: int) -> bool:
    """Tell whether a target has a code that opens it."""
    valid = exists().where(
        Code.kind == kind, Code.target_id == target_id, Code.revoked_at.is_(None)
    )
    return bool(session.scalar(select(valid)))


def list_codes(session: Session, kind: CodeKind, target_id: int, page: PageRequest) -> Page[Code]:
    """Return the codes a target has had, newest first."""
    query = select(Code).where(Code.kind == kind, Code.target_id == target_id)
    if page.after is not None:
        query = query.where(Code.id < page.after)
    rows = session.scalars(query.order_by(Code.id.desc()).limit(page.size + 1)).all()
    return Page[Code].cut(rows, page.size, lambda code: code.id)


def list_valid(session: Session, kind: CodeKind, target_ids: Collection[int]) -> Sequence[Code]:
    """Return the valid codes of targets."""
    wanted = Code.kind == kind, Code.target_id.in_(target_ids), Code.revoked_at.is_(None)
    return session.scalars(select(Code).where(*wanted)).all()
