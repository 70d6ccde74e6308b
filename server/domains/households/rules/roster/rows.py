"""Read the rows of a roster: one member a row, every fault named, nothing guessed."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from models.vocabulary import HouseholdStatus, Relation, Zone
from server.domains.households.rules.people import (
    GROUP_NAME_MAX,
    NAME_MAX,
    NUMBER_MAX,
    PHONE_FAULT,
    normalise_phone,
)
from server.domains.households.rules.roster.form import FORM, Header, find_header, fold, is_seen
from server.domains.households.rules.roster.words import (
    RELATIONS,
    STATUSES,
    ZONES,
    Column,
    Word,
    Words,
)
from server.kernel.tables import Cell, Table

_SHORTENED = re.compile(r"[0-9.]+E\+?[0-9]+", re.IGNORECASE)
_SEVERAL = re.compile(r"[/、,，;；|]")
_HIDDEN_DIGITS = re.compile(r"[0-9]{3}\*+[0-9]{4}")
_FORMULA_FAULTS = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")
_DAY = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_QUOTED_MAX = 10


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong in a row, and what to do about it."""

    row: int
    column: str
    detail: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"第{self.row}行 {self.column}：{self.detail}"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A row as it was read. None: the cell is empty, so nothing is said about it."""

    row: int
    number: str
    group: str
    name: str
    relation: Relation
    phone: str | None = field(repr=False)
    zone: Zone | None
    status: HouseholdStatus | None
    is_phone_masked: bool = False
    born_on: date | None = field(default=None, repr=False)


@dataclass(slots=True)
class Roster:
    """All rows that hold something: `said` as they stand in the file, `rows` as far as readable.

    `notes` say what else should be known of the file.
    """

    rows: list[RosterRow] = field(default_factory=list)
    said: dict[int, tuple[str, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_roster(table: Table) -> Roster:
    """Read everything below the header; an empty row is passed over."""
    header = find_header(table.rows)
    roster = Roster(notes=[*_notes(table, header)])
    for row, cells in enumerate(table.rows[header.row :], start=header.row + 1):
        given = {
            column: cells[place] for column, place in header.places.items() if place < len(cells)
        }
        if any(fold(str(cell)) for cell in given.values()):
            _read_row(roster, row, given, header)
    return roster


def _notes(table: Table, header: Header) -> Iterator[str]:
    place = header.places[Column.NUMBER]
    if any(isinstance(cells[place], float) for cells in table.rows if place < len(cells)):
        yield "户号这一列有的存成了数字，开头的0可能已经丢了，请核对。"
    if header.unread:
        yield f"这几列没有读：{'、'.join(header.unread)}。"
    if others := [name for name in table.others if name != FORM.explanation]:
        yield f"这几张表没有读：{'、'.join(others)}。"


def _read_row(roster: Roster, row: int, given: Mapping[Column, Cell], header: Header) -> None:
    reading = _Reading(row, given)
    read = reading.row_of(is_of_heads=header.is_of_heads)
    roster.said[row] = (
        _plain(given.get(Column.NUMBER, "")),
        _plain(given.get(Column.NAME, "")),
    )
    roster.faults += reading.faults
    if not reading.faults:
        roster.rows.append(read)


@dataclass(slots=True)
class _Reading:
    """One row being read; a faulty value reads as an empty one."""

    row: int
    given: Mapping[Column, Cell]
    faults: list[Fault] = field(default_factory=list)

    def row_of(self, *, is_of_heads: bool) -> RosterRow:
        phone, is_masked = self._phone()
        return RosterRow(
            row=self.row,
            number=fold(self._text(Column.NUMBER, NUMBER_MAX)),
            group=self._text(Column.GROUP, GROUP_NAME_MAX, is_needed=False),
            name=self._text(Column.NAME, NAME_MAX),
            relation=Relation.HEAD if is_of_heads else self._relation(),
            phone=phone,
            zone=self._word(Column.ZONE, ZONES),
            status=self._word(Column.STATUS, STATUSES),
            is_phone_masked=is_masked,
            born_on=self._day(),
        )

    def _relation(self) -> Relation:
        relation = self._word(Column.RELATION, RELATIONS)
        if relation is None and not self._is_faulty(Column.RELATION):
            self._fault(Column.RELATION, "没有填，请写户主、配偶、子女、父母或其他。")
        return relation or Relation.OTHER

    def _phone(self) -> tuple[str | None, bool]:
        written = unicodedata.normalize("NFKC", self._cell(Column.PHONE))
        if not written:
            return None, False
        if _HIDDEN_DIGITS.fullmatch(written):
            return None, True
        phone = normalise_phone(written)
        if phone is None:
            self._fault(Column.PHONE, _phone_fault(written))
        return phone, False

    def _day(self) -> date | None:
        """Return a day, as a date of the spreadsheet or as people write one."""
        cell = self.given.get(Column.BORN, "")
        if isinstance(cell, date):
            return date(cell.year, cell.month, cell.day)
        written = unicodedata.normalize("NFKC", self._cell(Column.BORN))
        day = _day_of(written)
        if written and day is None:
            self._fault(Column.BORN, "没看懂，请写年月日，例如2015-03-02。")
        return day

    def _text(self, column: Column, most: int, *, is_needed: bool = True) -> str:
        text = self._cell(column)
        if is_needed and not fold(text) and not self._is_faulty(column):
            self._fault(column, "没有填。")
        if len(text) > most:
            self._fault(column, f"太长了，最多写{most}个字。")
        return text

    def _word(self, column: Column, words: Words[Word]) -> Word | None:
        text = fold(self._cell(column))
        meaning = words.meanings.get(text)
        if text and meaning is None:
            options = "、".join(words.written.values())
            self._fault(column, f"没看懂“{text[:_QUOTED_MAX]}”，请写{options}。")
        return meaning

    def _cell(self, column: Column) -> str:
        cell = self.given.get(column, "")
        if fault := _cell_fault(cell):
            self._fault(column, fault)
            return ""
        return _plain(cell)

    def _is_faulty(self, column: Column) -> bool:
        return any(fault.column == column.value for fault in self.faults)

    def _fault(self, column: Column, detail: str) -> None:
        self.faults.append(Fault(self.row, column.value, detail))


def _plain(cell: Cell) -> str:
    """Return a cell as text; whatever stands invisibly at its ends is cut off."""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    text = str(cell)
    start, end = 0, len(text)
    while start < end and not is_seen(text[start]):
        start += 1
    while start < end and not is_seen(text[end - 1]):
        end -= 1
    return text[start:end]


def _cell_fault(cell: Cell) -> str | None:
    if isinstance(cell, date):
        return f"这一格成了日期（{cell.month}月{cell.day}日），请把它设成文本再填一次。"
    if isinstance(cell, float) and not cell.is_integer():
        return "这一格成了小数，请把它设成文本再填一次。"
    if not isinstance(cell, str | float):
        return "这一格不是文字，请把它设成文本再填一次。"
    if isinstance(cell, str) and _FORMULA_FAULTS.fullmatch(cell):
        return "这一格的公式算不出来，请直接填写。"
    if isinstance(cell, str) and _UNSTORABLE.search(cell):
        return "这一格里有存不下的字，请换个写法。"
    return None


def _day_of(written: str) -> date | None:
    found = _DAY.fullmatch(written)
    try:
        return date(*(int(part) for part in found.groups() if part)) if found else None
    except ValueError:
        return None


def _phone_fault(written: str) -> str:
    if _SHORTENED.fullmatch(written):
        return "号码被表格缩短了，丢了后几位，请把这一列设成文本再填一次。"
    if _SEVERAL.search(written):
        return "一格只写一个号码，其余的可以写在备注里。"
    return PHONE_FAULT
