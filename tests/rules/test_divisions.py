"""The table of divisions: what a good one says, and how a broken one is refused as a whole."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import DivisionLevel, Zone
from server.domains.organisations.rules.divisions import (
    COLUMNS,
    DivisionRow,
    parse_divisions,
    zone_of_code,
)
from server.kernel.errors import InvalidInput

TABLE = Path(__file__).parents[2] / "config" / "reference" / "divisions.csv"

CITY = "500000000000"
OLD, NEW = "500105000000", "500157000000"
OLD_TOWN, NEW_TOWN = "500105001000", "500157020000"
VILLAGE = "500105001001"


def a_row(code: str, level: str, parent: str = "", **other: str) -> dict[str, str]:
    return {
        "code": code,
        "name": f"名{code}",
        "level": level,
        "parent_code": parent,
        "valid_from": "",
        "valid_until": "",
        "successor_code": "",
    } | other


def a_table() -> dict[str, dict[str, str]]:
    rows = [
        a_row(CITY, "city", name="重庆市"),
        a_row(OLD, "county", CITY, name="江北区", valid_until="2026-01-25", successor_code=NEW),
        a_row(NEW, "county", CITY, name="两江新区", valid_from="2026-01-25"),
        a_row(OLD_TOWN, "town", OLD, name="旧街道", successor_code=NEW_TOWN),
        a_row(NEW_TOWN, "town", NEW, name="新街道"),
        a_row(VILLAGE, "village", OLD_TOWN, name="桥北社区"),
    ]
    return {row["code"]: row for row in rows}


def faults_of(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        parse_divisions(rows)
    return [(fault["pointer"], fault["detail"]) for fault in caught.value.facts["errors"]]


@pytest.fixture(scope="module")
def divisions() -> dict[str, DivisionRow]:
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {row.code: row for row in parse_divisions(csv.DictReader(table))}


def is_current(row: DivisionRow, day: date = date(2026, 11, 10)) -> bool:
    return (row.valid_from or day) <= day < (row.valid_until or date.max)


def test_the_shipped_table_has_no_fault(divisions: dict[str, DivisionRow]) -> None:
    assert len(divisions) == 12_388


def test_every_current_village_is_named_by_the_current_county(
    divisions: dict[str, DivisionRow],
) -> None:
    def is_county(row: DivisionRow) -> bool:
        return row.level is DivisionLevel.COUNTY and is_current(row)

    current = {row.name for row in divisions.values() if is_county(row)}
    villages = [row for row in divisions.values() if row.level is DivisionLevel.VILLAGE]
    named = {row.full_name.split(" ")[1] for row in villages}
    assert len(villages) == 11_270
    assert named == current
    assert {"江北区", "渝北区"}.isdisjoint(named)


def test_every_full_name_is_a_path_of_its_level(divisions: dict[str, DivisionRow]) -> None:
    depth = {level: number for number, level in enumerate(DivisionLevel, start=1)}
    assert all(len(d.full_name.split(" ")) == depth[d.level] for d in divisions.values())


def test_the_shuanglong_villages_are_told_apart(divisions: dict[str, DivisionRow]) -> None:
    same = [d for d in divisions.values() if "双龙" in d.name and d.level is DivisionLevel.VILLAGE]
    assert len(same) >= 20
    assert len({row.full_name for row in same}) == len(same)


def test_towns_and_counties_have_distinct_full_names_on_a_day(
    divisions: dict[str, DivisionRow],
) -> None:
    above = [d for d in divisions.values() if d.level is not DivisionLevel.VILLAGE]
    names = [row.full_name for row in above if is_current(row)]
    assert len(set(names)) == len(names)


def test_every_abolished_division_has_a_successor_that_still_exists(
    divisions: dict[str, DivisionRow],
) -> None:
    abolished = [row for row in divisions.values() if row.valid_until is not None]
    assert len(abolished) == 49
    assert all(is_current(divisions[str(row.successor_code)]) for row in abolished)


def test_a_village_of_an_abolished_town_is_named_by_the_successor() -> None:
    parsed = {row.code: row for row in parse_divisions(a_table().values())}
    assert parsed[VILLAGE].full_name == "重庆市 两江新区 新街道 桥北社区"
    assert parsed[VILLAGE].parent_code == OLD_TOWN
    assert parsed[OLD].valid_until == date(2026, 1, 25)
    assert parsed[CITY].parent_code is None


@pytest.mark.parametrize(
    ("code", "change", "fault"),
    [
        (VILLAGE, {"level": "hamlet"}, "没有 hamlet 这个层级。"),
        (VILLAGE, {"name": ""}, "没有名称。"),
        (VILLAGE, {"valid_from": "2026-02-30"}, "2026-02-30 不是日期。"),
        (VILLAGE, {"valid_until": "soon"}, "soon 不是日期。"),
        (VILLAGE, {"parent_code": "500199001000"}, "上级 500199001000 不在表里。"),
        (VILLAGE, {"parent_code": NEW_TOWN}, f"不在上级 {NEW_TOWN} 的代码段里。"),
        (VILLAGE, {"parent_code": OLD}, f"上级 {OLD} 的层级不对。"),
        (VILLAGE, {"parent_code": VILLAGE}, f"上级 {VILLAGE} 的层级不对。"),
        (VILLAGE, {"parent_code": ""}, "上级 （空） 的层级不对。"),
        (CITY, {"parent_code": OLD}, f"上级 {OLD} 的层级不对。"),
        (OLD_TOWN, {"successor_code": "500157099000"}, "继任 500157099000 不在表里。"),
        (OLD_TOWN, {"successor_code": NEW}, f"继任 {NEW} 的层级不同。"),
        (
            NEW_TOWN,
            {"successor_code": NEW_TOWN},
            f"继任 {NEW_TOWN} 自己也有继任，请直接写最后一个。",
        ),
    ],
)
def test_a_faulty_row_is_named(code: str, change: dict[str, str], fault: str) -> None:
    table = a_table()
    table[code] |= change
    assert (f"#/{code}", fault) in faults_of(list(table.values()))


@pytest.mark.parametrize("code", ["50010500100", "5001050010011", "50010500100x", "５00105001001"])
def test_a_code_has_twelve_ascii_digits(code: str) -> None:
    rows = [*a_table().values(), a_row(code, "village", OLD_TOWN)]
    assert (f"#/{code}", "代码必须是12位数字。") in faults_of(rows)


def test_a_code_stands_once() -> None:
    rows = [*a_table().values(), a_row(VILLAGE, "village", OLD_TOWN)]
    assert faults_of(rows) == [(f"#/{VILLAGE}", "这个代码用了不止一次。")]


def test_a_table_without_a_column_is_refused_by_the_column() -> None:
    rows = [{k: v for k, v in row.items() if k != "successor_code"} for row in a_table().values()]
    assert faults_of(rows) == [("#/successor_code", "这一列不全。")]


def test_an_empty_table_is_refused() -> None:
    assert faults_of([]) == [("#/", "表里一行也没有。")]


def test_every_fault_of_a_broken_table_is_named_at_once() -> None:
    table = a_table()
    table[VILLAGE] |= {"parent_code": "500199001000", "successor_code": "500199001001"}
    table[OLD_TOWN] |= {"name": "", "valid_from": "x"}
    table[NEW] |= {"level": "hamlet"}
    named = {pointer for pointer, _ in faults_of(list(table.values()))}
    assert {f"#/{VILLAGE}", f"#/{OLD_TOWN}", f"#/{NEW}"} <= named


@given(st.data())
def test_a_table_with_any_row_lost_is_either_whole_or_refused(data: st.DataObject) -> None:
    table = a_table()
    lost = data.draw(st.sampled_from(sorted(table)))
    rest = [row for code, row in table.items() if code != lost]
    needed = {row[key] for row in rest for key in ("parent_code", "successor_code")}
    if lost in needed:
        assert faults_of(rest)
    else:
        assert len(parse_divisions(rest)) == len(rest)


@given(
    st.lists(
        st.fixed_dictionaries({name: st.text("05", max_size=12) for name in COLUMNS}), max_size=4
    )
)
def test_no_table_makes_the_loader_crash(rows: list[dict[str, str]]) -> None:
    try:
        parsed = parse_divisions(rows)
    except InvalidInput:
        return
    assert len(parsed) == len(rows)


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("500105001001", Zone.URBAN),
        ("500105001101", Zone.URBAN),
        ("500105001201", Zone.RURAL),
        ("500105001301", Zone.RURAL),
    ],
)
def test_the_tenth_digit_tells_the_zone(code: str, zone: Zone) -> None:
    assert zone_of_code(code) is zone
