"""The rows of one household beside what the register knows of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from models.vocabulary import HouseholdStatus, Relation, Zone
from server.domains.households.rules.ages import (
    adult_on_to_keep,
    birthday_fault,
    is_minor,
    is_under_14,
)
from server.domains.households.rules.people import MEMBERS_MAX
from server.domains.households.rules.roster.form import fold
from server.domains.households.rules.roster.rows import Fault, RosterRow
from server.domains.households.rules.roster.words import Column

Value = TypeVar("Value", bound=str)
PhoneIndex = Callable[[str], str]


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "新增"
    SAME = "无变化"
    DIFFERENT = "与登记的不同"
    FAULTY = "有错"
    DOUBTFUL = "可能重复"
    LEFT_OUT = "同户有问题"


Verdict = tuple[Outcome, str]


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A member in the register; one who has left is known, so that nobody brings her back."""

    name: str
    relation: Relation
    phone_index: str | None
    has_left: bool
    adult_on: date | None = None


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    """A household in the register."""

    id: int
    number: str
    group_name: str
    zone: Zone
    status: HouseholdStatus
    members: Sequence[KnownMember]

    @property
    def has_head(self) -> bool:
        """Tell whether a head is still there."""
        return any(m.relation is Relation.HEAD and not m.has_left for m in self.members)


@dataclass(frozen=True, slots=True)
class Addition:
    """The new members of one household; without `household_id` the household is new as well."""

    household_id: int | None
    number: str
    group_name: str
    zone: Zone | None
    status: HouseholdStatus | None
    rows: Sequence[RosterRow]


class Home:
    """The rows of one household, each with the member of the register it speaks of, if any."""

    def __init__(
        self, rows: Sequence[RosterRow], known: KnownHousehold | None, today: date
    ) -> None:
        """Match the rows with the members of the register."""
        self.rows = rows
        self.today = today
        self.known = known
        self.number = rows[0].number
        self._matches = dict(_match(rows, known)) if known else {}
        self.new = [row for row in rows if row.row not in self._matches]
        self.group_name = known.group_name if known else _first(row.group for row in rows) or ""

    def faults(self, *, guardians_agreed: bool) -> Iterator[Fault]:
        """Yield what the rows say wrongly together; each row by itself was read before.

        `guardians_agreed`: the consents for children under 14 are there on paper.
        """
        yield from self._repeated()
        yield from self._ages(guardians_agreed=guardians_agreed)
        yield from self._contradictions()
        yield from self._heads()
        if not self.group_name:
            yield Fault(self.rows[0].row, Column.GROUP, "这一户没有填小组。")
        for row in self.rows[MEMBERS_MAX:]:
            detail = f"一户最多写{MEMBERS_MAX}位成员，请核对户号。"
            yield Fault(row.row, Column.NUMBER, detail)

    def _repeated(self) -> Iterator[Fault]:
        first_rows: dict[str, int] = {}
        for row in self.rows:
            first = first_rows.setdefault(fold(row.name), row.row)
            if first != row.row and row in self.new:
                detail = f"和第{first}行是同一户的同一个名字，请删掉一行。"
                yield Fault(row.row, Column.NAME, detail)

    def _contradictions(self) -> Iterator[Fault]:
        for column, said in _HOUSEHOLD_COLUMNS.items():
            speaking = [row for row in self.rows if said(row)]
            for row in speaking:
                if said(row) != said(speaking[0]):
                    detail = f"和同一户的第{speaking[0].row}行不一样，请改成一样的。"
                    yield Fault(row.row, column, detail)

    def _heads(self) -> Iterator[Fault]:
        heads = [row for row in self.new if row.relation is Relation.HEAD]
        if self.known is None and not heads:
            detail = "这一户没有户主，请写明谁是户主。"
            yield Fault(self.rows[0].row, Column.RELATION, detail)
        if self.known and self.known.has_head:
            for row in heads:
                yield Fault(row.row, Column.RELATION, "这一户登记的户主是别人，请先换户主。")
            return
        for row in heads[1:]:
            detail = f"第{heads[0].row}行已经写了户主，一户只有一位户主。"
            yield Fault(row.row, Column.RELATION, detail)

    def _ages(self, *, guardians_agreed: bool) -> Iterator[Fault]:
        has_adult = self._has_adult()
        missing = None if guardians_agreed and has_adult else _MISSING[has_adult]
        for row in self.rows:
            fault = birthday_fault(row.born_on, self.today) if row.born_on else None
            if row in self.new and is_under_14(self._adult_on(row), self.today):
                fault = fault or missing
            if fault:
                yield Fault(row.row, Column.BORN, fault)

    def _has_adult(self) -> bool:
        known = self.known.members if self.known else ()
        days = [member.adult_on for member in known if not member.has_left]
        days += [self._adult_on(row) for row in self.new]
        return not all(is_minor(day, self.today) for day in days)

    def _adult_on(self, row: RosterRow) -> date | None:
        return adult_on_to_keep(row.born_on, self.today)

    def judge(
        self, index_of: PhoneIndex, doubts: Mapping[int, str], *, is_accepted: bool
    ) -> Iterator[tuple[int, Verdict]]:
        """Yield what becomes of each row; `doubts` says of whom a new row may be a duplicate."""
        for row in self.rows:
            if row.row in self._matches:
                yield row.row, self._compare(row, index_of)
            elif doubts and not is_accepted:
                yield row.row, _doubted(doubts.get(row.row))
            else:
                masked = "手机号隐去了几位，没有录入。" if row.is_phone_masked else ""
                yield row.row, (Outcome.NEW, masked + doubts.get(row.row, ""))

    def addition(self) -> Addition:
        """Return what an import adds."""
        return Addition(
            self.known.id if self.known else None,
            self.number,
            self.group_name,
            _first(row.zone for row in self.rows),
            _first(row.status for row in self.rows),
            self.new,
        )

    def _compare(self, row: RosterRow, index_of: PhoneIndex) -> Verdict:
        household, member = self._matches[row.row]
        if member.has_left:
            return Outcome.DIFFERENT, "登记里这个人已经离开这一户，没有加回来。"
        differences = [
            *_member_differences(row, member, index_of),
            *self._age_differences(row, member),
            *_household_differences(row, household),
        ]
        return Outcome.DIFFERENT if differences else Outcome.SAME, "".join(differences)

    def _age_differences(self, row: RosterRow, known: KnownMember) -> Iterator[str]:
        told, kept = self._adult_on(row), known.adult_on
        if row.born_on and told != (kept if is_minor(kept, self.today) else None):
            yield "出生日期和登记的不一样。" if kept else "登记里还没有出生日期。"


