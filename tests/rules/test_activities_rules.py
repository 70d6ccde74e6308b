"""The rules of activities: catalogue, publication, times, overlaps, roll calls."""

import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import Risk, SignUpState, Trigger
from server.domains.activities.rules import (
    RollResult,
    Span,
    earns_by_itself,
    judge_absent,
    judge_present,
    may_change_places,
    missing_for_publication,
    parse_types,
    plan_shift,
    roll_call_fault,
    roll_call_window,
)
from server.kernel.errors import InvalidInput

NOW = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)
SPAN = Span(NOW, NOW + timedelta(hours=2))
CATALOGUE = Path(__file__).resolve().parents[2] / "config" / "reference" / "activities.yaml"

instants = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2027, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
spans = st.builds(
    lambda start, minutes: Span(start, start + timedelta(minutes=minutes)),
    instants,
    st.integers(1, 720),
)


def a_document(**changes: Any) -> dict[str, Any]:
    entry = {
        "code": "A01",
        "group": "PUB",
        "name": "光盘行动",
        "seed": "四(一)1",
        "hours": 1.5,
        "vol": True,
        "risk": "low",
        "min_age": 16,
        "minor_with_guardian": True,
        "points_rule": "EDU02",
    }
    return {
        "schema": "activities/1",
        "version": "t",
        "groups": [{"code": "PUB", "name": "宣讲培训"}],
        "types": [{**entry, **changes}],
    }


def pointers(document: dict[str, Any]) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        parse_types(document)
    return [fault["pointer"] for fault in refused.value.facts["errors"]]


def test_the_shipped_catalogue_is_right_and_keeps_its_provenance() -> None:
    rows = parse_types(yaml.safe_load(CATALOGUE.read_text(encoding="utf-8")))

    assert len(rows) == len({row.code for row in rows}) == 37
    assert all(row.provenance for row in rows)
    river = next(row for row in rows if row.code == "A31")
    assert (river.minutes, river.risk, river.rule_code) == (120, Risk.HIGH, "RIV02")


def test_hours_become_minutes_and_a_rule_is_optional() -> None:
    (row,) = parse_types(a_document(points_rule=None))

    assert row.minutes == 90
    assert row.rule_code is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "B1"),
        ("code", 7),
        ("name", " "),
        ("seed", None),
        ("hours", 1.2),
        ("hours", 13),
        ("hours", True),
        ("hours", "2"),
        ("vol", "yes"),
        ("risk", "huge"),
        ("min_age", 101),
        ("min_age", True),
        ("minor_with_guardian", None),
        ("points_rule", "edu2"),
        ("points_rule", 3),
        ("group", "XXX"),
    ],
)
def test_a_faulty_field_is_named(field: str, value: object) -> None:
    assert pointers(a_document(**{field: value})) == [f"#/types/0/{field}"]


def test_every_fault_of_a_catalogue_comes_at_once() -> None:
    document = a_document(hours=-1, risk=None)
    document["types"].append(copy.deepcopy(document["types"][0]))
    del document["types"][1]["name"]
    document["schema"] = "activities/2"
    document["version"] = ""

    assert set(pointers(document)) == {
        "#/schema",
        "#/version",
        "#/types/0/hours",
        "#/types/0/risk",
        "#/types/1/name",
        "#/types/1/hours",
        "#/types/1/risk",
        "#/types/1/code",
    }


@pytest.mark.parametrize("types", [None, [], {}])
def test_a_catalogue_without_types_is_refused(types: object) -> None:
    document = a_document()
    document["types"] = types

    assert pointers(document) == ["#/types"]


def test_a_shift_lasts_as_long_as_its_type_unless_an_end_is_given() -> None:
    start = NOW + timedelta(days=1)

    by_type = plan_shift(start, None, minutes=90, now=NOW)
    by_hand = plan_shift(start, start + timedelta(hours=1), minutes=90, now=NOW)

    assert by_type == Span(start, start + timedelta(minutes=90))
    assert by_hand == Span(start, start + timedelta(hours=1))


