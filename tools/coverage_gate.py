"""The gate after the tests: decisions are run branch by branch, and no test is skipped."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

DECISIONS = re.compile(r"server/domains/\w+/(rules|policy|service)(\.py|/.+\.py)")


def main(arguments: list[str]) -> int:
    """Read a coverage report (JSON) and a test report (JUnit XML); return 0 when both pass."""
    coverage, tests = (Path(argument) for argument in arguments)
    faults = [*uncovered(json.loads(coverage.read_text())), *skipped(tests)]
    for fault in faults:
        print(fault)
    print("coverage gate: " + (f"{len(faults)} faults" if faults else "passed"))
    return 1 if faults else 0


def uncovered(report: dict[str, Any]) -> Iterator[str]:
    """Name each file of decisions with a line or branch that no test runs."""
    decisions = {path: file for path, file in report["files"].items() if DECISIONS.match(path)}
    for path, file in decisions.items():
        lines = [str(line) for line in file["missing_lines"]]
        branches = [f"{start}->{end}" for start, end in file["missing_branches"]]
        if lines or branches:
            yield f"{path}: never run: {', '.join(lines + branches)}"
    if not decisions:
        yield "server/domains: no rules, policy or service was measured"


def skipped(report: Path) -> Iterator[str]:
    """Name each test that was skipped or expected to fail."""
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - our own file, written just before
        if (reason := case.find("skipped")) is not None:
            yield f"{case.get('classname')}::{case.get('name')}: skipped: {reason.get('message')}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
