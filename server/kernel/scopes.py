"""How far an actor sees (辖区): subtrees of the federation and her own household."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Scope:
    """The first argument of every query. Outside it a thing does not exist.

    `paths` are prefixes of the federation tree (each ends in "/"); `household_ids` are households
    seen as a member. An empty scope sees nothing.
    """

    paths: frozenset[str] = frozenset()
    household_ids: frozenset[int] = frozenset()
    is_everything: bool = False

    @classmethod
    def everything(cls, *, reason: str) -> Self:
        """Return the scope of the whole city; use `Work.everything`, which audits the reason."""
        if not reason:
            message = "reading across scopes needs a reason"
            raise ValueError(message)
        return cls(is_everything=True)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing can be seen."""
        return not (self.paths or self.household_ids or self.is_everything)

    def covers_path(self, path: str) -> bool:
        """Tell whether a node of the federation tree lies inside."""
        return self.is_everything or any(path.startswith(prefix) for prefix in self.paths)
