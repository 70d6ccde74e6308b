"""What the repository says to strangers: nothing of the machine or the means it was made with."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.source import ROOT

# Letters in brackets, so that this file does not find itself.
FOREIGN = {
    "a path of somebody's machine": r"(?<![\w.])/(?:[w]ork|[r]oot|[h]ome)/\w",
    "a folder that is not in the repository": r"(?:\.\./|(?<![\w/-]))[s]hared/",
    "an address of a package index": r"--(?:extra-)?[i]ndex-url[ =]|--[f]ind-links|--[t]rusted",
    "a tool it was written with": r"(?i)\b(?:[c]laude|[a]nthropic|[o]penai|[c]hatgpt|[s]ubagent)",
}


def tracked_files() -> Iterator[Path]:
    """Yield what is, or with the next `git add` would be, in the repository."""
    git = shutil.which("git")
    assert git is not None
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    return (ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def foreign_words(path: Path) -> Iterator[str]:
    text = path.read_bytes().decode("utf-8", errors="ignore")
    for reason, pattern in FOREIGN.items():
        for found in re.finditer(pattern, text):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{path.relative_to(ROOT)}:{line}: {reason}: {found.group()}"


def test_no_file_speaks_of_where_or_how_it_was_made() -> None:
    files = list(tracked_files())

    assert len(files) > len(["README.md", "Makefile"])
    assert [word for path in files for word in foreign_words(path)] == []


@pytest.mark.parametrize("halves", ["/wo rk/main", "../sha red/x", "--find -links x", "Cla ude"])
def test_the_rule_bites(halves: str) -> None:
    text = "see " + halves.replace(" ", "", 1)

    assert len([pattern for pattern in FOREIGN.values() if re.search(pattern, text)]) == 1
