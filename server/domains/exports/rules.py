"""What may be ordered together, how often, how long a file and its link last, what stands in it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from models.vocabulary import ExportFormat, ExportKind, ExportReason, ExportState
from server.kernel.clock import local_date, say_moment, start_of

KEPT = timedelta(days=1)
LINK_LASTS = timedelta(minutes=10)
ATTEMPTS_MAX = 8
A_DAY = {False: 5, True: 3}
"""How many a person orders a day: of villages, and of herself."""
FORMATS = {
    False: frozenset({ExportFormat.XLSX, ExportFormat.CSV}),
    True: frozenset({ExportFormat.JSON, ExportFormat.HTML}),
}
REASONS = {
    ExportReason.MONTHLY_REPORT: "月报",
    ExportReason.WALL: "上墙公布",
    ExportReason.CHECK: "核对",
    ExportReason.OWN: "本人查看",
}
MEDIA_TYPES = {
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.CSV: "text/csv",
    ExportFormat.JSON: "application/json",
    ExportFormat.HTML: "text/html",
}


def is_own(kind: ExportKind) -> bool:
    """Tell whether a file holds what is known of the person herself."""
    return kind is ExportKind.MY_DATA


def faults(
    kind: ExportKind, form: ExportFormat, reason: ExportReason, village_id: int | None
) -> list[dict[str, str]]:
    """Name everything that does not go together."""
    return list(_faults(kind, form, reason, village_id))


def _faults(
    kind: ExportKind, form: ExportFormat, reason: ExportReason, village_id: int | None
) -> Iterator[dict[str, str]]:
    own = is_own(kind)
    if form not in FORMATS[own]:
        yield {"pointer": "#/format", "detail": "这份内容不能存成这样，请换一种。"}
    if own is not (reason is ExportReason.OWN):
        yield {"pointer": "#/reason", "detail": "请选一个合适的用途。"}
    if own is not (village_id is None):
        detail = "导出自己的信息不用选村。" if own else "请选一个村（社区）。"
        yield {"pointer": "#/village_id", "detail": detail}


def state_at(state: ExportState, made_at: datetime | None, now: datetime) -> ExportState:
    """Return how far a file is now: what was made is gone a day later."""
    is_over = made_at is not None and now >= made_at + KEPT
    return ExportState.GONE if is_over else state


def seconds_of_today_left(now: datetime) -> int:
    """Return how long it is until a person may order again."""
    tomorrow = start_of(local_date(now) + timedelta(days=1))
    return int((tomorrow - now).total_seconds()) + 1


def file_title(place: str, title: str, month: date | None) -> str:
    """Return what a file is called: 双龙村 积分流水 2026年11月."""
    when = f" {month.year}年{month.month}月" if month else ""
    return f"{place} {title}{when}".strip()


def notes(
    *, number: int, ordered_as: str, person_id: int, at: datetime, reason: ExportReason
) -> list[str]:
    """Return what a file says of itself, so that a copy that is found tells whence it came."""
    moment = f"{local_date(at).year}年{say_moment(at, today=local_date(at))}"
    return [
        f"导出编号{number}；由{ordered_as}（{person_id}号）在{moment}导出；用途：{REASONS[reason]}。",
        "里面有村民的信息：请保管好，不要转发，用完就删掉。",
    ]
