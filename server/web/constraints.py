"""Which constraint a refused statement broke, by its name, on both databases."""

from collections.abc import Callable, Mapping

from sqlalchemy import Index, MetaData, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from server.kernel.errors import DomainError

ConstraintErrors = Mapping[str, Callable[[], DomainError]]
_KEYS = (UniqueConstraint, PrimaryKeyConstraint)


def unique_names(metadata: MetaData) -> dict[str, list[str]]:
    """Map SQLite's wording ("table.a, table.b") to the names of the keys on those columns."""
    names: dict[str, list[str]] = {}
    for table in metadata.sorted_tables:
        keys: list[UniqueConstraint | PrimaryKeyConstraint | Index] = [
            *(index for index in table.indexes if index.unique),
            *(c for c in table.constraints if isinstance(c, _KEYS)),
        ]
        for key in keys:
            words = ", ".join(f"{table.name}.{column.name}" for column in key.columns)
            names.setdefault(words, []).append(str(key.name))
    return names


def violated_names(error: IntegrityError, uniques: Mapping[str, list[str]]) -> list[str]:
    """Return the names of the constraints that may be the broken one (SQLite can be ambiguous)."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if name:
        return [str(name)]
    _, _, words = str(error.orig).partition("constraint failed: ")
    return uniques.get(words, [words])
