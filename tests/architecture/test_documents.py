"""The documents say what the code says: words, problems, settings."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields

import server
from config.settings import Settings
from models import Base, vocabulary
from server.kernel.errors import DomainError
from server.web.problems import HTTP_PROBLEMS
from tests.support.source import ROOT, modules


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_words(text: str) -> set[str]:
    """Return everything that stands between backticks."""
    return set(re.findall(r"`([^`\n]+)`", text))


def refusals(family: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Yield every refusal of the service; those that tests define do not count."""
    for kind in family.__subclasses__():
        if kind.__module__.startswith("server."):
            yield kind
        yield from refusals(kind)


def problems() -> dict[str, str]:
    """Return the title of every problem type."""
    for module in pkgutil.walk_packages(server.__path__, "server."):
        if module.name != "server.wsgi":  # importing it starts the service
            importlib.import_module(module.name)
    own = {kind.slug: kind.title for kind in refusals()}
    return own | {slug: title for slug, title, _ in HTTP_PROBLEMS.values()}


def settings_rows() -> list[str]:
    """Return the rows of the settings table, as the README must have them."""
    return [
        f"| `{spec.metadata['env']}` | {default_cell(spec.metadata['default'])} "
        f"| {spec.metadata['meaning']} |"
        for spec in fields(Settings)
    ]


def default_cell(default: str) -> str:
    return f"`{default}`" if default else "(empty)"


def test_every_table_is_in_the_glossary() -> None:
    assert set(Base.metadata.tables) - code_words(read("docs/glossary.md")) == set()


def test_every_vocabulary_is_in_the_glossary() -> None:
    lists = {name for name, _ in inspect.getmembers(vocabulary, inspect.isclass)} - {"StrEnum"}

    assert lists - code_words(read("docs/glossary.md")) == set()


def test_the_glossary_names_only_what_exists() -> None:
    """The third column holds names of the code: the last part of each stands somewhere in it."""
    cells = re.findall(r"^\|[^|]+\|[^|]+\|([^|]+)\|", read("docs/glossary.md"), re.MULTILINE)
    names = {word.split(".")[-1] for cell in cells for word in code_words(cell)}
    code = "\n".join(module.text for module in modules("models", "server", "tools"))
    known = set(re.findall(r"\w+", code))

    assert {name for name in names if name.isidentifier()} - known == set()


def test_every_problem_is_documented_with_its_title() -> None:
    table = re.findall(r"^\| `([a-z-]+)` \| ([^|]+?) \|", read("docs/problems.md"), re.MULTILINE)

    assert dict(table) == problems()
    assert len(table) == len(dict(table))


def test_one_problem_has_one_title() -> None:
    problems()
    titles: dict[str, set[str]] = {}
    for kind in refusals():
        titles.setdefault(kind.slug, set()).add(kind.title)

    assert {slug: found for slug, found in titles.items() if len(found) > 1} == {}


def test_the_readme_lists_every_setting() -> None:
    rows = re.findall(r"^\| `[A-Z0-9_]+` \|.*\|$", read("README.md"), re.MULTILINE)

    assert rows == settings_rows()


def test_the_example_environment_lists_every_setting() -> None:
    lines = re.findall(r"^#? ?([A-Z0-9_]+)=(.*)$", read(".env.example"), re.MULTILINE)

    assert lines == [(spec.metadata["env"], spec.metadata["default"]) for spec in fields(Settings)]
