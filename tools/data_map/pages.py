"""Draw the data map from the tables: a page of its own, and marked tables in other pages."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Enum, Table

from config import ROOT
from models import Base
from models.personal import (
    Facts,
    Protection,
    Purpose,
    Subject,
    facts_of,
    mark_of,
    refers_to_people,
)
from models.retention import Kept
from tools.data_map import words

DOCS = ROOT / "docs"
_MARKED = re.compile(r"(<!-- data map: (\w+) -->\n).*?(<!-- end of data map -->)", re.DOTALL)
_GLOSSARY_ROW = re.compile(r"^\| ([^|]+?) \|[^|]+\| (`[^|]+`) \|", re.MULTILINE)

_HEAD = """# Data map

What is kept about people. Written by `python -m tools.data_map` from the tables
(`models/personal.py`, `models/retention.py`), never by hand: a test compares this page with the
code, and a table or a column of free values that says nothing about itself fails the build.

*Sealed* is AES-256-GCM under `FIELD_KEY`, each value bound to its row; *hashed* is a digest, named
beside it; *clear* says why it may be. Numbers that name people are the service's own: they lead to
nobody outside of it.
"""

_SECTION = """### {name}

{says}

- For: {purpose}
- Basis: {basis}
- Kept: {kept}

{columns}"""

Row = Sequence[str]


def table_of(titles: Row, rows: Iterable[Row]) -> str:
    """Return rows as a table of Markdown."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def tables_about(subject: Subject) -> list[tuple[Table, Facts]]:
    """Return the tables about somebody, by name."""
    said = ((table, facts_of(table)) for table in Base.metadata.tables.values())
    found = [(table, facts) for table, facts in said if facts and facts.subject is subject]
    return sorted(found, key=lambda each: each[0].name)


def data_map(_path: Path) -> str:
    """Return the page of its own."""
    about = [each for each in Subject if each is not Subject.NOBODY]
    parts = [_HEAD, _purposes(), _retention(), *map(_subject, about), _nobody()]
    return "\n".join(parts)


def _purposes() -> str:
    rows = [(purpose.value, purpose.basis.value) for purpose in Purpose]
    return "## What for\n\n" + table_of(("purpose", "basis"), rows)


def _retention() -> str:
    rows = [(kept.value.words, kept.value.enforced_by) for kept in Kept]
    return "## How long\n\n" + table_of(("kept", "let go by"), rows)


def _subject(subject: Subject) -> str:
    article = "an" if subject is Subject.OFFICER else "a"
    return f"## About {article} {subject.value}\n\n" + "\n".join(
        _section(table, facts) for table, facts in tables_about(subject)
    )


def _section(table: Table, facts: Facts) -> str:
    rows = [*_marked_rows(table), *_other_rows(table)]
    return _SECTION.format(
        name=table.name,
        says=_first_sentence(table),
        purpose=facts.purpose.value,
        basis=facts.purpose.basis.value,
        kept=facts.kept.value.words,
        columns=table_of(("column", "how", "why, or what"), rows),
    )


def _first_sentence(table: Table) -> str:
    (mapped,) = [each for each in Base.registry.mappers if each.local_table is table]
    return (mapped.class_.__doc__ or "").partition("\n\n")[0].replace("\n", " ").strip()


def _marked_rows(table: Table) -> Iterator[Row]:
    for column in table.columns:
        mark = mark_of(column)
        if mark is not None and mark.protection is not Protection.IMPERSONAL:
            own = [mark.purpose.value] if mark.purpose else []
            own += [mark.kept.value.words] if mark.kept else []
            yield f"`{column.name}`", mark.protection.value, "; ".join([mark.why, *own]).strip("; ")


def _other_rows(table: Table) -> Iterator[Row]:
    groups: dict[str, list[str]] = defaultdict(list)
    for column in table.columns:
        mark = mark_of(column)
        if mark is None or mark.protection is Protection.IMPERSONAL:
            groups[_kind(column)].append(f"`{column.name}`")
    for kind in sorted(groups):
        yield ", ".join(groups[kind]), Protection.CLEAR.value, kind


