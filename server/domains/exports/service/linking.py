"""The link to a file: good once, for ten minutes, while its orderer may still have the file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from models.exports import Export
from models.vocabulary import AuditOutcome, ExportState
from server.domains.exports import policy, rules
from server.domains.exports.errors import ExportNotReady
from server.domains.exports.service.showing import find_own
from server.domains.identity import service as identity
from server.domains.organisations import service as organisations
from server.kernel.actors import Actor
from server.kernel.errors import Forbidden
from server.kernel.files import LinkedFile
from server.kernel.fresh_sign_in import check_fresh_sign_in
from server.kernel.records import Record
from server.kernel.secrets import digest
from server.kernel.work import Work, refusal

_WHY_NOT = {
    ExportState.ORDERED: "文件还在做，请过一会儿再来。",
    ExportState.FAILED: "这份没有做成，请重新导出。",
    ExportState.GONE: "这份已经过了一天，删掉了，请重新导出。",
}


@dataclass(frozen=True, slots=True)
class LinkView:
    """The number of a file's link, and until when it is good; the link itself is spelt later."""

    export_id: int
    number: int
    expires_at: datetime


def link_export(work: Work, export_id: int) -> LinkView:
    """Make a link to a file that the actor ordered; the one before is no longer good.

    Raises ExportNotFound, ExportNotReady, Forbidden when her office is over, SignInAgain.
    """
    row = find_own(work, export_id)
    work.session.refresh(row, with_for_update={"key_share": True})
    state = rules.state_at(row.state, row.made_at, work.now)
    if state is not ExportState.READY:
        raise ExportNotReady(_WHY_NOT[state])
    if not _may_have(work, work.actor, row):
        record = refusal("link_export", "export", row.id, village_id=row.of_village_id)
        raise Forbidden("您现在不能看这个村（社区）的表了。", records=(record,))
    if not row.is_masked:
        check_fresh_sign_in(work)
    row.links += 1
    row.link_hash = digest(_token(work, row, row.links))
    row.link_until = work.now + rules.LINK_LASTS
    work.session.flush()
    work.audit("link_export", "export", row.id, village_id=row.of_village_id, number=row.links)
    return LinkView(row.id, row.links, row.link_until)


def spell_link(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Add the link itself, which is never stored, to the answer about it."""
    token = _token(work, find_own(work, body["export_id"]), body["number"])
    return {**body, "url": work.ports.links.once(token)}


def open_once(work: Work, token: str) -> LinkedFile | None:
    """Use a link up and return its file; None when it is used, too old or made up.

    It is on record in the name of whoever it was made for.
    """
    row = work.session.scalar(
        update(Export)
        .where(Export.link_hash == digest(token), Export.link_until > work.now)
        .values(link_hash=None, link_until=None)
        .returning(Export)
        .execution_options(synchronize_session=False)
    )
    if row is None:
        return None
    is_due = _may_have(work, identity.actor_of(work.session, row.ordered_by, work.now), row)
    work.records.append(
        Record(
            action="open_export",
            object_type="export",
            object_id=row.id,
            person_id=row.ordered_by,
            village_id=row.of_village_id,
            outcome=AuditOutcome.DONE if is_due else AuditOutcome.REFUSED,
        )
    )
    if not is_due:
        return None
    saved_as = f"{row.kind.value}-{row.id}.{row.format.value}"
    return LinkedFile(row.file_name, rules.MEDIA_TYPES[row.format], saved_as)


def _may_have(work: Work, actor: Actor, row: Export) -> bool:
    if row.of_village_id is None:
        return True
    found = organisations.organisations_by_id(work.session, {row.of_village_id})
    return policy.may_have(actor, found[row.of_village_id].path, is_masked=row.is_masked)


def _token(work: Work, row: Export, number: int) -> str:
    moment = int(row.ordered_at.timestamp() * 1_000_000)  # ids of rows that are gone come again
    return work.ports.mint.derive_token("export", row.id, moment, number)
