"""Without Node the service goes on; what needs it is named, and under CI that is a failure."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("sh", "cat", "cksum")


@pytest.fixture
def without_node(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a machine that has a shell and no Node."""
    for name in NEEDED:
        program = shutil.which(name)
        assert program is not None
        (tmp_path / name).symlink_to(program)
    others = {name: value for name, value in os.environ.items() if name != "CI"}
    return others | {"PATH": str(tmp_path)}


def run(environ: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    shell = ["/bin/sh", *command]
    return subprocess.run(shell, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def test_installing_goes_on_and_says_why_in_one_line(without_node: dict[str, str]) -> None:
    done = run(without_node, "tools/setup/node.sh", "install")

    assert done.returncode == 0
    assert len(done.stderr.splitlines()) == 1
    assert "No Node >= 20.12" in done.stderr


def test_nothing_is_ready(without_node: dict[str, str]) -> None:
    assert run(without_node, "tools/setup/node.sh", "ready").returncode == 1


def test_what_was_not_run_is_named(without_node: dict[str, str]) -> None:
    done = run(without_node, "tools/setup/with_node.sh", "npm", "test")

    assert done.returncode == 0
    assert "Not run: npm test" in done.stderr


def test_under_ci_that_is_a_failure(without_node: dict[str, str]) -> None:
    done = run(without_node | {"CI": "true"}, "tools/setup/with_node.sh", "npm", "test")

    assert done.returncode == 1
