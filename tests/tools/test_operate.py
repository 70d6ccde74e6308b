"""`make backup` and `make restore`: the operator's commands with the settings of `make run`."""

import subprocess
import sys

from config import ROOT


def operate(*words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tools.run.operate", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )


def test_it_becomes_the_command() -> None:
    answer = operate("backup", "--help")
    assert answer.returncode == 0
    assert "--keep" in answer.stdout


def test_wrong_settings_are_named_without_a_traceback() -> None:
    answer = operate("backup", PORT="none")
    assert answer.returncode == 1
    assert "PORT: must be" in answer.stderr
    assert "Traceback" not in answer.stderr
