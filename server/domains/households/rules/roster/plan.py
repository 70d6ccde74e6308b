"""Compare a roster with the register: what is new, the same, different, doubtful or faulty."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from server.domains.households.rules.roster.doubts import Doubts
from server.domains.households.rules.roster.form import fold
from server.domains.households.rules.roster.homes import (
    Addition,
    Home,
    KnownHousehold,
    Outcome,
    PhoneIndex,
    Verdict,
)
from server.domains.households.rules.roster.rows import Fault, Roster, RosterRow

_SPOILED: Verdict = (Outcome.LEFT_OUT, "这一户有错，整户先不导入。")


@dataclass(frozen=True, slots=True)
class RowResult:
    """What becomes of a row, and why; number and name as they stand in the file."""

    row: int
    number: str
    name: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does with each row, and what it adds; `faults` come one by one."""

    results: list[RowResult]
    additions: list[Addition]
    faults: list[Fault]

    def counts(self) -> Counter[Outcome]:
        """Count the rows by outcome."""
        return Counter(result.outcome for result in self.results)


def plan_import(
    roster: Roster,
    register: Iterable[KnownHousehold],
    index_of: PhoneIndex,
    *,
    today: date,
    accept_doubtful: bool = False,
    guardians_agreed: bool = False,
) -> Plan:
    """Return what an import does; one faulty or doubtful row leaves its whole household out."""
    known = {fold(household.number): household for household in register}
    homes = [
        Home(rows, known.get(number), today) for number, rows in _by_number(roster.rows).items()
    ]
    spoiled = _numbers_of(roster, roster.faults)
    faults = [*roster.faults]
    for home in homes:
        if home.number not in spoiled:
            faults += home.faults(guardians_agreed=guardians_agreed)
    spoiled |= _numbers_of(roster, faults)
    sound = [home for home in homes if home.number not in spoiled]
    verdicts = _verdicts_of(faults)
    additions = []
    doubts = Doubts(known.values(), sound, index_of)
    for home in sound:
        about = {row.row: words for row in home.new if (words := doubts.about(home, row))}
        verdicts |= home.judge(index_of, about, is_accepted=accept_doubtful)
        if home.new and (accept_doubtful or not about):
            additions.append(home.addition())
    results = [
        RowResult(row, *said, *verdicts.get(row, _SPOILED)) for row, said in roster.said.items()
    ]
    return Plan(results, additions, sorted(faults))


def _by_number(rows: Iterable[RosterRow]) -> dict[str, list[RosterRow]]:
    homes: dict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        homes[row.number].append(row)
    return homes


def _numbers_of(roster: Roster, faults: Iterable[Fault]) -> set[str]:
    return {fold(roster.said[fault.row][0]) for fault in faults}


def _verdicts_of(faults: Iterable[Fault]) -> dict[int, Verdict]:
    words: dict[int, str] = defaultdict(str)
    for fault in faults:
        words[fault.row] += f"{fault.column}：{fault.detail}"
    return {row: (Outcome.FAULTY, said) for row, said in words.items()}
