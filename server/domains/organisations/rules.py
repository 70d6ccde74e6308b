"""Divisions as data: codes, parents, validity, successors, and full names for the 20 双龙村."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from models.vocabulary import DivisionLevel, Zone
from server.kernel.errors import InvalidInput

CODE_LENGTH = 12
_PREFIX = {
    DivisionLevel.CITY: 2,
    DivisionLevel.COUNTY: 6,
    DivisionLevel.TOWN: 9,
    DivisionLevel.VILLAGE: 12,
}
_URBAN_DIGITS = frozenset("01")


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


def parse_divisions(rows: Iterable[Mapping[str, str]]) -> list[DivisionRow]:
    """Check the table as a whole and give every row its full name.

    A village of an abolished town keeps its old code and is named by the town's successor.
    Raises InvalidInput that names every faulty row (DV-3).
    """
    table = {row["code"]: row for row in rows}
    faults = [fault for row in table.values() for fault in _faults(row, table)]
    if faults:
        raise InvalidInput([{"pointer": f"#/{code}", "detail": text} for code, text in faults])
    return [_checked(row, table) for row in table.values()]


def zone_of_code(code: str) -> Zone:
    """Return the zone by the tenth digit: 0 and 1 are neighbourhoods (居委会), else villages."""
    return Zone.URBAN if code[9] in _URBAN_DIGITS else Zone.RURAL


def _faults(
    row: Mapping[str, str], table: Mapping[str, Mapping[str, str]]
) -> Iterable[tuple[str, str]]:
    code, parent, successor = row["code"], row["parent_code"], row["successor_code"]
    if len(code) != CODE_LENGTH or not code.isdigit():
        yield code, "代码必须是12位数字"
    if parent and parent not in table:
        yield code, f"上级 {parent} 不在表里"
    elif parent and not _fits(code, table[parent]):
        yield code, f"不在上级 {parent} 的代码段里"
    if successor and successor not in table:
        yield code, f"继任 {successor} 不在表里"


def _fits(code: str, parent: Mapping[str, str]) -> bool:
    length = _PREFIX[DivisionLevel(parent["level"])]
    return code[:length] == parent["code"][:length]


def _checked(row: Mapping[str, str], table: Mapping[str, Mapping[str, str]]) -> DivisionRow:
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


def _names(row: Mapping[str, str], table: Mapping[str, Mapping[str, str]]) -> list[str]:
    names = [row["name"]]
    while row["parent_code"]:
        parent = table[row["parent_code"]]
        row = table[parent["successor_code"]] if parent["successor_code"] else parent
        names.append(row["name"])
    return names[::-1]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
