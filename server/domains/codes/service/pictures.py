"""Pictures of codes: a QR code is drawn here; the mini-program's own is fetched once and kept."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from models.codes import Code
from models.vocabulary import OutboxTopic
from server.domains.codes import rules
from server.domains.outbox import service as outbox
from server.kernel.errors import TryLater
from server.kernel.files import LinkedFile, new_file_name
from server.kernel.ports import Ports
from server.kernel.work import Work

MEDIA_TYPE = "image/jpeg"


def picture_of(work: Work, code_id: int) -> str | None:
    """Return the address of a valid code's picture, for a page to show as it is.

    The picture itself where it is drawn here; a link, good for a while, where it was fetched.
    """
    code = work.session.get_one(Code, code_id)
    if not code.is_valid:
        return None
    file = picture_file_of(code)
    if file is None:
        return work.ports.code_pictures.draw(code.scene)
    linked = LinkedFile(file, MEDIA_TYPE, f"{code.kind.value}-{code.id}.jpg")
    return work.ports.links.link(linked, until=work.now + rules.PICTURE_LINK_LASTS)


def picture_file_of(code: Code) -> str | None:
    """Return under which name the file store has the mini-program's code of a valid code.

    None: print the QR code of its scene. The store is asked while no transaction is open.
    """
    return code.picture_file if code.is_valid and code.pictured_at else None


def order(work: Work, code: Code) -> None:
    """Have the picture of a code fetched, where this installation prints such, unless it was."""
    if work.ports.code_page is not None and code.pictured_at is None:
        _put(work, code)


def drop(work: Work, code: Code) -> None:
    """Have the picture of a revoked code removed."""
    if code.picture_file is not None:
        _put(work, code)


def _put(work: Work, code: Code, *, due_at: datetime | None = None) -> None:
    issued = {"code_id": code.id}
    outbox.put(work, OutboxTopic.CODE_ISSUED, issued, village_id=code.village_id, due_at=due_at)


def _prepare(work: Work, payload: outbox.Payload) -> outbox.Payload | None:
    """Find out what a code's picture lacks; None when nothing.

    The file's name is written down before there is a file, so that none is ever forgotten.
    """
    code = work.session.get_one(Code, payload["code_id"])
    page = work.ports.code_page
    if not code.is_valid:
        return {"code_id": code.id, "remove": code.picture_file} if code.picture_file else None
    if page is None or code.pictured_at is not None:
        return None
    _name_file(work, code)
    return {"code_id": code.id, "scene": code.scene, "page": page, "keep": code.picture_file}


def _name_file(work: Work, code: Code) -> None:
    name = new_file_name("codes", "jpg")
    unnamed = update(Code).where(Code.id == code.id, Code.picture_file.is_(None))
    work.session.execute(
        unnamed.values(picture_file=name).execution_options(synchronize_session=False)
    )
    work.session.refresh(code)


def _send(ports: Ports, asked: outbox.Payload, _key: str) -> timedelta | None:
    """Fetch and keep a picture, or remove it; twice does no harm. Return when to try again."""
    if "remove" in asked:
        ports.files.remove(asked["remove"])
        return None
    try:
        picture = ports.wechat.draw_code(asked["scene"], page=asked["page"])
    except TryLater as busy:
        return rules.pause_after(busy.facts["seconds"])
    ports.files.put(asked["keep"], picture)
    return None


def _record(work: Work, asked: outbox.Payload, later: timedelta | None) -> outbox.Again | None:
    """Note that a picture is kept; one whose code was revoked meanwhile is removed again."""
    code = work.session.get_one(Code, asked["code_id"])
    if later is not None:
        # a new row, because being told to wait is no failure of this one
        _put(work, code, due_at=work.now + later)
        return None
    kept: dict[str, Any] = {"pictured_at": None if "remove" in asked else work.now}
    work.session.execute(update(Code).where(Code.id == code.id).values(**kept))
    work.session.refresh(code)
    return outbox.Again(timedelta()) if code.pictured_at and not code.is_valid else None


PICTURES = outbox.Outside(send=_send, prepare=_prepare, record=_record)
"""How the picture of a code is fetched, and removed once it is revoked (CODE_ISSUED)."""
