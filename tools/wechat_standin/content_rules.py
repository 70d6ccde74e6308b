"""What the content check finds: rules from a pattern to a verdict, the newest first."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Suggestion(StrEnum):
    """What the platform suggests to do with a text or a picture."""

    PASS = "pass"  # noqa: S105 - a verdict, not a secret
    REVIEW = "review"
    RISKY = "risky"


NORMAL = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict and the number of what was found."""

    suggest: Suggestion = Suggestion.PASS
    label: int = NORMAL


@dataclass(frozen=True, slots=True)
class ContentRule:
    """The finding on everything in which the pattern occurs."""

    pattern: re.Pattern[str]
    finding: Finding


BUILT_IN = (
    ContentRule(re.compile("加微信领红包|刷单"), Finding(Suggestion.RISKY, 20008)),
    ContentRule(re.compile("赌钱|违禁"), Finding(Suggestion.RISKY, 20006)),
    ContentRule(re.compile("低价代购|广告位"), Finding(Suggestion.REVIEW, 10001)),
)
"""For developers, so that each verdict can be had without ordering one."""


class ContentRules:
    """The rules in force; the first that fits decides, and without one all is well."""

    def __init__(self, built_in: tuple[ContentRule, ...] = ()) -> None:
        self._rules = list(built_in)

    def add(self, rule: ContentRule) -> None:
        """Put a rule before all others."""
        self._rules.insert(0, rule)

    def all(self) -> list[ContentRule]:
        """Return the rules, the first to be asked first."""
        return list(self._rules)

    def judge(self, content: str) -> Finding:
        """Return what is found."""
        fitting = (rule.finding for rule in self._rules if rule.pattern.search(content))
        return next(fitting, Finding())


def verdict(finding: Finding, label: int | str) -> dict[str, Any]:
    """Return result and detail; the label is a number here and a text in a push."""
    told = {"suggest": finding.suggest, "label": label}
    model = {"strategy": "content_model", "errcode": 0, **told, "prob": 90}
    keyword = {"strategy": "keyword", "errcode": 0, **told}
    return {"result": told, "detail": [model, keyword]}
