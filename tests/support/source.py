"""The code of the house as syntax trees, for tests of its structure."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSES = ("config", "models", "server", "tools", "tests", "bench")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file: where it is, its text, its tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path as people write it, from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def is_test(self) -> bool:
        """Tests may be a little longer."""
        return self.name.startswith("tests/")

    @property
    def is_migration(self) -> bool:
        """A revision is written once, by Alembic, and never changed."""
        return self.name.startswith("models/migrations/")

    def functions(self) -> Iterator[FunctionNode]:
        """Yield every function and method, inner ones too."""
        for node in ast.walk(self.tree):
            if isinstance(node, FunctionNode):
                yield node

    def at(self, node: ast.stmt | ast.expr) -> str:
        """Return file and line of a node, as editors understand it."""
        return f"{self.name}:{node.lineno}"


@functools.cache
def modules(*houses: str) -> tuple[Module, ...]:
    """Return every module below these folders; without arguments, of the whole repository."""
    paths = [p for house in houses or HOUSES for p in sorted((ROOT / house).rglob("*.py"))]
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path, text, ast.parse(text, str(path)))


def imported_names(tree: ast.AST) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """Yield each import with the dotted name of what is imported: `from a.b import c` is a.b.c."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)
