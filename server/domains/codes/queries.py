"""Look up printed codes. Whoever holds a scene may look it up: what it opens depends on her."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.codes import Code


def find_by_scene(session: Session, scene: str) -> Code | None:
    """Return the valid code of a scene."""
    return session.scalar(select(Code).where(Code.scene == scene, Code.revoked_at.is_(None)))
