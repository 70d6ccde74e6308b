"""Faults on order: what the platform, or the way to it, does wrong for the next calls."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

EVERYWHERE = "*"


class FaultKind(StrEnum):
    """How a call goes wrong."""

    ERRCODE = "errcode"  # a refusal with `errcode`
    DELAY = "delay"  # the right answer, `seconds` late; with `after_processing` thought out at once
    RESET = "reset"  # the connection dies; with `after_processing` only the answer is lost
    HTTP_500 = "http_500"
    HTTP_502 = "http_502"
    REDIRECT = "redirect"  # to an address that only the journal knows
    HTML = "html"  # status 200 with a page instead of JSON
    TRUNCATED = "truncated"  # processed, but half the answer is missing
    WRONG_TYPE = "wrong_type"  # processed, but the answer is called something else
    OVERSIZED = "oversized"  # processed, but two megabytes of blanks follow the answer


class FaultDetails(TypedDict, total=False):
    """What some kinds need to know."""

    match: str
    errcode: int
    seconds: float
    after_processing: bool


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault on one path (`*`: on any) for so many `times`; `match` occurs in the request."""

    path: str
    kind: FaultKind
    times: int = 1
    match: str = ""
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

    def take(self, path: str, said: str) -> Fault | None:
        """Return the next fault of a path and what was said there, and count it down."""
        fitting = (one for one in self._waiting if one.path in {path, EVERYWHERE})
        fault = next((one for one in fitting if one.match in said), None)
        if fault is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
        return fault
