"""The catalogue of rules (积分规则) as data: every faulty rule is named at once."""

import hashlib
import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import Any

from models.vocabulary import Applicant, CapPeriod, ConfirmLevel, RuleZone, Trigger
from server.domains.points.errors import CatalogueRefused
from server.domains.points.rules import gov1
from server.domains.points.rules.words import EVIDENCE_WORDS
from server.kernel.documents import Reader

REVOKE_ALL = "revoke_all_related"
POINTS_MAX, CAP_MAX, TIMES_MAX = 1_000, 10_000, 99
NOTICE_DAYS_MIN, NOTICE_DAYS_MAX = 3, 10
_CODE = re.compile(r"[A-Z]{3}\d{2}")


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One way to earn points, as it stands in the document; `period_cap` is in points."""

    code: str
    category: str
    title: str
    trigger: str
    points: int
    unit: str
    cap_period: str
    period_cap: int
    counts_to_household_caps: bool
    zone: str
    applicants: tuple[str, ...]
    evidence: tuple[str, ...]
    confirm_level: str
    exclusive_with: tuple[str, ...]
    provenance: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A version of all rules with the caps per household that hold across rules."""

    version: str
    household_month_cap: int
    household_year_cap: int
    notice_working_days: int
    rules: tuple[RuleSpec, ...]

    @property
    def content_hash(self) -> str:
        """The SHA-256 of the whole content: two equal documents are the same version."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Words:
    """What the document itself declares: its categories, and those outside the household caps."""

    categories: frozenset[str]
    uncapped: frozenset[str]


def read_catalogue(document: object) -> Catalogue:
    """Return the catalogue of a document; deductions are checked, but not loaded yet.

    Raises CatalogueRefused with every fault; rules that give points for being online name the
    clause that forbids them (GOV-1).
    """
    reader = Reader()
    root = reader.mapping(document, "#")
    settings = reader.mapping(root.get("settings"), "#/settings")
    caps = reader.mapping(settings.get("household_caps"), "#/settings/household_caps")
    catalogue = Catalogue(
        version=reader.words(root.get("version"), "#/version"),
        household_month_cap=_household_cap(reader, caps, "per_month"),
        household_year_cap=_household_cap(reader, caps, "per_year"),
        notice_working_days=_notice_days(reader, settings),
        rules=_rules(reader, root, _words(reader, root, caps)),
    )
    _check_deductions(reader, root.get("deduction", []))
    if reader.faults:
        detail = "积分规则有问题，一条也没有启用，请逐条改正。"
        raise CatalogueRefused(reader.faults, detail)
    return catalogue


def _household_cap(reader: Reader, caps: dict[str, Any], key: str) -> int:
    pointer = f"#/settings/household_caps/{key}"
    return reader.number(caps.get(key), pointer, least=1, most=CAP_MAX)


def _notice_days(reader: Reader, settings: dict[str, Any]) -> int:
    pointer = "#/settings/publicity"
    days = reader.mapping(settings.get("publicity"), pointer).get("days")
    return reader.number(days, f"{pointer}/days", least=NOTICE_DAYS_MIN, most=NOTICE_DAYS_MAX)


def _words(reader: Reader, root: dict[str, Any], caps: dict[str, Any]) -> _Words:
    groups = reader.items(root.get("categories"), "#/categories")
    categories = frozenset(str(g.get("code")) for g in groups if isinstance(g, dict))
    pointer = "#/settings/household_caps/excludes"
    excluded = reader.items(caps.get("excludes", []), pointer)
    uncapped = [reader.choice(code, pointer, categories) for code in excluded]
    return _Words(categories, frozenset(uncapped))


def _rules(reader: Reader, root: dict[str, Any], words: _Words) -> tuple[RuleSpec, ...]:
    items = reader.items(root.get("accrual"), "#/accrual")
    rules = [_rule(reader, item, f"#/accrual/{n}", words) for n, item in enumerate(items)]
    codes = Counter(rule.code for rule in rules)
    for rule, pointer in zip(rules, (f"#/accrual/{n}" for n in range(len(rules))), strict=True):
        if rule.code and codes[rule.code] > 1:
            reader.fault(f"{pointer}/code", f"编号 {rule.code} 用了不止一次。")
        for other in rule.exclusive_with:
            reader.choice(other, f"{pointer}/exclusive_with", set(codes) - {rule.code})
    return tuple(_with_mutual_exclusions(rules))


def _with_mutual_exclusions(rules: list[RuleSpec]) -> list[RuleSpec]:
    """Let an exclusion hold in both directions, whichever rule names it."""
    pairs = {(rule.code, other) for rule in rules for other in rule.exclusive_with}
    pairs |= {(other, code) for code, other in pairs}
    return [
        replace(rule, exclusive_with=tuple(sorted(o for code, o in pairs if code == rule.code)))
        for rule in rules
    ]


def _rule(reader: Reader, item: object, pointer: str, words: _Words) -> RuleSpec:
    found = reader.mapping(item, pointer)
    points = reader.number(found.get("points"), f"{pointer}/points", least=1, most=POINTS_MAX)
    cap = reader.mapping(found.get("cap"), f"{pointer}/cap")
    category = reader.choice(found.get("cat"), f"{pointer}/cat", words.categories)
    others = reader.items(found.get("exclusive_with", []), f"{pointer}/exclusive_with")
    return RuleSpec(
        code=_code(reader, found, pointer),
        category=category,
        title=_title(reader, found, pointer),
        trigger=_trigger(reader, found, pointer),
        points=points,
        unit=reader.words(found.get("per"), f"{pointer}/per"),
        cap_period=reader.choice(cap.get("period"), f"{pointer}/cap/period", list(CapPeriod)),
        period_cap=_period_cap(reader, cap, points, f"{pointer}/cap"),
        counts_to_household_caps=category not in words.uncapped,
        zone=reader.choice(found.get("zone"), f"{pointer}/zone", list(RuleZone)),
        applicants=reader.choices(found.get("apply"), f"{pointer}/apply", list(Applicant)),
        evidence=reader.choices(found.get("evidence"), f"{pointer}/evidence", EVIDENCE_WORDS),
        confirm_level=reader.choice(found.get("confirm"), f"{pointer}/confirm", list(ConfirmLevel)),
        exclusive_with=tuple(str(other) for other in others),
        provenance=reader.mapping(found.get("prov"), f"{pointer}/prov"),
    )


def _code(reader: Reader, found: dict[str, Any], pointer: str) -> str:
    code = reader.words(found.get("code"), f"{pointer}/code")
    if code and not _CODE.fullmatch(code):
        reader.fault(f"{pointer}/code", "编号是三个大写字母加两位数字，例如 ENV01。")
    return code


def _title(reader: Reader, found: dict[str, Any], pointer: str) -> str:
    title = reader.words(found.get("title"), f"{pointer}/title")
    for word in gov1.forbidden_words(title, found.get("trigger")):
        detail = f"规则 {found.get('code')}：不能因为“{word}”给分（{gov1.CLAUSE}）。"
        reader.fault(f"{pointer}/title", detail)
    return title


def _trigger(reader: Reader, found: dict[str, Any], pointer: str) -> str:
    trigger = found.get("trigger")
    meaning = gov1.forbidden_trigger(trigger)
    if meaning is None:
        return reader.choice(trigger, f"{pointer}/trigger", list(Trigger))
    detail = f"规则 {found.get('code')}：不能因为“{meaning}”给分（{gov1.CLAUSE}）。"
    reader.fault(f"{pointer}/trigger", detail)
    return ""


def _period_cap(reader: Reader, cap: dict[str, Any], points: int, pointer: str) -> int:
    """Return the cap in points, given as points or as a number of times."""
    if "times" in cap and "points" not in cap:
        times = reader.number(cap["times"], f"{pointer}/times", least=1, most=TIMES_MAX)
        return times * points
    limit = reader.number(cap.get("points"), f"{pointer}/points", least=1, most=CAP_MAX)
    if limit and limit < points:
        reader.fault(f"{pointer}/points", "封顶不能比一次的分还少。")
    return limit


def _check_deductions(reader: Reader, value: object) -> None:
    for n, item in enumerate(reader.items(value, "#/deduction")):
        pointer = f"#/deduction/{n}"
        found = reader.mapping(item, pointer)
        _code(reader, found, pointer)
        reader.words(found.get("title"), f"{pointer}/title")
        if "action" in found:
            reader.choice(found["action"], f"{pointer}/action", [REVOKE_ALL])
        else:
            points = found.get("points")
            reader.number(points, f"{pointer}/points", least=-POINTS_MAX, most=-1)
