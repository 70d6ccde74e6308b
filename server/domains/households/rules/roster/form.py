"""The form of a roster (花名册): its columns, what they take, and how its header is found."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from server.domains.households.rules.roster.words import (
    HEAD_TITLES,
    RELATIONS,
    STATUSES,
    SYNONYMS,
    ZONES,
    Column,
)
from server.kernel.errors import InvalidInput
from server.kernel.tables import Cell


@dataclass(frozen=True, slots=True)
class Form:
    """The empty form: titles, what may be chosen by the column's place, and words on each."""

    name: str
    titles: Sequence[str]
    choices: Mapping[int, Sequence[str]]
    explanation: str
    explained: Mapping[str, str]


_TITLES = [column.value for column in Column]
FORM = Form(
    name="花名册",
    titles=_TITLES,
    choices={
        _TITLES.index(Column.RELATION): [*RELATIONS.written.values()],
        _TITLES.index(Column.ZONE): [*ZONES.written.values()],
        _TITLES.index(Column.STATUS): [*STATUSES.written.values()],
    },
    explanation="填写说明",
    explained={
        Column.NUMBER: "必填。一户一个号，一家人写同一个号；前面有0的要按文本填写。",
        Column.GROUP: "必填。村民小组或楼栋，例如三组。",
        Column.NAME: "必填。一人一行，户主也占一行。",
        Column.RELATION: "必填。写户主、配偶、子女、父母、其他；一户要有一位户主，也只能有一位。",
        Column.PHONE: "可以不填。一格只写一个号码；隐去几位的号码不录入，也不改动已有的号码。",
        Column.ZONE: "可以不填。写农村或城市；不填就按这个村（社区）的类型。",
        Column.STATUS: "可以不填。写常住、外出、空挂；不填就是常住。",
        Column.BORN: "大人不用填。孩子写出生年月日，例如2015-03-02；系统只记哪天满18岁。",
        Column.REMARK: "可以不填，只给您自己看，不会录入。",
    },
)
_REQUIRED = (Column.NUMBER, Column.GROUP, Column.NAME, Column.RELATION)
_HEADER_ROWS_MAX = 30


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of the form stand; `row` counts from 1, `unread` are further columns.

    A roster of heads alone (户主, no relation) lists one household a row.
    """

    row: int
    places: Mapping[Column, int]
    unread: Sequence[str] = ()
    is_of_heads: bool = False


@dataclass(slots=True)
class _Found:
    places: dict[Column, int] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    head_place: int | None = None


def fold(text: str) -> str:
    """Return what two spellings of the same have in common: no spaces, nothing invisible."""
    plain = unicodedata.normalize("NFKC", text)
    return plain if plain.isalnum() else "".join(filter(is_seen, plain))


def is_seen(sign: str) -> bool:
    """Tell whether a sign is neither a space nor hidden."""
    return unicodedata.category(sign) not in {"Cc", "Cf", "Zl", "Zp", "Zs"}


def find_header(rows: Sequence[Sequence[Cell]]) -> Header:
    """Return the header, wherever titles push it; InvalidInput names every missing column."""
    for row, cells in enumerate(rows[:_HEADER_ROWS_MAX], start=1):
        found = _read_header(cells)
        if Column.NAME in found.places and len(found.places) > 1:
            return _complete(row, found)
    raise InvalidInput([_fault(f"前{_HEADER_ROWS_MAX}行里没有找到写着户号、姓名的一行表头。")])


def _read_header(cells: Sequence[Cell]) -> _Found:
    found = _Found()
    for place, cell in enumerate(cells):
        title = _title(cell)
        column = _BY_TITLE.get(title)
        if column and column not in found.places:
            found.places[column] = place
        elif title in HEAD_TITLES and found.head_place is None:
            found.head_place = place
        elif title:
            found.unread.append(str(cell).strip())
    if found.head_place is not None and not {Column.NAME, Column.RELATION} & found.places.keys():
        found.places[Column.NAME] = found.head_place
    return found


def _complete(row: int, found: _Found) -> Header:
    is_of_heads = found.places[Column.NAME] == found.head_place
    missing = [
        column
        for column in _REQUIRED
        if column not in found.places and not (is_of_heads and column is Column.RELATION)
    ]
    if missing:
        raise InvalidInput([_fault(f"第{row}行的表头里没有“{name}”这一列。") for name in missing])
    unread = [*found.unread]
    if found.head_place is not None and not is_of_heads:
        unread.append(HEAD_TITLES[0])
    return Header(row, found.places, unread, is_of_heads)


def _title(cell: Cell) -> str:
    bare = re.sub(r"\(.*?\)|[*:]", "", fold(str(cell)))
    return bare if isinstance(cell, str) else ""


def _fault(detail: str) -> dict[str, str]:
    return {"pointer": "#/header", "detail": detail}


def _titles() -> Iterator[tuple[str, Column]]:
    for column in Column:
        yield column.value, column
        for synonym in SYNONYMS[column].split():
            yield synonym, column


_BY_TITLE = dict(_titles())
