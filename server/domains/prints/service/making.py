"""Make a print-out: look up what it holds, draw and keep it, say that it is ready.

It is drawn while no transaction is open; a worker killed meanwhile draws the same file again. One
that fails, or kills its worker, is given up after a few times and can be ordered again.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import update

from models.prints import Print
from models.vocabulary import PrintState
from server.domains.codes import service as codes
from server.domains.evidence import service as evidence
from server.domains.organisations import service as organisations
from server.domains.outbox import service as outbox
from server.domains.prints import rules
from server.domains.prints.service.ordering import CODE_OF
from server.domains.prints.service.pieces import pieces_of
from server.kernel.ports import Ports
from server.kernel.sheets import Mark, Piece, Printed
from server.kernel.work import Work

NAMES = {
    "door_plates": "门牌",
    "cards": "家庭积分卡",
    "activity_poster": "活动海报",
    "shop_poster": "积分超市海报",
}


def _prepare(work: Work, payload: outbox.Payload) -> outbox.Payload | outbox.Again | None:
    """Look up what is drawn; None when it has been made, or is given up."""
    row = work.session.get_one(Print, payload["print_id"])
    if row.state is not PrintState.ORDERED:
        return None
    found = codes.valid_codes(work, CODE_OF[row.kind], row.target_ids)
    files = {code.scene: codes.picture_file_of(code) for code in found.values()}
    lacks_pictures = work.ports.code_page is not None and None in files.values()
    if lacks_pictures and work.now < row.ordered_at + rules.PICTURES_WAIT:
        return outbox.Again(rules.LOOK_AGAIN)
    pieces = pieces_of(work, row, {one: Mark(code.scene) for one, code in found.items()})
    if not pieces or row.attempts >= rules.ATTEMPTS_MAX:
        _give_up(work, row)
        return None
    row.attempts += 1
    (village,) = organisations.organisations_by_id(work.session, {row.village_id}).values()
    return {
        "print_id": row.id,
        "pieces": pieces,
        "pictures": {scene: name for scene, name in files.items() if name},
        "title": f"{NAMES[row.kind]} {rules.place_of(village.name)}",
        "at": row.ordered_at,
        "file": row.file_name,
        "warnings": rules.warnings(
            len(row.target_ids) - len(pieces), lacks_pictures=lacks_pictures
        ),
    }


def _send(ports: Ports, order: outbox.Payload, _key: str) -> Printed:
    """Draw and keep the print-out; twice gives the same file."""
    pictures = {scene: ports.files.get(name) for scene, name in order["pictures"].items()}
    pieces = [_with_picture(piece, pictures) for piece in order["pieces"]]
    printed = ports.sheets.draw(pieces, title=order["title"], at=order["at"])
    ports.files.put(order["file"], printed.pdf)
    return printed


def _record(work: Work, order: outbox.Payload, printed: Printed) -> None:
    """Say that it is ready, once, and have its file removed when it is old."""
    unknown = [rules.say_unknown(printed.unknown)] if printed.unknown else []
    village_id = work.session.scalar(
        update(Print)
        .where(Print.id == order["print_id"], Print.state == PrintState.ORDERED)
        .values(
            state=PrintState.READY,
            pages=printed.pages,
            warnings=[*order["warnings"], *unknown],
            made_at=work.now,
        )
        .returning(Print.village_id)
        .execution_options(synchronize_session=False)
    )
    if village_id is not None:
        evidence.discard(work, [order["file"]], due_at=work.now + rules.KEPT)
        work.audit("make_print", "print", order["print_id"], village_id=village_id)


MAKE = outbox.Outside(send=_send, prepare=_prepare, record=_record)
"""How a print-out is made (outbox topic PRINT_ORDERED)."""


def _give_up(work: Work, row: Print) -> None:
    """Let it be ordered again; what was drawn already is removed."""
    row.state = PrintState.FAILED
    evidence.discard(work, [row.file_name])
    work.audit("give_up_print", "print", row.id, village_id=row.village_id)


def _with_picture(piece: Piece, pictures: Mapping[str, bytes | None]) -> Piece:
    scene = piece.mark.scene
    return replace(piece, mark=Mark(scene, pictures.get(scene)))
