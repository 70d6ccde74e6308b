"""Import rules that the import linter cannot say."""

import ast
from collections.abc import Iterator

import pytest

from tests.support.source import ROOT, Module, imported_names, modules

DOORS = {"service", "errors"}
DOMAINS = ["server", "domains"]
DOOR_DEPTH = 2  # the domain and its door


def entered(module: Module) -> Iterator[tuple[str, list[str]]]:
    """Yield place and path inside `server.domains` of each import: ["points", "service"].

    `from server.domains.points.service import confirm` enters the module it names, no further.
    """
    for node, name in imported_names(module.tree):
        house, path = name.split(".")[:2], name.split(".")[2:]
        if house == DOMAINS:
            is_deep = isinstance(node, ast.ImportFrom) and len(path) > DOOR_DEPTH
            yield module.at(node), path[:-1] if is_deep else path


def foreign_entries(module: Module) -> list[str]:
    """Name each import of another domain that does not go through a door."""
    own = module.path.parts[module.path.parts.index("domains") + 1]
    return [
        f"{place}: {'.'.join(path)}"
        for place, path in entered(module)
        if path[0] != own and not (len(path) == DOOR_DEPTH and path[1] in DOORS)
    ]


def test_another_domain_is_entered_only_by_its_service_or_errors() -> None:
    rooms = modules("server/domains")

    assert len(rooms) > 1
    assert [entry for module in rooms for entry in foreign_entries(module)] == []


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("from server.domains.points import service as points", 0),
        ("from server.domains.points.service import confirm_claim", 0),
        ("from server.domains.points.errors import ClaimNotFound", 0),
        ("from server.domains.rewards.service.orders import reserve", 0),
        ("from server.domains.points import queries", 1),
        ("from server.domains.points.service.claims import confirm_claim", 1),
        ("from server.domains import points", 1),
        ("import server.domains.points.rules", 1),
    ],
)
def test_the_door_rule_bites(line: str, faults: int) -> None:
    module = Module(ROOT / "server/domains/rewards/service.py", line, ast.parse(line))

    assert len(foreign_entries(module)) == faults


def test_from_outside_too_a_domain_is_entered_by_a_door() -> None:
    """The registry alone sees routes; nobody reaches behind a door that is a package."""
    doors = {"server/registry.py": DOORS | {"routes"}}
    faults = [
        f"{place}: {'.'.join(path)}"
        for module in modules("server", "tools")
        if not module.name.startswith("server/domains/")
        for place, path in entered(module)
        if not (len(path) == DOOR_DEPTH and path[1] in doors.get(module.name, DOORS))
    ]

    assert faults == []


def test_nothing_is_imported_inside_a_function() -> None:
    inner = [
        module.at(node)
        for module in modules()
        for function in module.functions()
        for node, _ in imported_names(function)
    ]

    assert inner == []


def test_one_adapter_imports_wechatpy() -> None:
    importers = {
        module.name.rpartition("/")[0]
        for module in modules()
        for _, name in imported_names(module.tree)
        if name.split(".")[0] == "wechatpy"
    }

    assert importers == {"server/adapters/wechat"}


def test_the_vocabulary_imports_nothing_but_enum() -> None:
    lists = [m for m in modules("models") if m.name.startswith("models/vocabulary/")]
    imported = {
        name
        for module in lists
        for _, name in imported_names(module.tree)
        if not name.startswith("models.vocabulary.")
    }

    assert imported == {"enum.StrEnum"}
