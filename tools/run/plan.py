"""What this start will do: the settings, the environment of the children and their commands."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from config.settings import Settings, SettingsError
from tools.run.ports import local
from tools.run.refusals import StartRefused

STANDIN = "wechat"
PREVIEW = "preview"


@dataclass(frozen=True)
class Plan:
    """One start. `environ` holds every setting with its value in force."""

    settings: Settings
    environ: dict[str, str]
    commands: dict[str, str]

    @property
    def has_standin(self) -> bool:
        """Tell whether the stand-in and the demo belong to this start."""
        return STANDIN in self.commands

    @property
    def has_preview(self) -> bool:
        """Tell whether the mini-program is shown in a browser."""
        return PREVIEW in self.commands

    @property
    def preparations(self) -> list[str]:
        """Return the commands of the service that come before the start."""
        demo = ["load-demo", "demo-catalogue", "demo-people"] if self.has_standin else []
        return ["migrate", "load-reference", *demo]

    @property
    def ports(self) -> list[tuple[str, str, int]]:
        """Return the setting, the address and the number of every port that must be free."""
        settings = self.settings
        web = ("PORT", settings.host, settings.port)
        standin = ("STANDIN_PORT", "127.0.0.1", settings.standin_port)
        preview = ("PREVIEW_PORT", "127.0.0.1", settings.preview_port)
        return [web] + [standin] * self.has_standin + [preview] * self.has_preview


def make_plan(root: Path, environ: Mapping[str, str]) -> Plan:
    """Read the settings, from `.env` too. Raises StartRefused that names every fault."""
    given = {**read_env_file(root / ".env"), **environ}
    given.setdefault("WECHAT_API_BASE", _standin_address(given))
    try:
        settings = Settings.from_env(given)
    except SettingsError as error:
        message = f"设置有误 / Wrong settings:\n{error}"
        raise StartRefused(message) from None
    return Plan(settings, _environment(settings, given), _commands(root, settings))


def _commands(root: Path, settings: Settings) -> dict[str, str]:
    """Return what is to run: the stand-in and the preview never in production."""
    commands = read_procfile(root / "Procfile")
    unwanted = {STANDIN, PREVIEW} if settings.is_production else set()
    if PREVIEW in commands.keys() - unwanted and not _has_node(root):
        unwanted = {PREVIEW}
    return {name: command for name, command in commands.items() if name not in unwanted}


def _has_node(root: Path) -> bool:
    """Tell whether the mini-program's tools are here; `make setup` has said when they are not."""
    script = ["/bin/sh", "tools/setup/node.sh", "ready"]
    return subprocess.run(script, cwd=root, stderr=subprocess.DEVNULL, check=False).returncode == 0


def read_env_file(path: Path) -> dict[str, str]:
    """Read lines of NAME=value; quotes and comments as in a shell, nothing is expanded."""
    if not path.exists():
        return {}
    words = shlex.split(path.read_text(encoding="utf-8"), comments=True)
    return dict(word.split("=", 1) for word in words if "=" in word)


def read_procfile(path: Path) -> dict[str, str]:
    """Return the command of each process by name."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(":") for line in lines if line.strip())
    return {name: command.strip() for name, _, command in pairs}


def _standin_address(given: Mapping[str, str]) -> str:
    if given.get("APP_ENV") == "production":
        return ""
    specs = {spec.name: spec.metadata for spec in fields(Settings)}
    port = given.get("STANDIN_PORT") or specs["standin_port"]["default"]
    return f"http://127.0.0.1:{port}"


def _environment(settings: Settings, given: Mapping[str, str]) -> dict[str, str]:
    """Say the settings that a Procfile needs, and let `python` mean ours."""
    programs = str(Path(sys.executable).parent)
    return {
        **given,
        "DATABASE_URL": settings.database_url,
        "DATABASE_OWNER_URL": settings.owner_url,
        "PORT": str(settings.port),
        "STANDIN_PORT": str(settings.standin_port),
        "PREVIEW_PORT": str(settings.preview_port),
        "PREVIEW_SERVICE": f"http://{local(settings.host)}:{settings.port}",
        "PREVIEW_STANDIN": f"http://127.0.0.1:{settings.standin_port}",
        "PREVIEW_FOLDER": str(settings.var_dir / "preview"),
        "PREVIEW_CATALOGUE": str(settings.var_dir / "preview" / "catalogue.json"),
        "PATH": programs + os.pathsep + given.get("PATH", os.defpath),
        "PYTHONUNBUFFERED": "1",
    }
