"""Read a document of consent texts (同意书): every fault is named at once, nothing is guessed."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from models.vocabulary import ConsentPurpose
from server.kernel.documents import Reader
from server.kernel.errors import InvalidInput

OFFICIAL = "official"
DEFAULT_NOTICE = "默认稿，非官方文本"
STATUSES = frozenset({OFFICIAL, "default-not-official"})
VERSION_MAX = 9999
ARTICLES_MAX = 74
"""So many articles has the law (PIPL)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of one purpose as it stands in the document."""

    purpose: ConsentPurpose
    version: int
    status: str
    title: str
    summary: str
    text: str
    needed_for: tuple[str, ...]

    @property
    def content_hash(self) -> str:
        """The SHA-256 of what people read: the same version is the same wording."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


def notice_of(status: str) -> str | None:
    """Return what must stand beside a text that is not the official one."""
    return None if status == OFFICIAL else DEFAULT_NOTICE


def parse(document: object) -> tuple[Wording, ...]:
    """Return one text for each purpose. Raises InvalidInput that names every fault."""
    reader = Reader()
    root = reader.mapping(document, "#")
    status = reader.choice(root.get("status"), "#/status", STATUSES)
    texts = reader.mapping(root.get("texts"), "#/texts")
    for unknown in sorted(set(texts) - set(ConsentPurpose)):
        reader.fault(f"#/texts/{unknown}", "没有这一项。")
    found = tuple(_wording(reader, texts.get(one), one, status) for one in ConsentPurpose)
    if reader.faults:
        raise InvalidInput(reader.faults, "同意书文件有错，一条也没有录入。")
    return found


def _wording(reader: Reader, value: object, purpose: ConsentPurpose, status: str) -> Wording:
    pointer = f"#/texts/{purpose.value}"
    found = reader.mapping(value, pointer)
    _check_provenance(reader, found.get("provenance"), f"{pointer}/provenance")
    version = reader.number(found.get("version"), f"{pointer}/version", least=1, most=VERSION_MAX)
    words = reader.items(found.get("needed_for"), f"{pointer}/needed_for")
    return Wording(
        purpose=purpose,
        version=version,
        status=status,
        title=reader.words(found.get("title"), f"{pointer}/title"),
        summary=reader.words(found.get("summary"), f"{pointer}/summary"),
        text=reader.words(found.get("text"), f"{pointer}/text"),
        needed_for=tuple(
            reader.words(word, f"{pointer}/needed_for/{index}") for index, word in enumerate(words)
        ),
    )


def _check_provenance(reader: Reader, value: object, pointer: str) -> None:
    """Check that a text says which articles of the law it answers to; it is not shown."""
    found: dict[str, Any] = reader.mapping(value, pointer)
    reader.words(found.get("law"), f"{pointer}/law")
    for index, article in enumerate(reader.items(found.get("articles"), f"{pointer}/articles")):
        reader.number(article, f"{pointer}/articles/{index}", least=1, most=ARTICLES_MAX)