@pytest.mark.parametrize(
    ("start", "end", "minutes", "words"),
    [
        (timedelta(0), None, 60, "晚于现在"),
        (timedelta(days=366, seconds=1), None, 60, "一年以内"),
        (timedelta(hours=1), None, 0, "没有定好的时长"),
        (timedelta(hours=1), timedelta(hours=1), 60, "晚于开始"),
        (timedelta(hours=1), timedelta(hours=14), 60, "12小时"),
    ],
)
def test_a_shift_that_cannot_be_held_is_told_why(
    start: timedelta, end: timedelta | None, minutes: int, words: str
) -> None:
    ends_at = None if end is None else NOW + end

    fault = plan_shift(NOW + start, ends_at, minutes=minutes, now=NOW)

    assert isinstance(fault, str)
    assert words in fault


def test_risky_activities_need_notes_and_the_riskiest_insurance_as_well() -> None:
    assert missing_for_publication(Risk.LOW, risk_notes=None, insurance=None) == []
    assert missing_for_publication(Risk.MID, risk_notes=None, insurance=None) == ["risk_notes"]
    assert missing_for_publication(Risk.MID, risk_notes="戴手套", insurance=None) == []
    both = missing_for_publication(Risk.HIGH, risk_notes=None, insurance=None)
    assert both == ["risk_notes", "insurance"]
    assert missing_for_publication(Risk.HIGH, risk_notes="x", insurance="y") == []


def test_places_change_only_before_the_start() -> None:
    assert may_change_places(SPAN, NOW - timedelta(seconds=1))
    assert not may_change_places(SPAN, NOW)


def test_the_roll_is_open_from_half_an_hour_before_until_a_week_after() -> None:
    window = roll_call_window(SPAN)

    assert roll_call_fault(SPAN, window.starts_at, marks_absent=False) is None
    assert roll_call_fault(SPAN, NOW, marks_absent=True) is None
    too_soon = roll_call_fault(SPAN, window.starts_at - timedelta(seconds=1), marks_absent=False)
    assert too_soon is not None
    assert "30分钟" in too_soon
    assert "7天" in str(roll_call_fault(SPAN, window.ends_at, marks_absent=False))


def test_nobody_is_absent_before_the_start() -> None:
    fault = roll_call_fault(SPAN, NOW - timedelta(seconds=1), marks_absent=True)

    assert fault == "活动还没开始，先不要记缺席。"


@given(spans, spans)
def test_overlap_means_that_some_minute_lies_in_both(one: Span, other: Span) -> None:
    shared = min(one.ends_at, other.ends_at) - max(one.starts_at, other.starts_at)

    assert one.overlaps(other) == other.overlaps(one) == (shared > timedelta(0))


@given(spans)
def test_a_shift_clashes_with_itself_but_not_with_the_next_one(span: Span) -> None:
    following = Span(span.ends_at, span.ends_at + timedelta(hours=1))

    assert span.overlaps(span)
    assert not span.overlaps(following)


def test_the_planned_length_is_in_minutes() -> None:
    assert SPAN.minutes == 120


@pytest.mark.parametrize(
    ("state", "present", "absent"),
    [
        (SignUpState.REGISTERED, RollResult.PRESENT, RollResult.ABSENT),
        (SignUpState.ABSENT, RollResult.PRESENT, RollResult.ALREADY),
        (SignUpState.ATTENDED, RollResult.ALREADY, RollResult.ALREADY),
        (SignUpState.WAITING, RollResult.NOT_SIGNED_UP, RollResult.NOT_SIGNED_UP),
        (SignUpState.CANCELLED, RollResult.NOT_SIGNED_UP, RollResult.NOT_SIGNED_UP),
        (None, RollResult.NOT_SIGNED_UP, RollResult.NOT_SIGNED_UP),
    ],
)
def test_a_roll_call_judges_by_the_state_of_the_sign_up(
    state: SignUpState | None, present: RollResult, absent: RollResult
) -> None:
    assert judge_present(state) is present
    assert judge_absent(state) is absent


@pytest.mark.parametrize(
    ("trigger", "applicants", "earns"),
    [
        (Trigger.CHECK_IN, ["SYS", "L"], True),
        (Trigger.CHECK_IN, ["H", "L"], False),
        (Trigger.AWARD, ["SYS", "L"], False),
        (Trigger.RECORD, ["SYS"], False),
    ],
)
def test_attendance_earns_by_itself_only_where_checking_in_is_the_deed(
    trigger: Trigger, applicants: list[str], *, earns: bool
) -> None:
    assert earns_by_itself(trigger, applicants) is earns
