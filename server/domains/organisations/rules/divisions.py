"""Divisions as data: codes, parents, validity, successors, and full names (there are 20 双龙村)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.vocabulary import DivisionLevel, Zone
from server.kernel.errors import InvalidInput

CODE_LENGTH = 12
COLUMNS = ("code", "name", "level", "parent_code", "valid_from", "valid_until", "successor_code")
_PREFIX: dict[str, int] = {
    DivisionLevel.CITY: 2,
    DivisionLevel.COUNTY: 6,
    DivisionLevel.TOWN: 9,
    DivisionLevel.VILLAGE: 12,
}
_PARENT: dict[str, str | None] = {
    DivisionLevel.CITY: None,
    DivisionLevel.COUNTY: DivisionLevel.CITY,
    DivisionLevel.TOWN: DivisionLevel.COUNTY,
    DivisionLevel.VILLAGE: DivisionLevel.TOWN,
}
_URBAN_DIGITS = frozenset("01")

Row = Mapping[str, str]
Faults = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """One checked row of the table of divisions."""

    code: str
    name: str
    level: DivisionLevel
    parent_code: str | None
    valid_from: date | None
    valid_until: date | None
    successor_code: str | None
    full_name: str


def parse_divisions(rows: Iterable[Row]) -> list[DivisionRow]:
    """Check the table as a whole and give every row its full name.

    A village of an abolished town keeps its old code and is named by the town's successor.
    Raises InvalidInput that names every faulty row (DV-3).
    """
    listed = list(rows)
    faults = list(_column_faults(listed)) or list(_table_faults(listed))
    if faults:
        raise InvalidInput([{"pointer": f"#/{code}", "detail": text} for code, text in faults])
    table = {row["code"]: row for row in listed}
    return [_checked(row, table) for row in listed]


def zone_of_code(code: str) -> Zone:
    """Return the zone by the tenth digit: 0 and 1 are neighbourhoods (居委会), else villages."""
    return Zone.URBAN if code[9] in _URBAN_DIGITS else Zone.RURAL


def _column_faults(rows: list[Row]) -> Faults:
    if not rows:
        yield "", "表里一行也没有。"
    for column in COLUMNS:
        if any(row.get(column) is None for row in rows):
            yield column, "这一列不全。"


def _table_faults(rows: list[Row]) -> Faults:
    table = {row["code"]: row for row in rows}
    for code, times in Counter(row["code"] for row in rows).items():
        if times > 1:
            yield code, "这个代码用了不止一次。"
    for row in table.values():
        for text in (*_own_faults(row), *_parent_faults(row, table), *_heir_faults(row, table)):
            yield row["code"], text


def _own_faults(row: Row) -> Iterator[str]:
    code = row["code"]
    if len(code) != CODE_LENGTH or not (code.isascii() and code.isdigit()):
        yield "代码必须是12位数字。"
    if not row["name"]:
        yield "没有名称。"
    if row["level"] not in _PARENT:
        yield f"没有 {row['level']} 这个层级。"
    for column in ("valid_from", "valid_until"):
        if row[column] and not _is_date(row[column]):
            yield f"{row[column]} 不是日期。"


def _parent_faults(row: Row, table: Mapping[str, Row]) -> Iterator[str]:
    code, parent = row["parent_code"], table.get(row["parent_code"])
    if code and parent is None:
        yield f"上级 {code} 不在表里。"
    elif (parent["level"] if parent else None) != _PARENT.get(row["level"]):
        yield f"上级 {code or '（空）'} 的层级不对。"
    elif parent and not row["code"].startswith(code[: _PREFIX[parent["level"]]]):
        yield f"不在上级 {code} 的代码段里。"


def _heir_faults(row: Row, table: Mapping[str, Row]) -> Iterator[str]:
    code, heir = row["successor_code"], table.get(row["successor_code"])
    if code and heir is None:
        yield f"继任 {code} 不在表里。"
    elif heir and heir["level"] != row["level"]:
        yield f"继任 {code} 的层级不同。"
    elif heir and heir["successor_code"]:
        yield f"继任 {code} 自己也有继任，请直接写最后一个。"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _checked(row: Row, table: Mapping[str, Row]) -> DivisionRow:
    return DivisionRow(
        code=row["code"],
        name=row["name"],
        level=DivisionLevel(row["level"]),
        parent_code=row["parent_code"] or None,
        valid_from=_day(row["valid_from"]),
        valid_until=_day(row["valid_until"]),
        successor_code=row["successor_code"] or None,
        full_name=" ".join(_names(row, table)),
    )


def _names(row: Row, table: Mapping[str, Row]) -> list[str]:
    names = [row["name"]]
    while row["parent_code"]:
        parent = table[row["parent_code"]]
        row = table[parent["successor_code"]] if parent["successor_code"] else parent
        names.append(row["name"])
    return names[::-1]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