_MISSING = {
    False: "不满14岁的孩子，同一户要有一位大人，请把大人也写上。",
    True: "不满14岁的孩子，要家里大人签了同意书；都签了，导入时请说明已经签好。",
}
"""What a child under 14 lacks, by whether there is an adult."""


def _match(
    rows: Sequence[RosterRow], known: KnownHousehold
) -> Iterator[tuple[int, tuple[KnownHousehold, KnownMember]]]:
    """Pair rows with members by name, each once; whoever is there and fits best goes first."""
    free = list(known.members)
    for row in rows:
        namesakes = [member for member in free if fold(member.name) == fold(row.name)]
        if namesakes:
            best = min(namesakes, key=lambda m: (m.has_left, m.relation is not row.relation))
            free.remove(best)
            yield row.row, (known, best)


def _doubted(words: str | None) -> Verdict:
    if words:
        return Outcome.DOUBTFUL, words
    return Outcome.LEFT_OUT, "这一户有人可能重复，整户先不导入。"


def _member_differences(row: RosterRow, known: KnownMember, index_of: PhoneIndex) -> Iterator[str]:
    if row.relation is not known.relation:
        yield "与户主关系和登记的不一样。"
    if row.phone and index_of(row.phone) != known.phone_index:
        yield "手机号和登记的不一样。" if known.phone_index else "登记里还没有手机号。"


def _household_differences(row: RosterRow, known: KnownHousehold) -> Iterator[str]:
    if row.group and fold(row.group) != fold(known.group_name):
        yield f"小组登记的是{known.group_name}。"
    if row.zone and row.zone is not known.zone:
        yield "类型和登记的不一样。"
    if row.status and row.status is not known.status:
        yield "状态和登记的不一样。"


def _first(values: Iterable[Value | None]) -> Value | None:
    return next((value for value in values if value), None)


_HOUSEHOLD_COLUMNS: dict[Column, Callable[[RosterRow], str]] = {
    Column.GROUP: lambda row: fold(row.group),
    Column.ZONE: lambda row: row.zone or "",
    Column.STATUS: lambda row: row.status or "",
}
