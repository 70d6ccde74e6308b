"""Reads a reference document value by value and keeps every fault with its place."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(slots=True)
class Reader:
    """Collects faults instead of stopping at the first; a faulty value reads as an empty one."""

    faults: list[dict[str, str]] = field(default_factory=list)

    def fault(self, pointer: str, detail: str) -> None:
        """Keep a fault."""
        self.faults.append({"pointer": pointer, "detail": detail})

    def mapping(self, value: object, pointer: str) -> dict[str, Any]:
        """Return a group of named values."""
        if isinstance(value, dict):
            return value
        self.fault(pointer, "这里应该是一组“名称: 值”。")
        return {}

    def items(self, value: object, pointer: str) -> list[Any]:
        """Return a list."""
        if isinstance(value, list):
            return value
        self.fault(pointer, "这里应该是一个列表。")
        return []

    def words(self, value: object, pointer: str) -> str:
        """Return a text that is not empty."""
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.fault(pointer, "这里应该写文字。")
        return ""

    def choice(self, value: object, pointer: str, choices: Collection[str]) -> str:
        """Return one of the words of a closed list."""
        if isinstance(value, str) and value in choices:
            return value
        self.fault(pointer, f"只能是：{'、'.join(sorted(choices))}。")
        return ""

    def choices(self, value: object, pointer: str, choices: Collection[str]) -> tuple[str, ...]:
        """Return one or several words of a closed list."""
        found = self.items(value, pointer)
        if not found and isinstance(value, list):
            self.fault(pointer, "至少写一项。")
        return tuple(self.choice(word, f"{pointer}/{n}", choices) for n, word in enumerate(found))

    def number(self, value: object, pointer: str, *, least: int, most: int) -> int:
        """Return an integer within bounds."""
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.fault(pointer, f"这里应该是{least}到{most}的整数。")
        return least

    def truth(self, value: object, pointer: str) -> bool:
        """Return true or false."""
        if isinstance(value, bool):
            return value
        self.fault(pointer, "只能是 true 或 false。")
        return False

    def day(self, value: object, pointer: str) -> date:
        """Return a date."""
        if type(value) is date:
            return value
        self.fault(pointer, "这里应该是日期，例如2026-01-01。")
        return date.min
