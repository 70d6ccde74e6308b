"""What the handbook installs in production: the service alone, which runs from it."""

import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from config import ROOT

INSTALL = re.compile(r"archive HEAD (.+?) \| tar", re.MULTILINE)
NAMED = re.compile(r"^([A-Za-z0-9-]+)", re.MULTILINE)
IMPORT_ALL = """
import importlib, pkgutil, sys
refused = set(sys.argv[1:])
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in refused:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
for root in ("config", "models", "server"):
    for found in pkgutil.walk_packages([root], root + "."):
        if found.name not in {"server.wsgi", "models.migrations.env"}:  # they begin to run
            importlib.import_module(found.name)
import tools.run.operate
"""


def packages_of_tests() -> set[str]:
    """Return what stands below "# tests", and what checks the code."""
    wanted = (ROOT / "requirements.in").read_text(encoding="utf-8").partition("# tests\n")[2]
    checks = (ROOT / "requirements-dev.in").read_text(encoding="utf-8")
    return set(NAMED.findall(wanted + checks))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (paths,) = INSTALL.findall((ROOT / "docs/operations.md").read_text(encoding="utf-8"))
    for path in paths.split():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / path).is_dir():
            leave = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / path, tmp_path / path, ignore=leave)
        else:
            shutil.copy(ROOT / path, tmp_path / path)
    return tmp_path


def test_the_service_runs_from_what_the_handbook_installs(tree: Path) -> None:
    wanted = packages_of_tests()
    refused = [module for module, of in packages_distributions().items() if wanted.issuperset(of)]
    assert {"pytest", "hypothesis", "mypy", "moto"} <= set(refused)
    run = [sys.executable, "-c", IMPORT_ALL, *refused]
    done = subprocess.run(run, cwd=tree, env={}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_of_the_tests_is_installed_beside_it(tree: Path) -> None:
    assert {each.name for each in tree.iterdir()}.isdisjoint({"tests", "bench", "miniprogram"})
    assert {each.name for each in (tree / "tools").iterdir()} == {"__init__.py", "run", "setup"}
    python = tree / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$@" >> asked\n', encoding="utf-8")
    python.chmod(0o755)
    for script in ("venv.sh", "node.sh"):
        subprocess.run(["/bin/sh", f"tools/setup/{script}", "install"], cwd=tree, check=True)
    asked = (tree / "asked").read_text(encoding="utf-8")
    assert re.findall(r"-r (\S+)", asked) == ["requirements.txt"]
