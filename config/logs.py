"""Logging: one line per record on standard error, never a name, a phone number or a token."""

import logging
import sys


def configure_logs() -> None:
    """Send the service's own logs to standard error, for the process manager to keep."""
    stream = logging.StreamHandler(sys.stderr)
    stream.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [stream]
    root.setLevel(logging.INFO)
    logging.getLogger("huey").setLevel(logging.WARNING)
