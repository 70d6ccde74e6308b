"""Order a file: by office or for oneself, with a reason, so many a day; the worker makes it."""

from dataclasses import dataclass
from datetime import date

from models.exports import Export
from models.organisations import Organisation
from models.vocabulary import ExportFormat, ExportKind, ExportReason, ExportState, OutboxTopic
from server.domains.exports import policy, queries, rules
from server.domains.exports.errors import ExportsUsedUp, ExportTooLarge, NamesStayMasked
from server.domains.exports.service.making import order_of
from server.domains.exports.service.showing import ExportView, view_of
from server.domains.organisations import service as organisations
from server.domains.outbox import service as outbox
from server.kernel.errors import Forbidden, InvalidInput
from server.kernel.exports import ROWS_MAX
from server.kernel.files import new_file_name
from server.kernel.fresh_sign_in import check_fresh_sign_in
from server.kernel.permissions import Permission
from server.kernel.ports import ExportSource
from server.kernel.work import Work, refusal

OWN = "本人"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for; without a month, this one."""

    kind: ExportKind
    format: ExportFormat
    reason: ExportReason
    village_id: int | None = None
    month: str | None = None
    is_masked: bool = True


def order_export(work: Work, wanted: Wanted) -> ExportView:
    """Order a file of a village of the actor's, or of what is known of herself.

    Raises InvalidInput, Forbidden, OrganisationNotFound, NamesStayMasked, SignInAgain,
    ExportTooLarge, ExportsUsedUp.
    """
    source = work.ports.exports[wanted.kind]
    if faults := _faults(wanted, source):
        raise InvalidInput(faults)
    village = _village(work, wanted)
    if village and not wanted.is_masked:
        _check_unmasked(work, village)
    row = _row(work, wanted, village, source)
    if source.count(work, order_of(row)) > ROWS_MAX:
        raise ExportTooLarge(most=ROWS_MAX)
    _claim(work, is_own=village is None)
    work.session.add(row)
    work.session.flush()
    where = row.of_village_id or outbox.NO_VILLAGE
    outbox.put(work, OutboxTopic.EXPORT_ORDERED, {"export_id": row.id}, village_id=where)
    work.audit(
        "order_export",
        "export",
        row.id,
        village_id=row.of_village_id,
        kind=row.kind.value,
        format=row.format.value,
        reason=row.reason.value,
        is_masked=row.is_masked,
    )
    return view_of(work, row)


def _faults(wanted: Wanted, source: ExportSource) -> list[dict[str, str]]:
    faults = rules.faults(wanted.kind, wanted.format, wanted.reason, wanted.village_id)
    if wanted.month and not source.goes_by_month:
        faults.append({"pointer": "#/month", "detail": "这份内容不分月份，不用选。"})
    if not (wanted.is_masked or source.can_be_unmasked):
        faults.append({"pointer": "#/is_masked", "detail": "这份内容里没有全名，不用选。"})
    return faults


def _village(work: Work, wanted: Wanted) -> Organisation | None:
    if wanted.village_id is None:
        return None
    scope = work.actor.office_scope(Permission.DATA_EXPORT)
    if scope.is_empty:
        record = refusal(
            "permission_refused", "export", None, permission=Permission.DATA_EXPORT.value
        )
        raise Forbidden("这件事您这里办不了，请找村（社区）妇联。", records=(record,))
    return organisations.get_village(scope, work.session, wanted.village_id)


def _check_unmasked(work: Work, village: Organisation) -> None:
    if not policy.may_have(work.actor, village.path, is_masked=False):
        record = refusal("order_export", "village", village.id, village_id=village.id)
        raise NamesStayMasked(records=(record,))
    check_fresh_sign_in(work)


def _row(work: Work, wanted: Wanted, village: Organisation | None, source: ExportSource) -> Export:
    return Export(
        kind=wanted.kind,
        format=wanted.format,
        reason=wanted.reason,
        is_masked=wanted.is_masked,
        of_village_id=village.id if village else None,
        month=_month(work, wanted) if source.goes_by_month else None,
        state=ExportState.ORDERED,
        ordered_by=work.person_id,
        ordered_as=_office(work, village, is_masked=wanted.is_masked) if village else OWN,
        ordered_at=work.now,
        attempts=0,
        file_name=new_file_name("exports", wanted.format.value),
        links=0,
    )


def _month(work: Work, wanted: Wanted) -> date:
    return date.fromisoformat(f"{wanted.month}-01") if wanted.month else work.today.replace(day=1)


def _office(work: Work, village: Organisation, *, is_masked: bool) -> str:
    grant = policy.office_in(work.actor, village.path, is_masked=is_masked)
    (office,) = organisations.name_offices(work.session, [grant])
    return f"{office.organisation_name} {office.title}"


def _claim(work: Work, *, is_own: bool) -> None:
    most = rules.A_DAY[is_own]
    values = {"person": work.person_id, "own": is_own, "today": work.today, "most": most}
    if work.session.execute(queries.CLAIM_ORDER, values).scalar_one_or_none() is None:
        raise ExportsUsedUp(most=most, seconds=rules.seconds_of_today_left(work.now))
