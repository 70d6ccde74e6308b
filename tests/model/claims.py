"""Claims and public notices in the model: from the deed to points that can be spent."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.model.people import DECIDES, Household, Person
from tests.model.refused import Refused

MONTH_CAP, YEAR_CAP = 150, 1000
NOTICE_WORKING_DAYS = 5
DEED_AGE_MAX = timedelta(days=60)
RULES_SINCE = date(2026, 9, 1)
FRIDAY = 4
FALLEN = frozenset({"returned", "revoked"})
AWARDED = frozenset({"confirmed", "in_notice", "effective"})
ALONE_REFUSED = {
    "not_found": "claim-not-found",
    "own_household": "own-or-relative-household",
}
"""What is a result within a batch, and a refusal when only one claim was asked for."""


@dataclass(frozen=True)
class Rule:
    """A rule of the default catalogue; `cap` is in points over a period."""

    points: int
    cap: int
    period: str
    level: str = "L1"
    of_leader: bool = False
    is_counted: bool = True
    is_once_a_day: bool = True
    excludes: str | None = None


RULES = {
    "CIV02": Rule(10, 20, "month"),
    "VOL03": Rule(10, 40, "month"),
    "GRN01": Rule(20, 20, "half_year"),
    "CIV03": Rule(10, 10, "quarter", is_once_a_day=False),
    "WST02": Rule(1, 20, "month", of_leader=True, is_once_a_day=False),
    "ENV01": Rule(10, 10, "month", "L2", of_leader=True, excludes="ENV02"),
    "ENV02": Rule(20, 20, "month", "L2", of_leader=True, excludes="ENV01"),
    "ENV07": Rule(50, 150, "year", "L2", is_once_a_day=False),
    "SAV04": Rule(30, 60, "year", "L2"),
    "HON02": Rule(100, 100, "year", "L3", of_leader=True, is_counted=False),
    "EDU02": Rule(5, 10, "month", "SYS"),
    "VOL01": Rule(10, 60, "month", "SYS", is_once_a_day=False),
    "RIV01": Rule(10, 40, "month"),
}


@dataclass(eq=False)
class Claim:
    """A deed of a household; `submitted_by` is nobody when a roll call made it."""

    household: Household
    code: str
    deed_on: date
    points: int
    submitted_by: Person | None
    state: str = "submitted"
    first_confirmed_by: Person | None = None
    id: int = 0

    @property
    def rule(self) -> Rule:
        """The rule it was claimed under."""
        return RULES[self.code]

    @property
    def caps(self) -> list[tuple[tuple[str, str], int]]:
        """Every cap it counts to, with its limit."""
        day = self.deed_on
        own = ((self.code, period_of(day, self.rule.period)), self.rule.cap)
        if not self.rule.is_counted:
            return [own]
        month = (("household", period_of(day, "month")), MONTH_CAP)
        return [own, month, (("household", period_of(day, "year")), YEAR_CAP)]

    def fits(self) -> bool:
        """Tell whether there is room under all its caps, for the whole of it."""
        used = self.household.used
        return all(used[key] + self.points <= limit for key, limit in self.caps)


@dataclass(eq=False)
class Notice:
    """What hangs on the wall until `usable_on`."""

    usable_on: date
    claims: list[Claim]
    is_open: bool = True


@dataclass
class Claims:
    """All claims and notices of the village."""

    today: date
    all: list[Claim] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    months_published: set[str] = field(default_factory=set)

    def submit(
        self, who: Person, household: Household, code: str, deed_on: date, quantity: int
    ) -> Claim:
        """Claim a deed: the household itself, or a leader for it."""
        is_proxy = who.acts_by_proxy_for(household, "household-not-found")
        rule = RULES.get(code)
        if rule is None or deed_on < RULES_SINCE:
            raise Refused("rule-not-in-force")
        is_too_early = deed_on < self.today - DEED_AGE_MAX
        is_misfit = (rule.of_leader and not is_proxy) or (rule.is_once_a_day and quantity != 1)
        if is_misfit or is_too_early or deed_on > self.today:
            raise Refused("claim-refused")
        self._check_standing(household, code, deed_on)
        points = min(rule.points * quantity, rule.cap)
        return self.add(Claim(household, code, deed_on, points, submitted_by=who))

    def _check_standing(self, household: Household, code: str, deed_on: date) -> None:
        """Refuse a deed that is claimed already, or one that excludes it in the same month."""
        mine = [c for c in self.all if c.household is household and c.state not in FALLEN]
        month = period_of(deed_on, "month")
        excludes = RULES[code].excludes
        if any(c.code == excludes and period_of(c.deed_on, "month") == month for c in mine):
            raise Refused("exclusive-claim")
        if any((c.code, c.deed_on) == (code, deed_on) and c.submitted_by for c in mine):
            raise Refused("already-claimed")

    def add(self, claim: Claim) -> Claim:
        """Keep a claim."""
        self.all.append(claim)
        return claim

    def confirm(self, who: Person, claims: Sequence[Claim]) -> list[str]:
        """Confirm claims; say what became of each, or refuse when there is only one."""
        who.check_office("confirm")
        outcomes = {claim: self._verdict(who, claim) for claim in claims}
        if len(claims) == 1 and outcomes[claims[0]] in ALONE_REFUSED:
            raise Refused(ALONE_REFUSED[outcomes[claims[0]]])
        for claim in sorted(claims, key=self.all.index):
            if outcomes[claim] == "confirmed":
                outcomes[claim] = self._award(claim)
        return [outcomes[claim] for claim in claims]

    def _verdict(self, who: Person, claim: Claim) -> str:
        """Judge who may; the first of two confirmations is noted here."""
        if not who.is_here:
            return "not_found"
        if who.stays_out_of(claim.household):
            return "own_household"
        if claim.state != "submitted":
            return "already"
        took_part = who in {claim.submitted_by, claim.first_confirmed_by}
        if took_part or who.office not in DECIDES[claim.rule.level]:
            return "waits_for_another"
        if claim.rule.level == "L2" and claim.first_confirmed_by is None:
            claim.first_confirmed_by = who
            return "first_confirmed"
        return "confirmed"

    def _award(self, claim: Claim) -> str:
        if not claim.fits():
            return "over_cap"
        self._count(claim, claim.points)
        claim.state = "confirmed"
        claim.household.purse.award(claim.deed_on.year, claim.points)
        return "confirmed"

    def give_back(self, who: Person, claim: Claim) -> None:
        """Return a claim (退回) with a reason."""
        who.check("confirm", "claim-not-found")
        if who.stays_out_of(claim.household):
            raise Refused("own-or-relative-household")
        if who.office not in DECIDES[claim.rule.level]:
            raise Refused("not-yours-to-decide")
        if claim.state != "submitted":
            raise Refused("claim-already-decided")
        claim.state = "returned"

    def revoke(self, who: Person, claim: Claim) -> int:
        """Take an award back, once, and return what the household owes from it."""
        who.check("revoke", "claim-not-found")
        if who.stays_out_of(claim.household):
            raise Refused("own-or-relative-household")
        if claim.state not in AWARDED:
            raise Refused("claim-already-decided")
        was_effective = claim.state == "effective"
        claim.state = "revoked"
        self._count(claim, -claim.points)
        purse, year = claim.household.purse, claim.deed_on.year
        if was_effective:
            return purse.take_back(year, claim.points)
        purse.take_back_in_notice(year, claim.points)
        return 0

    @staticmethod
    def _count(claim: Claim, points: int) -> None:
        for key, _ in claim.caps:
            claim.household.used[key] += points

    def publish(self, who: Person) -> Notice:
        """Hang up the month's notice: all that is confirmed, for five working days."""
        who.check("publish", "organisation-not-found")
        month = period_of(self.today, "month")
        if month in self.months_published:
            raise Refused("notice-already-published")
        claims = [claim for claim in self.all if claim.state == "confirmed"]
        if not claims:
            raise Refused("nothing-to-publish")
        for claim in claims:
            claim.state = "in_notice"
        self.months_published.add(month)
        notice = Notice(_usable_on(self.today), claims)
        self.notices.append(notice)
        return notice

    def close_due(self) -> None:
        """Let every notice whose days are over take effect."""
        for notice in self.notices:
            if notice.is_open and notice.usable_on <= self.today:
                notice.is_open = False
                _take_effect(c for c in notice.claims if c.state == "in_notice")

    def earned(self, household: Household) -> Counter[int]:
        """Return the points of the awards in effect, by year; spending never lowers them."""
        found: Counter[int] = Counter()
        for claim in self.all:
            if claim.household is household and claim.state == "effective":
                found[claim.deed_on.year] += claim.points
        return found


def period_of(day: date, period: str) -> str:
    """Return the name of the calendar period that a day lies in."""
    parts = {"month": day.month, "quarter": (day.month + 2) // 3, "half_year": (day.month + 5) // 6}
    return f"{day.year} {period} {parts.get(period, '')}"


def _usable_on(published_on: date) -> date:
    """Return the day after the notice's working days; no holiday lies in the time of the model."""
    day = published_on
    for _ in range(NOTICE_WORKING_DAYS):
        day += timedelta(days=1)
        while day.weekday() > FRIDAY:
            day += timedelta(days=1)
    return day + timedelta(days=1)


def _take_effect(claims: Iterable[Claim]) -> None:
    credits_: dict[Household, Counter[int]] = defaultdict(Counter)
    for claim in claims:
        claim.state = "effective"
        credits_[claim.household][claim.deed_on.year] += claim.points
    for household, by_year in credits_.items():
        household.purse.take_effect(by_year)
