"""Logging: the service's own records on standard error, never a name, a phone number or a token."""

import logging
import sys
import traceback
from collections.abc import Iterator
from typing import Any


class _DiscreetFormatter(logging.Formatter):
    """Keeps the first line of an error's text: PostgreSQL quotes the refused row in the next."""

    def formatException(self, ei: Any) -> str:  # noqa: N802, ANN401 - logging's own signature
        return "\n".join(_told(error) for error in reversed(list(_chain(ei[1]))))


def configure_logs() -> None:
    """Send the service's own logs to standard error, for the process manager to keep."""
    stream = logging.StreamHandler(sys.stderr)
    stream.setFormatter(_DiscreetFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [stream]
    root.setLevel(logging.INFO)
    logging.getLogger("huey").setLevel(logging.WARNING)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    words = str(error).partition("\n")[0]
    return f"{frames}{type(error).__module__}.{type(error).__qualname__}: {words}"
