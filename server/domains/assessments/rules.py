"""The pure rules of self-assessment (自评): what is a full set, who passes, how long it holds."""

import calendar
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.vocabulary import ClauseAnswer
from server.kernel.errors import InvalidInput

SUBMISSIONS_MAX = 4
"""The first one and three more in a year (SA-5)."""
NEXT_STEPS = 3

_MONTHS = 12
_WORDS = {answer.value: answer for answer in ClauseAnswer}
_CHOICES = "请选“做到了”“还没做到”或“我家没有这个情况”。"
_UNKNOWN = "有一条不在这份自评里，请返回刷新后再填。"


@dataclass(frozen=True, slots=True)
class Clause:
    """What the rules need to know of one standard of the pinned set."""

    code: str
    position: int
    title: str
    allows_not_applicable: bool
    is_required: bool
    is_self_declared: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    """When a household passes: both numbers count clauses."""

    pass_mark: int
    not_applicable_max: int


class ReasonKind(StrEnum):
    """Why an assessment did not pass."""

    BELOW_MARK = "below_mark"
    TOO_MANY_NOT_APPLICABLE = "too_many_not_applicable"
    REQUIRED_NOT_MET = "required_not_met"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, in words for the household; `codes` are the clauses concerned, if any."""

    kind: ReasonKind
    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The server's own sum (SA-3); what a client says about it is refused."""

    met: int
    not_applicable: int
    reasons: tuple[Reason, ...]
    next_steps: tuple[Clause, ...]

    @property
    def is_passed(self) -> bool:
        """Tell whether nothing stands against it."""
        return not self.reasons


def assess(
    clauses: Sequence[Clause], answers: Mapping[str, ClauseAnswer], threshold: Threshold
) -> Result:
    """Return the result of a full set of answers (SA-3).

    Passed when met + not applicable reach the pass mark, no more than the allowed number are not
    applicable, and every required clause is met.
    """
    met = sum(answers[clause.code] is ClauseAnswer.YES for clause in clauses)
    absent = sum(answers[clause.code] is ClauseAnswer.NOT_APPLICABLE for clause in clauses)
    missed = [c for c in clauses if c.is_required and answers[c.code] is not ClauseAnswer.YES]
    return Result(
        met=met,
        not_applicable=absent,
        reasons=tuple(_reasons(met, absent, missed, threshold)),
        next_steps=next_steps(clauses, answers),
    )


def _reasons(
    met: int, absent: int, missed: Sequence[Clause], threshold: Threshold
) -> Iterator[Reason]:
    lacking = threshold.pass_mark - met - absent
    if lacking > 0:
        total, mark = met + absent, threshold.pass_mark
        words = f"做到的和没有这个情况的一共{total}条，要{mark}条，还差{lacking}条。"
        yield Reason(ReasonKind.BELOW_MARK, words)
    if absent > threshold.not_applicable_max:
        most = threshold.not_applicable_max
        words = f"“我家没有这个情况”选了{absent}条，最多只能选{most}条。"
        yield Reason(ReasonKind.TOO_MANY_NOT_APPLICABLE, words)
    if missed:
        titles = "、".join(clause.title for clause in missed)
        codes = tuple(clause.code for clause in missed)
        yield Reason(ReasonKind.REQUIRED_NOT_MET, f"这几条必须做到：{titles}。", codes)


def next_steps(
    clauses: Sequence[Clause], answers: Mapping[str, ClauseAnswer]
) -> tuple[Clause, ...]:
    """Return the easiest clauses answered "not yet": those nobody has to come and look at first."""
    still_open = (clause for clause in clauses if answers.get(clause.code) is ClauseAnswer.NO)
    easiest = sorted(still_open, key=lambda c: (not c.is_self_declared, c.position))
    return tuple(easiest[:NEXT_STEPS])


def one_answer(clauses: Sequence[Clause], code: str, answer: ClauseAnswer) -> ClauseAnswer:
    """Return the answer when it fits the clause. Raises InvalidInput (SA-4)."""
    clause = next((clause for clause in clauses if clause.code == code), None)
    if clause is None:
        raise InvalidInput([_fault("#/code", _UNKNOWN)])
    if answer is ClauseAnswer.NOT_APPLICABLE and not clause.allows_not_applicable:
        raise InvalidInput([_fault("#/answer", _not_allowed(clause))])
    return answer


