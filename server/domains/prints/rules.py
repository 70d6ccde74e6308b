"""Which households a print-out holds, what it is called, how long it is tried and kept."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import dropwhile

from server.kernel.clock import CHONGQING, local_date, say_moment

PIECES_MAX = 200
ATTEMPTS_MAX = 8
GOODS_MAX = 12
KEPT = timedelta(days=7)
LINK_LASTS = timedelta(minutes=10)
PICTURES_WAIT = timedelta(minutes=10)
"""How long a print-out waits for codes that WeChat draws; then a QR code is printed instead."""
LOOK_AGAIN = timedelta(seconds=10)
FEDERATION = "妇联"
PLAIN_CODES = "小程序码还没有取到，先印了普通二维码：要在小程序里面扫。"


@dataclass(frozen=True, slots=True)
class Lot:
    """What one print-out holds, and the household to go on after; None when it holds the last."""

    ids: Sequence[int]
    next_after: int | None


def cut_lot(ids: Iterable[int], after: int | None, unwanted: Collection[int]) -> Lot:
    """Return the next households to print, in order and each once; `after` was the last one."""
    ordered = list(dict.fromkeys(ids))
    if after in ordered:
        ordered = list(dropwhile(lambda one: one != after, ordered))[1:]
    wanted = [one for one in ordered if one not in unwanted]
    lot = wanted[:PIECES_MAX]
    return Lot(lot, lot[-1] if len(wanted) > PIECES_MAX else None)


def place_of(federation: str) -> str:
    """Return the village of a village's federation: 双龙村 of 双龙村妇联."""
    return federation.removesuffix(FEDERATION) or federation


def say_span(starts_at: datetime, ends_at: datetime, today: date) -> str:
    """Return when something takes place: 12月2日 09:00—10:30."""
    starts = say_moment(starts_at, today=today)
    if local_date(starts_at) == local_date(ends_at):
        return f"{starts}—{ends_at.astimezone(CHONGQING):%H:%M}"
    return f"{starts}—{say_moment(ends_at, today=today)}"


def say_unknown(signs: str) -> str:
    """Return the warning about signs that no font has."""
    return f"有{len(signs)}个字字库里没有，印成了空格子：{signs}。请手写补上。"


def warnings(left_out: int, *, lacks_pictures: bool) -> list[str]:
    """Return what is to be known of a print-out before it is drawn."""
    told = [f"有{left_out}份的码刚刚停用，没有印，请重新打印。"] if left_out else []
    return [*told, PLAIN_CODES] if lacks_pictures else told
