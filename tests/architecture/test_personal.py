"""Every table says whom it is about and how long; every free value, how it is protected."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Date, Integer, LargeBinary, MetaData, Numeric, Table, Text
from sqlalchemy.types import TypeEngine

from models import Base
from models.personal import (
    KEY,
    Facts,
    Info,
    Mark,
    Protection,
    Purpose,
    Subject,
    clear,
    facts_of,
    faults,
    hashed,
    impersonal,
    mark_of,
    sealed,
)
from models.retention import Kept
from server.worker import SEALED_COLUMNS

HERS = Facts(Subject.PERSON, Purpose.SIGN_IN, Kept.ACCOUNT)
NOBODYS = Facts(Subject.NOBODY, Purpose.OPERATION, Kept.REFERENCE)

NEVER = re.compile(
    r"(^|_)(age|born|birth|birthday|sex|gender|id_card|id_number|face|latitude|longitude|location"
    r"|address|income|health|religion|ethnicity|contacts)(_|$)"
)
"""What is not asked of anybody, or, like a birthday, leaves nothing but what is needed of it."""
FREE = [Text(), Date(), JSON(), LargeBinary(), Numeric()]


def made_up(column: Column[Any], facts: Facts | None = HERS) -> list[str]:
    """Return what is wrong with a table that has this column."""
    info = {} if facts is None else {KEY: facts}
    return list(faults(Table("made_up", MetaData(), column, info=info)))


@pytest.mark.parametrize("kind", FREE, ids=str)
def test_a_free_value_without_a_word_is_named(kind: TypeEngine[Any]) -> None:
    (fault,) = made_up(Column("nickname", kind))

    assert fault.startswith("made_up.nickname: how is it protected?")


@pytest.mark.parametrize("info", [sealed(), hashed("SHA-256"), clear("she chose it"), impersonal()])
def test_one_word_is_enough(info: Info) -> None:
    assert made_up(Column("nickname", Text(), info=info)) == []


@pytest.mark.parametrize("info", [hashed(""), clear("")])
def test_a_clear_value_needs_a_reason(info: Info) -> None:
    (fault,) = made_up(Column("nickname", Text(), info=info))

    assert fault.endswith("but why or how?")


def test_a_table_that_says_nothing_is_named() -> None:
    (fault,) = made_up(Column("seen", Integer()), None)

    assert fault.startswith("made_up: whom is it about?")


@pytest.mark.parametrize("name", ["decided_by", "person_id", "member_id"])
def test_a_table_about_nobody_refers_to_nobody(name: str) -> None:
    (fault,) = made_up(Column(name, Integer()), NOBODYS)

    assert fault.startswith(f"made_up.{name} refers to people")


def test_a_table_about_nobody_needs_no_word() -> None:
    assert made_up(Column("wording", Text()), NOBODYS) == []


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=str)
def test_every_table_says_what_it_keeps_about_people(table: Table) -> None:
    assert list(faults(table)) == []


def test_what_is_called_sealed_is_sealed_anew_when_the_key_changes() -> None:
    marked = {str(column) for column, mark in marks() if mark.protection is Protection.SEALED}

    assert marked == {str(column) for column in SEALED_COLUMNS}


def test_phone_numbers_lie_nowhere_in_the_clear() -> None:
    phones = {column: mark for column, mark in marks() if "phone" in column.name}

    assert {mark.protection for mark in phones.values()} <= {Protection.SEALED, Protection.HASHED}


def test_what_is_never_collected_has_no_column() -> None:
    """PR-2, also where it would be a number or a word of a list, which need no word of ours."""
    about_people = [
        column
        for table in Base.metadata.sorted_tables
        if (facts := facts_of(table)) and facts.subject is not Subject.NOBODY
        for column in table.columns
    ]

    assert [str(column) for column in about_people if NEVER.search(column.name)] == []


@pytest.mark.parametrize("name", ["age", "born_on", "id_card", "home_latitude", "gender"])
def test_the_rule_for_what_is_never_collected_bites(name: str) -> None:
    assert NEVER.search(name)


def marks() -> Iterator[tuple[Column[Any], Mark]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if mark := mark_of(column):
                yield column, mark
