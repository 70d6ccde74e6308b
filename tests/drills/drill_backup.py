"""Restores over and over: ten machines in a row under load, and a restore killed at any moment."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from config import ROOT
from tests.support.generations import next_generation
from tests.support.installations import Estate, Installation

GENERATIONS = 10
PEOPLE = 4
KILLS = 20
STEP_SECONDS = 0.25


def restore_and_kill(village: Installation, archive: Path, seconds: float) -> bool:
    """Restore in a process of its own and kill it and its children; tell whether it was done."""
    command = [sys.executable, "-m", "server.cli", "restore", str(archive), "--replace"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=village.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as restore:
        with suppress(subprocess.TimeoutExpired):
            return restore.wait(seconds) == 0
        os.killpg(restore.pid, signal.SIGKILL)
        return False


def test_a_village_outlives_ten_machines(estate: Estate, village: Installation) -> None:
    for number in range(1, GENERATIONS + 1):
        village = next_generation(estate, village, people=PEOPLE)
        rows = village.rows()
        print(
            f"{village.database}: generation {number} holds {len(rows['points_transfers'])} "
            f"transfers, {len(rows['orders'])} orders"
        )


def test_a_restore_killed_at_any_moment_can_be_run_again(village: Installation) -> None:
    archive, before = village.backup(), village.rows()
    done = 0
    for number in range(1, KILLS + 1):
        done += restore_and_kill(village, archive, number * STEP_SECONDS)
        again = village.command("restore", archive, "--replace")
        assert again.exit_code == 0, again.output
        assert village.rows()["points_transfers"] == before["points_transfers"]
    print(f"{village.database}: {KILLS - done} of {KILLS} restores were killed, each was run again")
    assert done < KILLS
    assert village.leftovers() == []
