"""What households are told about their places, in plain words."""

from datetime import date

from models.vocabulary import MessageKind
from server.domains.activities.queries import LockedShift
from server.domains.activities.rules import PointsOutcome
from server.domains.messages.service import Tell
from server.kernel.clock import say_moment

_ABOUT_POINTS = {
    PointsOutcome.NONE: "",
    PointsOutcome.CONFIRMED: "积分已经确认，公示期满就能用。",
    PointsOutcome.OVER_CAP: "这一项的积分已经封顶，这次不再加分。",
    PointsOutcome.WAITS_FOR_ANOTHER: "积分要等另一位妇联干部确认。",
    PointsOutcome.SUBMITTED: "积分等妇联干部确认。",
}


def signed_up(shift: LockedShift, household_id: int, name: str, *, today: date) -> Tell:
    """Say that a member has a place."""
    body = f"{name}报上了{_where_and_when(shift, today)}。"
    return _tell(shift, household_id, MessageKind.SIGNED_UP, "报上名了", body)


def waiting(
    shift: LockedShift, household_id: int, name: str, *, position: int, today: date
) -> Tell:
    """Say how many are before her on the waiting list, counting herself."""
    where = _where_and_when(shift, today)
    body = f"{where}名额满了，{name}排在候补第{position}位，有人退出会自动补上。"
    return _tell(shift, household_id, MessageKind.WAITING, "已排上候补", body)


def promoted(shift: LockedShift, household_id: int, name: str, *, today: date) -> Tell:
    """Say that the waiting came to an end."""
    body = f"有人退出，{name}补上了{_where_and_when(shift, today)}。不能来请提前取消。"
    return _tell(shift, household_id, MessageKind.PROMOTED, "候补补上了", body)


def cancelled(shift: LockedShift, household_id: int, name: str, *, today: date) -> Tell:
    """Say that the place is given back."""
    body = f"{name}不参加{_where_and_when(shift, today)}了。"
    return _tell(shift, household_id, MessageKind.SIGN_UP_CANCELLED, "报名已取消", body)


def attended(
    shift: LockedShift, household_id: int, name: str, *, points: PointsOutcome, today: date
) -> Tell:
    """Say that the roll was called and what becomes of the points."""
    body = f"{name}参加了{_where_and_when(shift, today)}，已经点名。{_ABOUT_POINTS[points]}"
    return _tell(shift, household_id, MessageKind.ATTENDED, "已点名到场", body)


def _where_and_when(shift: LockedShift, today: date) -> str:
    start = say_moment(shift.span.starts_at, today=today)
    return f"《{shift.title}》（{start}，{shift.place}）"


def _tell(shift: LockedShift, household_id: int, kind: MessageKind, title: str, body: str) -> Tell:
    return Tell(
        household_id=household_id,
        village_id=shift.village_id,
        kind=kind,
        title=title,
        body=body,
    )
