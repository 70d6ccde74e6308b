"""docs/asvs.md names every requirement once, and only proofs that exist."""

import ast
import functools
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.support.source import ROOT, modules

PAGE = "docs/asvs.md"
LEVELS = """
1.1:22 1.2:1111122223 1.3:112222222223 1.4:222 1.5:123 2.1:122 2.2:112 2.3:12223 2.4:23
3.1:3 3.2:113 3.3:12223 3.4:11222233 3.5:11122333 3.6:3 3.7:22333 4.1:12233 4.2:23333 4.3:22
4.4:1222 5.1:2 5.2:112333 5.3:113 5.4:222 6.1:122 6.2:111111112222 6.3:11223333 6.4:112233
6.5:22222333 6.6:2223 6.7:33 6.8:2222 7.1:222 7.2:1111 7.3:22 7.4:11222 7.5:223 7.6:22
8.1:1233 8.2:1123 8.3:133 8.4:23 9.1:111 9.2:1222 10.1:22 10.2:223 10.3:22223
10.4:1111122222233333 10.5:22222 10.6:22 10.7:222 11.1:2233 11.2:22233 11.3:11233 11.4:1222
11.5:23 11.6:23 11.7:33 12.1:12233 12.2:11 12.3:22223 13.1:2333 13.2:222223 13.3:2233
13.4:1222233 14.1:22 14.2:12223333 14.3:122 15.1:12233 15.2:12233 15.3:1222222 15.4:3333
16.1:2 16.2:22222 16.3:2222 16.4:222 16.5:2223 17.1:23 17.2:22223333 17.3:22
"""
"""ASVS 5.0.0: the levels of the requirements of each section, in their order."""
TAKEN_ON = {"1.2.10", "14.2.7", "14.2.8"}
STATUSES = ("held", "not held", "not applicable")
_ROW = re.compile(r"^\| ([\d.]+) \| (\d) \| [^|]+ \| ([a-z ]+) \| (.+) \|$", re.MULTILINE)
_CRYPTOGRAPHY = {
    "hashlib",
    "hmac",
    "secrets",
    "cryptography",
    "itsdangerous",
    "ssl",
    "wechatpy.crypto",
}
_MODULE = re.compile(r"`((?:config|models|server)/[\w/]+\.py)`")


def wanted() -> dict[str, str]:
    """Return the level of every requirement of level 1 and 2, and of those taken on."""
    sections = (section.split(":") for section in LEVELS.split())
    each = {f"{name}.{n}": level for name, levels in sections for n, level in enumerate(levels, 1)}
    return {name: level for name, level in each.items() if level in "12" or name in TAKEN_ON}


@functools.cache
def page(name: str = PAGE) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows() -> list[tuple[str, str, str, str]]:
    """Return id, level, status and proof of each row."""
    return _ROW.findall(page())


def proofs(text: str) -> list[str]:
    """Return what a text names between backticks that can be looked up."""
    named = re.findall(r"`([^`]+)`", text)
    return [each for each in named if "::" in each or re.fullmatch(r"[\w.-]+(/[\w./-]+)?", each)]


@functools.cache
def named_in(file: str) -> frozenset[str]:
    """Return the names of the tests of a file, read and not run."""
    text = page(file)
    if file.endswith(".mjs"):
        return frozenset(re.findall(r"^test\('(.+?)', ", text, re.MULTILINE))
    found = (node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in found if name.startswith("test_"))


def faults(proof: str) -> Iterator[str]:
    """Yield what is wrong with a named proof: no such file, no such test."""
    file, _, test = proof.partition("::")
    if test and (not (ROOT / file).is_file() or test not in named_in(file)):
        yield proof
    if not test and "/" in file and not (ROOT / file).exists():
        yield proof


def test_every_requirement_of_level_1_and_2_stands_there_once() -> None:
    assert len([level for level in wanted().values() if level in "12"]) == 253
    assert Counter((name, level) for name, level, *_ in rows()) == Counter(wanted().items())
    assert {status for _, _, status, _ in rows()} == set(STATUSES)


def test_what_is_held_names_its_proof_and_every_proof_exists() -> None:
    wrong = [fault for *_, proof in rows() for each in proofs(proof) for fault in faults(each)]
    assert wrong == []
    for name, _, status, proof in rows():
        assert status != "held" or proofs(proof) or "`make check`" in proof, name
    for name in ("tests/rules/test_kernel.py::test_no_such_thing", "docs/no-such-page.md"):
        assert list(faults(name)) == [name]


def test_the_counts_are_those_of_the_table() -> None:
    found = Counter(status for _, level, status, _ in rows() if level in "12")
    told = ", ".join(f"{found[status]} {status}" for status in STATUSES)
    assert f"**Levels 1 and 2: {found.total()} requirements, {told}.**" in page()


@pytest.mark.parametrize("name", ["docs/security.md", "docs/threat-model.md"])
def test_the_pages_beside_it_name_only_proofs_that_exist(name: str) -> None:
    text = re.sub(r"```.*?```", "", page(name), flags=re.DOTALL)
    named = [each for each in proofs(text) if "::" in each or each.startswith(("tests/", "docs/"))]
    assert [fault for each in named for fault in faults(each)] == []


def test_every_module_that_uses_cryptography_is_in_the_inventory() -> None:
    using = {
        module.name
        for module in modules("config", "models", "server")
        if not module.is_migration and _CRYPTOGRAPHY & set(_imported(module.tree))
    }
    section = page("docs/security.md").partition("## Cryptography")[2].partition("\n## ")[0]
    listed = set(_MODULE.findall(section))
    assert using - listed == set(), "say in docs/security.md, Cryptography, what it is used for"
    assert listed - {module.name for module in modules("config", "models", "server")} == set()


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            name = f"{node.module}"
            yield name if name == "wechatpy.crypto" else name.partition(".")[0]


def test_the_mini_program_shows_texts_as_texts() -> None:
    pages = [p for p in (ROOT / "miniprogram").rglob("*") if p.suffix in {".wxml", ".js"}]
    markup = re.compile(r"<rich-text|<web-view|innerHTML|\beval\(|new Function\b")
    assert len(pages) > 100
    assert [p.name for p in pages if markup.search(p.read_text(encoding="utf-8"))] == []
