"""Reports (举报): a reader says what should not be shown, others than its author decide.

A reported photo is hidden until somebody has decided, a text stays until then. A notice is an
official record that nobody hides: its report goes to the level above as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import update

from models.moderation import Report
from models.vocabulary import AnomalyKind, CheckedText, CheckState, ReportedKind, ReportReason
from server.domains.moderation import policy, queries
from server.domains.moderation.errors import (
    NoticeStays,
    OwnReported,
    ReportAlreadyDecided,
    ReportNotFound,
)
from server.domains.moderation.service import settling
from server.domains.moderation.service.photos import reported
from server.domains.organisations import service as organisations
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.records import Record
from server.kernel.scopes import Scope
from server.kernel.work import Work, refusal


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A report with what it is about, and what the actor may do; who reported is not told."""

    row: Report
    text: str | None
    link: str | None
    actions: Sequence[str]


def report(work: Work, kind: ReportedKind, object_id: int, reason: ReportReason) -> Report:
    """Keep what a reader says of something she sees; the same again changes nothing.

    Raises the NotFound of whatever it is, when she does not see it.
    """
    hers = queries.find_report(work.session, work.person_id, kind, object_id)
    if hers is not None:
        return hers
    shown = work.ports.report_targets[kind].find_shown(work, object_id)
    values = {
        "kind": kind,
        "object_id": object_id,
        "person_id": work.person_id,
        "reason": reason.value,
        "now": work.now,
    }
    kept = queries.keep_report(work.session, asdict(shown) | values)
    if kind is ReportedKind.PHOTO:
        reported.hide_until_decided(work, object_id)
    _record(work, kept)
    return kept


def list_reports(work: Work, page: PageRequest) -> Page[ReportCard]:
    """Return what waits for a decision in the actor's villages, oldest first, not upon her own."""
    scope = work.actor.office_scope(Permission.CONTENT_DECIDE)
    found = queries.list_reports(scope, work.session, page, but_of=work.actor)
    return Page(_cards(work, found.items), found.next_after)


def count_reports(work: Work, scope: Scope) -> int:
    """Count what waits for the actor's decision within a scope of her offices."""
    return queries.count_reports(scope, work.session, but_of=work.actor)


def decide_report(work: Work, report_id: int, *, hides: bool) -> ReportCard:
    """Decide what becomes of something reported, once for all who reported it.

    Raises ReportNotFound, OwnReported, NoticeStays, ReportAlreadyDecided.
    """
    scope = work.actor.office_scope(Permission.CONTENT_DECIDE)
    row = organisations.get_within(scope, work.session, Report, report_id, ReportNotFound())
    _check_may_decide(work, row)
    if hides and row.kind is ReportedKind.NOTICE:
        raise NoticeStays
    if not _settle(work, row, hides=hides):
        raise ReportAlreadyDecided
    _follow(work, row, hides=hides)
    work.session.refresh(row)
    (card,) = _cards(work, [row])
    return card


def _check_may_decide(work: Work, row: Report) -> None:
    if policy.may_decide(work.actor, row.author_id, row.household_id):
        return
    record = refusal(
        "decide_own_reported",
        "report",
        row.id,
        village_id=row.village_id,
        anomaly=AnomalyKind.OWN_OR_RELATIVE,
    )
    raise OwnReported(records=(record,))


def _settle(work: Work, row: Report, *, hides: bool) -> bool:
    settled = work.session.scalars(
        update(Report)
        .where(
            Report.kind == row.kind, Report.object_id == row.object_id, Report.decided_at.is_(None)
        )
        .values(hides=hides, decided_by=work.person_id, decided_at=work.now)
        .returning(Report.id)
        .execution_options(synchronize_session=False)
    ).all()
    for report_id in settled:
        work.audit("decide_report", "report", report_id, village_id=row.village_id, hides=hides)
    return row.id in settled


def _follow(work: Work, row: Report, *, hides: bool) -> None:
    """Let what was reported be shown on, or no more; a text that was edited is checked anyway."""
    if row.kind is ReportedKind.PHOTO:
        reported.follow_report(work, row.object_id, hides=hides)
    elif hides:
        settling.settle(
            work,
            queries.check_id_of_text(work.session, CheckedText(row.kind), row.object_id),
            CheckState.PASSED,
            CheckState.REFUSED,
            decided_by=work.person_id,
        )


def _record(work: Work, row: Report) -> None:
    is_notice = row.kind is ReportedKind.NOTICE
    record = Record(
        action="report",
        object_type=row.kind.value,
        object_id=row.object_id,
        village_id=row.village_id,
        anomaly=AnomalyKind.REPORTED if is_notice else None,
        detail={"report": row.id, "reason": row.reason.value},
    )
    work.records.append(record)


def _cards(work: Work, rows: Sequence[Report]) -> list[ReportCard]:
    texts = {kind: _texts(work, kind, rows) for kind in {row.kind for row in rows}}
    links = reported.links_of(work, _ids(rows, ReportedKind.PHOTO))
    return [
        ReportCard(
            row,
            texts[row.kind].get(row.object_id),
            links.get(row.object_id) if row.kind is ReportedKind.PHOTO else None,
            policy.report_actions(
                row.kind,
                is_open=row.decided_at is None,
                may=policy.may_decide(work.actor, row.author_id, row.household_id),
            ),
        )
        for row in rows
    ]


def _texts(work: Work, kind: ReportedKind, rows: Sequence[Report]) -> Mapping[int, str]:
    source = work.ports.text_sources.get(kind.value)
    return {} if source is None else source.readable_texts(work, _ids(rows, kind))


def _ids(rows: Sequence[Report], kind: ReportedKind) -> list[int]:
    return [row.object_id for row in rows if row.kind is kind]
