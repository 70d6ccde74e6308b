"""Logging: the service's own records on standard error, never a name, a phone number or a token."""

import logging
import traceback
from collections.abc import Iterator
from logging.config import dictConfig
from typing import Any

from pythonjsonlogger.json import JsonFormatter

# gunicorn would add an address or a path, which may hold a code
_CUT_SHORT = ("Error handling request", "Invalid request from ip")


class _Discreet(logging.Formatter):
    """Keeps the first line of an error's text: PostgreSQL quotes the refused row in the next."""

    def formatException(self, ei: Any) -> str:  # noqa: N802, ANN401 - logging's own signature
        return "\n".join(_told(error) for error in reversed(list(_chain(ei[1]))))


class TextLines(_Discreet):
    """Lines for people: when, how bad, where, what."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")


class JsonLines(_Discreet, JsonFormatter):
    """One JSON object a line, for programs; what a record carries besides becomes a field."""

    def __init__(self) -> None:
        JsonFormatter.__init__(
            self,
            "{levelname}{name}{message}",
            style="{",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "error"},
            timestamp="time",
            json_ensure_ascii=False,
        )


class CutShort(logging.Filter):
    """Takes addresses and paths out of what gunicorn says about a request it cannot serve."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, some shorter."""
        for beginning in _CUT_SHORT:
            if str(record.msg).startswith(beginning):
                record.msg, record.args = beginning, ()
        return True


def logs_config(*, as_json: bool) -> dict[str, Any]:
    """Return logging's configuration, which gunicorn takes for itself as well."""
    lines = JsonLines if as_json else TextLines
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": lines}},
        "filters": {"cut_short": {"()": CutShort}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "filters": ["cut_short"],
            }
        },
        "root": {"level": "INFO", "handlers": ["stderr"]},
        "loggers": {
            "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
            "huey": {"level": "WARNING"},
            "alembic": {"level": "WARNING"},
        },
    }


def configure_logs(*, as_json: bool = False) -> None:
    """Send the service's own logs to standard error, for the process manager to keep."""
    dictConfig(logs_config(as_json=as_json))


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
