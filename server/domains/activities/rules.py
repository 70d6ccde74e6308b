"""The rules of activities (活动规则): the catalogue, what must be told, and when what is open."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from models.vocabulary import Applicant, Risk, SignUpState, Trigger
from server.kernel.errors import InvalidInput

SCHEMA = "activities/1"
SHIFTS_MAX = 10
CAPACITY_MAX = 5000
PLANNED_AHEAD_MAX = timedelta(days=366)
SHIFT_LONGEST = timedelta(hours=12)
ROLL_OPENS_BEFORE = timedelta(minutes=30)
ROLL_CLOSES_AFTER = timedelta(days=7)

_HALF_HOURS_MAX = 24
_AGE_MAX = 100


class RollResult(StrEnum):
    """What a roll call did with one sign-up."""

    PRESENT = "present"
    ABSENT = "absent"
    ALREADY = "already"
    CLASH = "clash"
    NOT_SIGNED_UP = "not_signed_up"


class PointsOutcome(StrEnum):
    """What became of the points for an attendance."""

    NONE = "none"
    CONFIRMED = "confirmed"
    OVER_CAP = "over_cap"
    WAITS_FOR_ANOTHER = "waits_for_another"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One checked type of the catalogue; `minutes` is its usual length, 0 when it has none."""

    code: str
    version: str
    group_code: str
    name: str
    minutes: int
    is_voluntary_service: bool
    risk: Risk
    age_min: int
    admits_minors_with_guardian: bool
    rule_code: str | None
    provenance: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time; the end is exclusive, so shifts may follow each other directly."""

    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """The planned length in whole minutes."""
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))

    def overlaps(self, other: "Span") -> bool:
        """Tell whether one person could not be at both (AB-8)."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def parse_types(document: Mapping[str, Any]) -> list[TypeRow]:
    """Check the catalogue of types as a whole; hours become minutes.

    Raises InvalidInput that names every fault at once.
    """
    faults = [{"pointer": pointer, "detail": text} for pointer, text in _faults(document)]
    if faults:
        raise InvalidInput(faults, "活动类型目录有错，一种也没有导入，请改正后再来。")
    return [_checked(entry, document["version"]) for entry in document["types"]]


def plan_shift(
    starts_at: datetime, ends_at: datetime | None, *, minutes: int, now: datetime
) -> Span | str:
    """Return when a new shift takes place, or why it cannot; without an end the type's length."""
    if not now < starts_at <= now + PLANNED_AHEAD_MAX:
        return "开始时间要晚于现在，并在一年以内。"
    if ends_at is None and not minutes:
        return "这类活动没有定好的时长，请写结束时间。"
    end = starts_at + timedelta(minutes=minutes) if ends_at is None else ends_at
    if end <= starts_at:
        return "结束时间要晚于开始时间。"
    if end - starts_at > SHIFT_LONGEST:
        return "一场最长12小时，更长的请分成几场。"
    return Span(starts_at, end)


def missing_for_publication(
    risk: Risk, *, risk_notes: str | None, insurance: str | None
) -> list[str]:
    """Name what is missing before people are invited: risk notes, and insurance (VO-5)."""
    missing = []
    if risk is not Risk.LOW and not risk_notes:
        missing.append("risk_notes")
    if risk is Risk.HIGH and not insurance:
        missing.append("insurance")
    return missing


def may_change_places(span: Span, now: datetime) -> bool:
    """Tell whether people may still sign up, cancel and move up: until the start (VO-1)."""
    return now < span.starts_at


def roll_call_window(span: Span) -> Span:
    """Return when the roll of a shift may be called."""
    return Span(span.starts_at - ROLL_OPENS_BEFORE, span.ends_at + ROLL_CLOSES_AFTER)


def roll_call_fault(span: Span, now: datetime, *, marks_absent: bool) -> str | None:
    """Return why the roll cannot be called now, or None. Nobody is absent before the start."""
    window = roll_call_window(span)
    if now < window.starts_at:
        return "还没到点名时间，开始前30分钟才能点名。"
    if now >= window.ends_at:
        return "点名时间已过，结束后7天内才能点名。"
    if marks_absent and now < span.starts_at:
        return "活动还没开始，先不要记缺席。"
    return None


