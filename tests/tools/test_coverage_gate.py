"""The gate names what is not run and what is skipped."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tools.coverage_gate import main

COVERED: dict[str, list[object]] = {"missing_lines": [], "missing_branches": []}
UNCOVERED: dict[str, list[object]] = {"missing_lines": [7], "missing_branches": [[3, 5]]}


def gate(folder: Path, files: Mapping[str, object], test: str = "<testcase/>") -> int:
    coverage, report = folder / "coverage.json", folder / "report.xml"
    coverage.write_text(json.dumps({"files": files}))
    report.write_text(f"<testsuites><testsuite>{test}</testsuite></testsuites>")
    return main([str(coverage), str(report)])


def test_covered_decisions_and_no_skipped_test_pass(tmp_path: Path) -> None:
    files = {"server/domains/points/rules.py": COVERED, "server/web/health.py": UNCOVERED}

    assert gate(tmp_path, files) == 0


@pytest.mark.parametrize(
    "path", ["server/domains/points/policy.py", "server/domains/points/service/claims.py"]
)
def test_an_untested_decision_fails(
    path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate(tmp_path, {path: UNCOVERED}) == 1
    assert f"{path}: never run: 7, 3->5" in capsys.readouterr().out


def test_a_skipped_test_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"server/domains/points/rules.py": COVERED}
    test = '<testcase classname="t" name="race"><skipped message="slow"/></testcase>'

    assert gate(tmp_path, files, test) == 1
    assert "t::race: skipped: slow" in capsys.readouterr().out


def test_measuring_nothing_fails(tmp_path: Path) -> None:
    assert gate(tmp_path, {}) == 1
