"""What is kept about people (个人信息): whom a table is about, what for, how long, how protected.

A table says it with `@about(…)` or `@about_nobody(…)`; a column that holds free values (a text, a
document, a date) says with `info=` how it is protected: `sealed()`, `hashed(…)`, `clear(…)` with
the reason why it may be, or `impersonal()`. Other columns are numbers, instants and closed words;
they follow their table. `python -m tools.data_map` writes docs/data-map.md from it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Boolean, Column, Enum, Integer, Table

from models.base import Base, UtcDateTime
from models.retention import Kept

AnyTable = TypeVar("AnyTable", bound=type[Base])

KEY = "personal"
_CLOSED = (Boolean, Enum, Integer, UtcDateTime)
_PEOPLE = {"people", "members", "households"}


class Subject(StrEnum):
    """Whom a table is about."""

    PERSON = "person"
    HOUSEHOLD = "household"
    OFFICER = "officer"
    NOBODY = "nobody"


class Basis(StrEnum):
    """What allows it, by the Personal Information Protection Law (PIPL, 个人信息保护法)."""

    CONSENT = "her consent (PIPL 13(1)(1), 14)"
    SEPARATE_CONSENT = "her separate consent (PIPL 25, 29)"
    GUARDIAN = "her guardian's separate consent (PIPL 28-31)"
    DUTY = "a duty by law (PIPL 13(1)(3))"


class Purpose(StrEnum):
    """What it is kept for; each has one basis."""

    SIGN_IN = "to know her phone again"
    REGISTRY = "to know who belongs to a household"
    PHONE = "to find her by her number"
    CONSENTS = "to show what she agreed to, and when she took it back"
    MINORS = "to let a guardian speak for a child, and to hide the child"
    CAMPAIGN = "to take part: assessments, claims, activities, orders"
    EVIDENCE = "to show what was done"
    BOOKS = "to keep points that anybody can recount"
    PUBLICITY = "to show in public who earned what, before it counts"
    PUBLIC_NAME = "to show her full name there, where she lets it be read"
    TELLING = "to tell her what she waits for"
    COMPLAINTS = "to answer complaints and questions"
    CONTENT_CHECKS = "to check what others will read"
    OFFICES = "to know who acted in office"
    SECURITY = "to find out what happened, and to act once"
    OPERATION = "to run the service"

    @property
    def basis(self) -> Basis:
        """What allows it."""
        return _BASES.get(self, Basis.CONSENT)


_BASES = {
    Purpose.PUBLIC_NAME: Basis.SEPARATE_CONSENT,
    Purpose.MINORS: Basis.GUARDIAN,
    Purpose.CONSENTS: Basis.DUTY,
    Purpose.COMPLAINTS: Basis.DUTY,
    Purpose.CONTENT_CHECKS: Basis.DUTY,
    Purpose.OFFICES: Basis.DUTY,
    Purpose.SECURITY: Basis.DUTY,
    Purpose.OPERATION: Basis.DUTY,
}


class Protection(StrEnum):
    """How a value is protected beyond who may read it."""

    SEALED = "sealed under FIELD_KEY"
    HASHED = "hashed"
    CLEAR = "clear"
    IMPERSONAL = "says nothing about a person"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a table says about itself."""

    subject: Subject
    purpose: Purpose
    kept: Kept


@dataclass(frozen=True, slots=True)
class Mark:
    """What a column says about itself; what is None follows the table."""

    protection: Protection
    why: str = ""
    purpose: Purpose | None = None
    kept: Kept | None = None


Info = dict[str, Mark]


def about(subject: Subject, purpose: Purpose, kept: Kept) -> Callable[[AnyTable], AnyTable]:
    """Say whom a table is about, what for and how long it is kept."""

    def say(table: AnyTable) -> AnyTable:
        table.metadata.tables[table.__tablename__].info[KEY] = Facts(subject, purpose, kept)
        return table

    return say


def about_nobody(kept: Kept) -> Callable[[AnyTable], AnyTable]:
    """Say that a table is about nobody: none of its columns needs a word."""
    return about(Subject.NOBODY, Purpose.OPERATION, kept)


def sealed(purpose: Purpose | None = None, kept: Kept | None = None) -> Info:
    """Say that a column holds what only FIELD_KEY opens, each value bound to its row."""
    return {KEY: Mark(Protection.SEALED, "", purpose, kept)}


def hashed(how: str, purpose: Purpose | None = None, kept: Kept | None = None) -> Info:
    """Say that a column holds a digest, and which."""
    return {KEY: Mark(Protection.HASHED, how, purpose, kept)}


def clear(why: str, purpose: Purpose | None = None, kept: Kept | None = None) -> Info:
    """Say that a column holds facts about somebody in the clear, and why it may."""
    return {KEY: Mark(Protection.CLEAR, why, purpose, kept)}


def impersonal() -> Info:
    """Say that a column of free values says nothing about a person."""
    return {KEY: Mark(Protection.IMPERSONAL)}


def facts_of(table: Table) -> Facts | None:
    """Return what a table says about itself; None when it says nothing."""
    facts: Facts | None = table.info.get(KEY)
    return facts


def mark_of(column: Column[Any]) -> Mark | None:
    """Return what a column says about itself; None when it says nothing."""
    mark: Mark | None = column.info.get(KEY)
    return mark


def is_free(column: Column[Any]) -> bool:
    """Tell whether a column admits values that nobody listed: a text, a document, a date."""
    return not isinstance(column.type, _CLOSED)


def refers_to_people(column: Column[Any]) -> bool:
    """Tell whether a column is the number of a person, a member or a household."""
    targets = {key.column.table.name for key in column.foreign_keys}
    return bool(targets & _PEOPLE) or column.name.endswith(("_by", "person_id", "member_id"))


def faults(table: Table) -> Iterator[str]:
    """Yield what a table leaves unsaid, or says wrongly."""
    facts = facts_of(table)
    if facts is None:
        yield f"{table.name}: whom is it about? (@about, @about_nobody)"
        return
    about_somebody = facts.subject is not Subject.NOBODY
    for column in table.columns:
        mark = mark_of(column)
        if about_somebody and mark is None and is_free(column):
            yield f"{column}: how is it protected? (info=sealed(), hashed(…), clear(…), …)"
        if not about_somebody and refers_to_people(column):
            yield f"{column} refers to people, and its table is about nobody"
        if mark is not None and not mark.why and mark.protection in _NEEDS_WHY:
            yield f"{column}: {mark.protection}, but why or how?"


_NEEDS_WHY = {Protection.HASHED, Protection.CLEAR}