def judge_present(state: SignUpState | None) -> RollResult:
    """Return what calling somebody present does; who came late after all is no longer absent."""
    return _WHEN_PRESENT.get(state, RollResult.NOT_SIGNED_UP)


def judge_absent(state: SignUpState | None) -> RollResult:
    """Return what calling somebody absent does; presence once called stays."""
    return _WHEN_ABSENT.get(state, RollResult.NOT_SIGNED_UP)


_WHEN_PRESENT: dict[SignUpState | None, RollResult] = {
    SignUpState.REGISTERED: RollResult.PRESENT,
    SignUpState.ABSENT: RollResult.PRESENT,
    SignUpState.ATTENDED: RollResult.ALREADY,
}
_WHEN_ABSENT: dict[SignUpState | None, RollResult] = {
    SignUpState.REGISTERED: RollResult.ABSENT,
    SignUpState.ABSENT: RollResult.ALREADY,
    SignUpState.ATTENDED: RollResult.ALREADY,
}


def earns_by_itself(trigger: Trigger, applicants: Sequence[str]) -> bool:
    """Tell whether attendance alone earns points under a rule.

    Not where the household must show something else, a photo or an award, for its points.
    """
    return trigger is Trigger.CHECK_IN and Applicant.SYSTEM in applicants


def _checked(entry: Mapping[str, Any], version: str) -> TypeRow:
    return TypeRow(
        code=entry["code"],
        version=version,
        group_code=entry["group"],
        name=entry["name"],
        minutes=int(entry["hours"] * 60),
        is_voluntary_service=entry["vol"],
        risk=Risk(entry["risk"]),
        age_min=entry["min_age"],
        admits_minors_with_guardian=entry["minor_with_guardian"],
        rule_code=entry["points_rule"],
        provenance=entry["seed"],
    )


def _faults(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if document.get("schema") != SCHEMA:
        yield "#/schema", f"要写 {SCHEMA}。"
    if not _is_text(document.get("version")):
        yield "#/version", "要写版本号。"
    types = document.get("types")
    if not isinstance(types, list) or not types:
        yield "#/types", "至少要有一种活动。"
        return
    groups = {group["code"] for group in document.get("groups", [])}
    codes: set[str] = set()
    for position, entry in enumerate(types):
        for key, words in _entry_faults(entry, groups, codes):
            yield f"#/types/{position}/{key}", words
        codes.add(str(entry.get("code")))


def _entry_faults(
    entry: Mapping[str, Any], groups: Collection[str], earlier: Collection[str]
) -> Iterator[tuple[str, str]]:
    for key, (is_right, words) in _CHECKS.items():
        if key not in entry or not is_right(entry[key]):
            yield key, words
    if entry.get("group") not in groups:
        yield "group", "没有这个分组。"
    if entry.get("code") in earlier:
        yield "code", "这个代码用了不止一次。"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


def _is_half_hours(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value * 2 <= _HALF_HOURS_MAX and float(value * 2).is_integer()


def _is_age(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _AGE_MAX


def _is_type_code(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"A\d{2}", value) is not None


def _is_rule_code(value: object) -> bool:
    return value is None or (isinstance(value, str) and bool(re.fullmatch(r"[A-Z]{3}\d{2}", value)))


_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    "code": (_is_type_code, "代码要写成 A 加两位数字。"),
    "name": (_is_text, "要写名称。"),
    "seed": (_is_text, "要写出处。"),
    "hours": (_is_half_hours, "时长要写0到12小时，按半小时。"),
    "vol": (_is_bool, "要写 true 或 false。"),
    "risk": (lambda value: value in list(Risk), "风险只能写 low、mid、high。"),
    "min_age": (_is_age, "年龄要写0到100的整数。"),
    "minor_with_guardian": (_is_bool, "要写 true 或 false。"),
    "points_rule": (_is_rule_code, "积分规则代码要写三个字母加两位数字，没有就写 null。"),
}
