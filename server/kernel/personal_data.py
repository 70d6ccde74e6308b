"""Personal data (个人信息): what each domain keeps of a person, to be read or forgotten.

A domain gives one source. Together they say all that is kept of her, and together they forget it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import InstrumentedAttribute

from server.kernel.clock import CHONGQING

if TYPE_CHECKING:
    from server.kernel.work import Work

FORGOTTEN_NAME = "已注销成员"
"""What stands in the place of a name that was forgotten."""
FORGOTTEN_TEXT = "（已随注销删除）"
"""What stands in the place of a text that was forgotten."""

NOBODY = 0
"""The person of a member without an account: no row is hers by it."""

Text = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
Value = str | int | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data it is: a person, the members she is or was, their households, her names.

    `texts` are what she wrote and what was written of her, where it is known.
    """

    person_id: int
    member_ids: frozenset[int]
    household_ids: frozenset[int]
    names: frozenset[str]
    texts: frozenset[str] = frozenset()

    def is_named_in(self, *columns: Text) -> ColumnElement[bool]:
        """Return the condition that a text holds one of her names."""
        names = sorted(self.names)
        return or_(
            false(), *(one.contains(name, autoescape=True) for one in columns for name in names)
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is kept: `key` for machines, `label` and `value` as people read them."""

    key: str
    label: str
    value: str | int


@dataclass(frozen=True, slots=True)
class Item:
    """Facts that belong together, such as one sign-up, under a word for what they are."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """All that one domain keeps of a person."""

    name: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why an account cannot be closed yet, and what she does about it."""

    slug: str
    detail: str


def _nothing(_work: "Work", _subject: Subject) -> None:
    """Forget nothing: what is kept says nothing of her once her name has gone."""


def _none(_work: "Work", _subject: Subject) -> Iterable[Hindrance]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDataSource:
    """What a domain keeps of people.

    `tables` are those it shows and clears; `goes` and `stays` say in plain words what becomes of
    them when an account is closed. `erase` repeated changes nothing.
    """

    name: str
    title: str
    tables: frozenset[str]
    collect: Callable[["Work", Subject], Iterable[Item]]
    erase: Callable[["Work", Subject], None] = _nothing
    hindrances: Callable[["Work", Subject], Iterable[Hindrance]] = _none
    goes: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()

    def section(self, work: "Work", subject: Subject) -> Section:
        """Return all that the domain keeps of a person."""
        return Section(self.name, self.title, tuple(self.collect(work, subject)))


def item(title: str, *facts: tuple[str, str, Value]) -> Item:
    """Return an item of (key, label, value); what is not known is left out."""
    told = (Fact(key, label, _said(value)) for key, label, value in facts if _is_known(value))
    return Item(title, tuple(told))


def _is_known(value: Value) -> bool:
    return value is not None and value != ""


def _said(value: Value) -> str | int:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value.astimezone(CHONGQING):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value
