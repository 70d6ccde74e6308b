"""When people are left alone: quiet hours, and the week an allowance is counted in."""

from datetime import UTC, date, datetime, timedelta

from server.kernel.clock import CHONGQING, local_date
from server.kernel.subscriptions import Subscriptions


def earliest(now: datetime, manners: Subscriptions) -> datetime:
    """Return when a message may leave: now, or at the end of the quiet hours (免打扰时段)."""
    local = now.astimezone(CHONGQING)
    begin, end, at = manners.quiet_from, manners.quiet_until, local.time()
    over_night = begin > end
    is_quiet = (at >= begin or at < end) if over_night else begin <= at < end
    if not is_quiet:
        return now
    days = 1 if over_night and at >= begin else 0
    return datetime.combine(local.date() + timedelta(days=days), end, tzinfo=CHONGQING).astimezone(
        UTC
    )


def week_of(instant: datetime) -> date:
    """Return the Monday of an instant's week in Chongqing."""
    day = local_date(instant)
    return day - timedelta(days=day.weekday())
