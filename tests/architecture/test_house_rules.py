"""What every file keeps to: one place to commit, one clock, small pieces, plain names."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support.source import FunctionNode, Module, modules

FUNCTION_LINES_MAX = 40
FILE_LINES_MAX = 300
TEST_FILE_LINES_MAX = 400
BANNED_WORDS = {"util", "utils", "helper", "helpers", "manager", "managers"}
IMPOSED_NAMES = {"handle_http_exception"}  # a hook that flask-smorest calls by this name
OWN_CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
DECIDERS = ("server/domains/", "server/kernel/", "models/")


def calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def words(name: str) -> set[str]:
    """Split snake_case and CamelCase."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)}


def defined_names(module: Module) -> Iterator[str]:
    yield module.path.stem
    for node in ast.walk(module.tree):
        if isinstance(node, FunctionNode | ast.ClassDef):
            yield node.name


def is_badly_named(name: str) -> bool:
    handles = name.startswith(("handle_", "_handle_")) and name not in IMPOSED_NAMES
    return handles or bool(words(name) & BANNED_WORDS)


def test_there_is_one_place_that_commits() -> None:
    sites = [
        module.name
        for module in modules("server")
        for call in calls(module)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
    ]

    assert sites == ["server/web/transactions.py"]


def test_domains_kernel_and_models_read_no_clock_of_their_own() -> None:
    readings = [
        f"{module.at(call)}: {ast.unparse(call.func)}"
        for module in modules("server", "models")
        if module.name.startswith(DECIDERS)
        for call in calls(module)
        if ".".join(ast.unparse(call.func).split(".")[-2:]) in OWN_CLOCKS
    ]

    assert readings == []


def test_functions_are_short() -> None:
    long = [
        f"{module.at(function)}: {function.name}"
        for module in modules()
        if not module.is_migration
        for function in module.functions()
        if (function.end_lineno or 0) - function.lineno >= FUNCTION_LINES_MAX
    ]

    assert long == []


def test_files_are_short() -> None:
    long = [
        module.name
        for module in modules()
        if not module.is_migration
        and len(module.text.splitlines())
        > (TEST_FILE_LINES_MAX if module.is_test else FILE_LINES_MAX)
    ]

    assert long == []


def test_names_say_what_a_thing_is_for() -> None:
    bad = [
        f"{module.name}: {name}"
        for module in modules()
        for name in defined_names(module)
        if is_badly_named(name)
    ]

    assert bad == []


@pytest.mark.parametrize("name", ["utils", "PointsManager", "date_helpers", "handle_claim"])
def test_the_rule_for_names_bites(name: str) -> None:
    assert is_badly_named(name)
