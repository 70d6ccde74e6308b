"""Read the templates of this installation, every fault at once, and fill them with a message."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.vocabulary import MessageKind, TapMoment
from server.domains.messages.rules import fields
from server.domains.messages.rules.kinds import WORDS
from server.kernel.clock import CHONGQING
from server.kernel.documents import Reader
from server.kernel.errors import InvalidInput
from server.kernel.subscriptions import Template

ASKED_TOGETHER_MAX = 3
FIXED = "="
_FILLS: Mapping[str, frozenset[str]] = {
    "title": frozenset({"thing"}),
    "body": frozenset({"thing"}),
    "word": frozenset({"thing", "phrase"}),
    "moment": frozenset({"time", "date"}),
}
"""The facts of a message, and the types of field each may fill."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a message may be told through WeChat."""

    kind: MessageKind
    title: str
    body: str
    created_at: datetime


class Unfit(Exception):
    """A field cannot be filled so that WeChat takes it; the text is its name, never its value."""


def fill(template: Template, facts: Facts) -> dict[str, str]:
    """Return what stands in each field. Raises Unfit."""
    return {name: _fill(name, source, facts) for name, source in template.fields.items()}


def _fill(name: str, source: str, facts: Facts) -> str:
    local = facts.created_at.astimezone(CHONGQING)
    texts = {
        "title": facts.title,
        "body": facts.body,
        "word": WORDS.get(facts.kind, ""),
        "moment": f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}",
    }
    text = source.removeprefix(FIXED) if source.startswith(FIXED) else texts[source]
    fitted = fields.fit(fields.type_of(name) or "", text)
    if fitted is None:
        raise Unfit(name)
    return fitted


def read_templates(document: object) -> tuple[Template, ...]:
    """Return the templates of a document; an empty one has none.

    Raises InvalidInput that names every fault.
    """
    reader = Reader()
    root = reader.mapping(document or {}, "#")
    listed = enumerate(reader.items(root.get("templates", []), "#/templates"))
    found = tuple(_template(reader, each, f"#/templates/{index}") for index, each in listed)
    _check_together(reader, found)
    if reader.faults:
        raise InvalidInput(reader.faults, "订阅消息模板文件有错，一个也没有用上。")
    return found


def _template(reader: Reader, value: object, at: str) -> Template:
    entry = reader.mapping(value, at)
    kinds = reader.choices(entry.get("kinds"), f"{at}/kinds", {kind.value for kind in WORDS})
    moments = reader.choices(entry.get("moments"), f"{at}/moments", {*TapMoment})
    return Template(
        key=reader.words(entry.get("key"), f"{at}/key"),
        title=reader.words(entry.get("title"), f"{at}/title"),
        template_id=reader.words(entry.get("template_id"), f"{at}/template_id"),
        page=reader.words(entry.get("page"), f"{at}/page"),
        fields=_fields(reader, entry.get("fields"), f"{at}/fields"),
        kinds=frozenset(MessageKind(kind) for kind in kinds if kind),
        moments=frozenset(TapMoment(moment) for moment in moments if moment),
    )


def _fields(reader: Reader, value: object, at: str) -> dict[str, str]:
    sources: dict[str, Any] = reader.mapping(value, at)
    if isinstance(value, dict) and not value:
        reader.fault(at, "至少写一栏。")
    found = {name: reader.words(source, f"{at}/{name}") for name, source in sources.items()}
    for name, source in found.items():
        if source:
            _check_field(reader, str(name), source, f"{at}/{name}")
    return found


def _check_field(reader: Reader, name: str, source: str, at: str) -> None:
    kind = fields.type_of(name)
    if kind is None:
        reader.fault(at, "微信没有这样的栏，例如 thing1、time2、phrase3。")
    elif source.startswith(FIXED):
        if not fields.CHECKS[kind](source.removeprefix(FIXED)):
            reader.fault(at, "这段固定文字不合微信对这一栏的规定。")
    elif kind not in _FILLS.get(source, frozenset()):
        usable = sorted(fact for fact, kinds in _FILLS.items() if kind in kinds)
        reader.fault(at, f"这一栏只能填：{'、'.join([*usable, '=固定文字'])}。")


def _check_together(reader: Reader, found: tuple[Template, ...]) -> None:
    """Refuse what one template's entry cannot show: twins, and too many to be asked at once."""
    for name, values in (
        ("key", [one.key for one in found]),
        ("template_id", [one.template_id for one in found]),
        ("kinds", [kind.value for one in found for kind in one.kinds]),
    ):
        for value, count in Counter(values).items():
            if count > 1 and value:
                reader.fault("#/templates", f"{name} {value} 用了不止一次。")
    for moment, count in Counter(moment for one in found for moment in one.moments).items():
        if count > ASKED_TOGETHER_MAX:
            reader.fault("#/templates", f"{moment.value} 一次最多征询{ASKED_TOGETHER_MAX}个模板。")