def _kind(column: Column[Any]) -> str:
    if mark_of(column) is not None:
        return Protection.IMPERSONAL.value
    if refers_to_people(column):
        return "numbers of people and households"
    return "words of a closed list" if isinstance(column.type, Enum) else "numbers and instants"


def _nobody() -> str:
    rows = [
        (f"`{table.name}`", facts.kept.value.words) for table, facts in tables_about(Subject.NOBODY)
    ]
    return "## About nobody\n\n" + table_of(("table", "kept"), rows)


def sealed() -> str:
    """Return which columns are sealed or hashed, and how."""
    rows = [
        (f"`{column}`", mark.protection.value, mark.why)
        for table in sorted(Base.metadata.tables.values(), key=lambda each: each.name)
        for column in table.columns
        if (mark := mark_of(column)) and mark.protection in {Protection.SEALED, Protection.HASHED}
    ]
    return table_of(("column", "how", "of what"), rows)


def retention() -> str:
    """Return what time lets go, and by what."""
    rows = [
        (_what_has(kept), kept.value.words, kept.value.enforced_by, kept.value.setting or "")
        for kept in Kept
        if kept.value.days is not None
    ]
    return table_of(("what", "kept", "let go by", "setting"), rows)


def _what_has(kept: Kept) -> str:
    """Return the tables and columns that are kept for one term."""
    said = [each for subject in Subject for each in tables_about(subject)]
    whole = [f"`{table}`" for table, facts in said if facts.kept is kept]
    marked = ((column, mark_of(column)) for table, _ in said for column in table.columns)
    own = [f"`{column}`" for column, mark in marked if mark and mark.kept is kept]
    return ", ".join([*whole, *own])


def purposes() -> str:
    """Return what is kept for each purpose, in the federation's words."""
    names, rows = _chinese_names(), []
    for purpose in Purpose:
        held = {table: kept for table, of, kept in _uses() if of is purpose}
        if held:
            tables = "、".join(names[table] for table in held)
            kept = "；".join(dict.fromkeys(words.KEPT[each] for each in held.values()))
            rows.append((words.PURPOSES[purpose], words.BASES[purpose.basis], tables, kept))
    return table_of(("为什么", "依据", "记了什么", "留多久"), rows)


def _uses() -> Iterator[tuple[str, Purpose, Kept]]:
    """Yield each table about somebody with its purposes: its own, and those of its columns."""
    for subject in (Subject.PERSON, Subject.HOUSEHOLD, Subject.OFFICER):
        for table, facts in tables_about(subject):
            yield table.name, facts.purpose, facts.kept
            for column in table.columns:
                if (mark := mark_of(column)) and mark.purpose:
                    yield table.name, mark.purpose, mark.kept or facts.kept


def _chinese_names() -> dict[str, str]:
    """Return what the glossary calls each table."""
    names: dict[str, str] = {}
    for term, cell in _GLOSSARY_ROW.findall((DOCS / "glossary.md").read_text(encoding="utf-8")):
        for name in re.findall(r"`(\w+)`", cell):
            names.setdefault(name, term)
    return names


TABLES: dict[str, Callable[[], str]] = {
    "sealed": sealed,
    "retention": retention,
    "purposes": purposes,
}


def with_tables(path: Path) -> str:
    """Return a page with the tables between its marks drawn anew."""
    page = path.read_text(encoding="utf-8")
    return _MARKED.sub(lambda found: found[1] + TABLES[found[2]]() + found[3], page)


PAGES: dict[Path, Callable[[Path], str]] = {
    DOCS / "data-map.md": data_map,
    DOCS / "security.md": with_tables,
    DOCS / "operations.md": with_tables,
    DOCS / "impact-assessment.md": with_tables,
}
