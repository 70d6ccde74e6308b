"""Read a document of standards (绿色家庭标准): every fault is named at once, nothing is guessed."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from models.vocabulary import Zone
from server.kernel.documents import Reader
from server.kernel.errors import InvalidInput

CLAUSES = 18
OFFICIAL = "official"
DEFAULT_NOTICE = "默认稿，非官方文本"
STATUSES = frozenset({OFFICIAL, "default-not-official"})
EVIDENCE = frozenset({"self", "photo", "visit", "record"})
ORIGINS = frozenset({"official-national", "official-local", "seed", "derived"})
VALID_MONTHS_MAX = 60


@dataclass(frozen=True, slots=True)
class Clause:
    """One standard as it stands in the document."""

    code: str
    position: int
    category: str
    title: str
    text: str
    evidence: tuple[str, ...]
    allows_not_applicable: bool
    is_required: bool
    provenance: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The list of one zone. `pass_mark` counts met and not-applicable clauses together."""

    zone: Zone
    version: str
    status: str
    effective_on: date
    pass_mark: int
    not_applicable_max: int
    valid_months: int
    clauses: tuple[Clause, ...]

    @property
    def content_hash(self) -> str:
        """The SHA-256 of the whole content: two equal documents are the same version."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(content.encode()).hexdigest()


def notice_of(status: str) -> str | None:
    """Return what every answer must say while a list is not the official text (SA-1)."""
    return None if status == OFFICIAL else DEFAULT_NOTICE


def parse(document: object) -> tuple[Catalogue, ...]:
    """Return one catalogue for each zone. Raises InvalidInput that names every fault."""
    reader = Reader()
    root = reader.mapping(document, "#")
    catalogues = tuple(_catalogue(reader, root, zone) for zone in Zone)
    codes = Counter(clause.code for found in catalogues for clause in found.clauses if clause.code)
    for code in sorted(code for code, count in codes.items() if count > 1):
        reader.fault("#", f"编号 {code} 用了不止一次。")
    if reader.faults:
        raise InvalidInput(_once(reader.faults), "标准文件有错，一条也没有录入。")
    return catalogues


def _once(faults: list[dict[str, str]]) -> list[dict[str, str]]:
    return [fault for index, fault in enumerate(faults) if fault not in faults[:index]]


def _catalogue(reader: Reader, root: dict[str, Any], zone: Zone) -> Catalogue:
    threshold = reader.mapping(root.get("pass_threshold"), "#/pass_threshold")
    default = reader.mapping(threshold.get("default"), "#/pass_threshold/default")
    lifecycle = reader.mapping(threshold.get("lifecycle"), "#/pass_threshold/lifecycle")
    required = _required(reader, default, zone)
    return Catalogue(
        zone=zone,
        version=reader.words(root.get("version"), "#/version"),
        status=reader.choice(root.get("status"), "#/status", STATUSES),
        effective_on=reader.day(root.get("effective_from"), "#/effective_from"),
        pass_mark=_pass_mark(reader, default, zone),
        not_applicable_max=_not_applicable_max(reader, default),
        valid_months=reader.number(
            lifecycle.get("valid_months"),
            "#/pass_threshold/lifecycle/valid_months",
            least=1,
            most=VALID_MONTHS_MAX,
        ),
        clauses=_clauses(reader, root.get(zone.value), zone, required),
    )


def _pass_mark(reader: Reader, default: dict[str, Any], zone: Zone) -> int:
    pointer = f"#/pass_threshold/default/{zone.value}"
    mark = reader.mapping(default.get(zone.value), pointer)
    reader.number(mark.get("of"), f"{pointer}/of", least=CLAUSES, most=CLAUSES)
    return reader.number(mark.get("min_met"), f"{pointer}/min_met", least=1, most=CLAUSES)


def _not_applicable_max(reader: Reader, default: dict[str, Any]) -> int:
    pointer = "#/pass_threshold/default"
    reader.choice(default.get("na_counts_as"), f"{pointer}/na_counts_as", frozenset({"met"}))
    return reader.number(default.get("max_na"), f"{pointer}/max_na", least=0, most=CLAUSES)


def _required(reader: Reader, default: dict[str, Any], zone: Zone) -> list[str]:
    pointer = "#/pass_threshold/default/required_codes"
    lists = reader.mapping(default.get("required_codes"), pointer)
    codes = reader.items(lists.get(zone.value), f"{pointer}/{zone.value}")
    return [reader.words(code, f"{pointer}/{zone.value}") for code in codes]


def _clauses(reader: Reader, value: object, zone: Zone, required: list[str]) -> tuple[Clause, ...]:
    pointer = f"#/{zone.value}"
    items = reader.items(value, pointer)
    if len(items) != CLAUSES:
        reader.fault(pointer, f"应该正好{CLAUSES}条，这里有{len(items)}条。")
    clauses = tuple(
        _clause(reader, item, f"{pointer}/{index}", required) for index, item in enumerate(items)
    )
    for code in sorted(set(required) - {clause.code for clause in clauses}):
        where = f"#/pass_threshold/default/required_codes/{zone.value}"
        reader.fault(where, f"没有 {code} 这一条。")
    return clauses


def _clause(reader: Reader, item: object, pointer: str, required: list[str]) -> Clause:
    found = reader.mapping(item, pointer)
    code = reader.words(found.get("code"), f"{pointer}/code")
    clause = Clause(
        code=code,
        position=int(pointer.rpartition("/")[2]) + 1,
        category=reader.words(found.get("category"), f"{pointer}/category"),
        title=reader.words(found.get("title"), f"{pointer}/title"),
        text=reader.words(found.get("text"), f"{pointer}/text"),
        evidence=_evidence(reader, found.get("evidence"), f"{pointer}/evidence"),
        allows_not_applicable=reader.truth(found.get("allow_na"), f"{pointer}/allow_na"),
        is_required=code in required,
        provenance=_provenance(reader, found.get("provenance"), f"{pointer}/provenance"),
    )
    if clause.is_required and clause.allows_not_applicable:
        # "Required" means done; a household that cannot do it would never pass.
        reader.fault(f"{pointer}/allow_na", "必须做到的一条不能选“我家没有这个情况”。")
    return clause


def _evidence(reader: Reader, value: object, pointer: str) -> tuple[str, ...]:
    words = reader.items(value, pointer)
    if not words:
        reader.fault(pointer, "至少写一种“怎么算数”。")
    return tuple(
        reader.choice(word, f"{pointer}/{index}", EVIDENCE) for index, word in enumerate(words)
    )


def _provenance(reader: Reader, value: object, pointer: str) -> dict[str, Any]:
    found = reader.mapping(value, pointer)
    also = reader.items(found.get("also", []), f"{pointer}/also")
    return {
        "level": reader.choice(found.get("level"), f"{pointer}/level", ORIGINS),
        "also": [
            reader.choice(origin, f"{pointer}/also/{index}", ORIGINS)
            for index, origin in enumerate(also)
        ],
        "ref": reader.words(found.get("ref"), f"{pointer}/ref"),
    }