def full_set(
    clauses: Sequence[Clause], given: Sequence[tuple[str, str]]
) -> dict[str, ClauseAnswer]:
    """Return the answers by code when they are exactly those of the set.

    Raises InvalidInput that names every fault: number, missing, doubled, foreign codes, unknown
    words, "not applicable" where it is not allowed (SA-4, AB-1).
    """
    faults = [*_item_faults(clauses, given), *_set_faults(clauses, [code for code, _ in given])]
    if faults:
        raise InvalidInput(faults, "这些答案没有保存，请改正后再交一次。")
    return {code: _WORDS[word] for code, word in given}


def require_complete(clauses: Sequence[Clause], answered: Mapping[str, ClauseAnswer]) -> None:
    """Refuse a draft with open clauses, naming each. Raises InvalidInput."""
    faults = _missing(clauses, answered)
    if faults:
        raise InvalidInput(faults, f"还有{len(faults)}条没有答，答完再交。")


def _item_faults(
    clauses: Sequence[Clause], given: Sequence[tuple[str, str]]
) -> Iterator[dict[str, str]]:
    known = {clause.code: clause for clause in clauses}
    seen: set[str] = set()
    for index, (code, word) in enumerate(given):
        pointer = f"#/answers/{index}"
        clause = known.get(code)
        if clause is None:
            yield _fault(f"{pointer}/code", _UNKNOWN)
        if code in seen:
            yield _fault(f"{pointer}/code", f"{_named(clause)}答了不止一次，请只留一个。")
        seen.add(code)
        if word not in _WORDS:
            yield _fault(f"{pointer}/answer", _CHOICES)
        elif clause and _is_not_allowed(clause, _WORDS[word]):
            yield _fault(f"{pointer}/answer", _not_allowed(clause))


def _set_faults(clauses: Sequence[Clause], codes: Sequence[str]) -> Iterator[dict[str, str]]:
    if len(codes) != len(clauses):
        yield _fault("#/answers", f"一共{len(clauses)}条，每条都要答一次，这里有{len(codes)}条。")
    yield from _missing(clauses, codes)


def _missing(
    clauses: Sequence[Clause], answered: Mapping[str, ClauseAnswer] | Sequence[str]
) -> list[dict[str, str]]:
    return [
        _fault("#/answers", f"还差{_named(clause)}。")
        for clause in clauses
        if clause.code not in answered
    ]


def _is_not_allowed(clause: Clause, answer: ClauseAnswer) -> bool:
    return answer is ClauseAnswer.NOT_APPLICABLE and not clause.allows_not_applicable


def _not_allowed(clause: Clause) -> str:
    return f"{_named(clause)}不能选“我家没有这个情况”，请选做到了或还没做到。"


def _named(clause: Clause | None) -> str:
    """Name a clause as people see it; codes are for programs."""
    return f"第{clause.position}条（{clause.title}）" if clause else "有一条"


def checked_remarks(
    clauses: Sequence[Clause], remarks: Sequence[tuple[str, str]]
) -> list[tuple[Clause, str]]:
    """Return each remark with its clause, in the order of the list (SA-5).

    Raises InvalidInput that names every code that is foreign or comes twice.
    """
    known = {clause.code: clause for clause in clauses}
    counts = Counter(code for code, _ in remarks)
    faults = [
        _fault(f"#/remarks/{index}/code", text)
        for index, (code, _) in enumerate(remarks)
        for text in _remark_faults(code, known, counts)
    ]
    if faults:
        raise InvalidInput(faults)
    return sorted(((known[c], reason) for c, reason in remarks), key=lambda pair: pair[0].position)


def _remark_faults(
    code: str, known: Mapping[str, Clause], counts: Mapping[str, int]
) -> Iterator[str]:
    if code not in known:
        yield _UNKNOWN
    if counts[code] > 1:
        yield f"{_named(known.get(code))}写了不止一次，请合成一条。"


def last_valid_day(confirmed_on: date, months: int) -> date:
    """Return the last day of 达标: the day before the same day `months` later.

    Where that month has no such day (29 February, the 31st), it is the month's last day
    (民法典 202).
    """
    year, month_index = divmod(confirmed_on.month - 1 + months, _MONTHS)
    year, month = confirmed_on.year + year, month_index + 1
    days = calendar.monthrange(year, month)[1]
    if confirmed_on.day > days:
        return date(year, month, days)
    return date(year, month, confirmed_on.day) - timedelta(days=1)


def is_in_force(valid_until_on: date | None, today: date) -> bool:
    """Tell whether a household is 达标 on a day; it lapses by itself after the last one."""
    return valid_until_on is not None and today <= valid_until_on


def _fault(pointer: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer, "detail": detail}
