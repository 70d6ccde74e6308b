"""Runs one of the operator's commands with the settings of `make run`, those of `.env` too.

`python -m tools.run.operate backup --keep 7`: another database than the one that runs would be
the wrong one to back up.
"""

import os
import sys

from config import ROOT
from tools.run.plan import make_plan
from tools.run.refusals import StartRefused


def main(words: list[str]) -> None:
    """Become the command; wrong settings are one line each."""
    try:
        environ = make_plan(ROOT, os.environ).environ
    except StartRefused as refusal:
        sys.exit(str(refusal))
    program = [sys.executable, "-m", "server.cli", *words]
    os.chdir(ROOT)
    os.execve(sys.executable, program, environ)  # noqa: S606 - our own program


if __name__ == "__main__":
    main(sys.argv[1:])
