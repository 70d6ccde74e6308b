"""Faults on order: what the platform, or the way to it, does wrong for the next calls."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict


class FaultKind(StrEnum):
    """How a call goes wrong."""

    ERRCODE = "errcode"  # a refusal with `errcode`
    DELAY = "delay"  # the right answer, `seconds` late; with `after_processing` thought out at once
    RESET = "reset"  # the connection dies; with `after_processing` only the answer is lost
    HTTP_500 = "http_500"
    TRUNCATED = "truncated"  # processed, but half the answer is missing
    HTML = "html"  # status 200 with a page instead of JSON


class FaultDetails(TypedDict, total=False):
    """What some kinds need to know."""

    errcode: int
    seconds: float
    after_processing: bool


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault on one path for so many `times`."""

    path: str
    kind: FaultKind
    times: int = 1
    errcode: int = -1
    seconds: float = 0.0
    after_processing: bool = False


class Faults:
    """The faults still to happen, in the order they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Put a fault at the end of the line."""
        self._waiting.append(fault)

    def take(self, path: str) -> Fault | None:
        """Return the next fault of a path and count it down."""
        fault = next((each for each in self._waiting if each.path == path), None)
        if fault is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
        return fault
