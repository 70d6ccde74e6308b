"""Runs commands of the service one after another in one process: importing it takes longest.

`python -m tools.run.prepare migrate … demo-people`: only what the last one says goes to standard
output, so that whoever started us can show it when the time has come.
"""

import sys
from contextlib import redirect_stdout

from server.cli import cli
from tools.demo.__main__ import catalogue, load, people

cli.add_command(load, "load-demo")
cli.add_command(catalogue, "demo-catalogue")
cli.add_command(people, "demo-people")


def main(commands: list[str]) -> None:
    """Run all; the first failure ends the process with its code."""
    *steps, last = commands
    with redirect_stdout(sys.stderr):
        for step in steps:
            run(step)
    run(last)


def run(command: str) -> None:
    """Run one command; click ends every command with SystemExit, also when all is well."""
    try:
        cli.main([command])
    except SystemExit as end:
        if end.code:
            raise


if __name__ == "__main__":
    main(sys.argv[1:])
