"""The pages that draw from the data map are as the tables say; nobody edits them by hand."""

import re
from pathlib import Path

import pytest

from models.personal import Basis, Purpose
from models.retention import Kept
from tests.support.source import ROOT, modules
from tools.data_map import words
from tools.data_map.pages import PAGES, TABLES


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_pages_are_as_the_tables_say(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path](path), "run python -m tools.data_map"


def test_every_marked_table_is_drawn_somewhere() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in PAGES)

    assert set(re.findall(r"<!-- data map: (\w+) -->", pages)) == set(TABLES)


def test_the_impact_assessment_names_only_what_exists() -> None:
    named = set(re.findall(r"`(\w[\w/.-]+)`", read("docs/impact-assessment.md")))
    tests = {name for name in named if name.startswith("test_")}
    source = "".join(module.text for module in modules("tests"))

    assert {name for name in tests if f"def {name}(" not in source} == set()
    assert [name for name in named if "/" in name and not (ROOT / name).exists()] == []


def test_the_federation_reads_every_word() -> None:
    assert set(words.BASES) == set(Basis)
    assert set(words.PURPOSES) == set(Purpose)
    assert set(words.KEPT) == set(Kept)
