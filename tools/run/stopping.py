"""Ctrl-C and its relatives, turned into one exception at a moment when it does no harm."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop; not an error, so nothing may catch it by accident."""


class StopRequest:
    """Raises Stopped once, but never inside `held`: a child that was just born must be noted."""

    def __init__(self) -> None:
        self._is_held = False
        self._is_asked = False
        self._is_raised = False

    def listen(self) -> None:
        """Answer the signals from now on."""
        for number in SIGNALS:
            signal.signal(number, self._ask)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let the block finish before a request counts."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        self._raise_when_asked()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._is_asked = True
        if not self._is_held:
            self._raise_when_asked()

    def _raise_when_asked(self) -> None:
        if self._is_asked and not self._is_raised:
            self._is_raised = True
            raise Stopped
