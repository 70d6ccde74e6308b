"""What the stand-in is told of the mini-program's people and message templates."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Template:
    """A template of subscription messages: its title and the names of its fields."""

    title: str
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """People by openid and templates by id; of others the stand-in only knows the names."""

    people: dict[str, str] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)


def read_known(people: Path | None, templates: Path | None) -> Known:
    """Read the preview's catalogue and the service's templates, as far as they are there."""
    shown = json.loads(_text(people) or "{}").get("people", [])
    offered: dict[str, Any] = yaml.safe_load(_text(templates)) or {}
    return Known(
        {one["openid"]: one["title"] for one in shown},
        {
            one["template_id"]: Template(one["title"], frozenset(one["fields"]))
            for one in offered.get("templates", [])
        },
    )


def _text(file: Path | None) -> str:
    return file.read_text(encoding="utf-8") if file and file.is_file() else ""
