"""What one claim is worth and whether it fits its rule."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.vocabulary import Applicant, CapPeriod, RuleZone, Zone
from server.domains.points.errors import ClaimRefused
from server.domains.points.rules.periods import period_of

DEED_AGE_MAX = timedelta(days=60)
"""Older deeds cannot be claimed; so a deed lies in this points year or the one before."""
HOUR = "小时"
HALF_HOUR_MINUTES = 30
ONCE_A_DAY_UNITS = frozenset({"次", "户", "月"})
_ZONE_WORDS = {RuleZone.RURAL: "农村", RuleZone.URBAN: "城市"}


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """What a rule demands of a claim; `period_cap` is in points."""

    points: int
    unit: str
    cap_period: CapPeriod
    period_cap: int
    zone: RuleZone
    applicants: Collection[str]


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, by whose household, and who applies."""

    applicant: Applicant
    zone: Zone
    deed_on: date
    quantity: int


def half_hours(minutes: int) -> int:
    """Return the full half-hours in a time (不足半小时不计)."""
    return minutes // HALF_HOUR_MINUTES


def points_of(terms: RuleTerms, quantity: int) -> int:
    """Return the points of a claim; rules per 小时 count `quantity` in half-hours.

    One claim never gives more than the rule's cap; a half point is dropped.
    """
    points = terms.points * quantity
    if terms.unit == HOUR:
        points //= 2
    return min(points, terms.period_cap)


def zone_fits(rule_zone: RuleZone, zone: Zone) -> bool:
    """Tell whether a rule is for households of this zone."""
    return rule_zone == RuleZone.BOTH or rule_zone.value == zone.value


def check_deed(terms: RuleTerms, deed: Deed, today: date) -> None:
    """Refuse a deed that does not fit; ClaimRefused names everything at once."""
    faults = [{"pointer": f"#/{name}", "detail": detail} for name, detail in _faults(terms, deed)]
    faults += [{"pointer": "#/deed_on", "detail": text} for text in _date_faults(deed, today)]
    if faults:
        raise ClaimRefused(faults[0]["detail"], errors=faults)


def _faults(terms: RuleTerms, deed: Deed) -> Iterator[tuple[str, str]]:
    if not _may_apply(terms.applicants, deed.applicant):
        if deed.applicant == Applicant.HOUSEHOLD:
            yield "rule_code", "这一类由村（社区）妇联登记，您不用自己报。"
        else:
            yield "rule_code", "这一类由系统按记录自动登记，不用代报。"
    if not zone_fits(terms.zone, deed.zone):
        yield "rule_code", f"这一类只有{_ZONE_WORDS[terms.zone]}住户能报，请看看别的条目。"
    if terms.unit in ONCE_A_DAY_UNITS and deed.quantity != 1:
        yield "quantity", "这一类一次只能报一个，数量请填1。"
    elif points_of(terms, deed.quantity) < 1:
        yield "quantity", "数量太少，还不够1分，这次不用报。"


def _may_apply(applicants: Collection[str], applicant: Applicant) -> bool:
    """Tell who may apply: what a household may report, the leader may report for it (GOV-2)."""
    if applicant == Applicant.LEADER:
        return bool({Applicant.HOUSEHOLD, Applicant.LEADER} & set(applicants))
    return applicant in applicants


def _date_faults(deed: Deed, today: date) -> Iterator[str]:
    if deed.deed_on > today:
        yield "日期还没到，做了再报。"
    if today - deed.deed_on > DEED_AGE_MAX:
        yield f"这是{DEED_AGE_MAX.days}天以前的事，报不了了。有疑问请找村（社区）妇联。"


def exclusion_days(first: RuleTerms, second: RuleTerms, deed_on: date) -> tuple[date, date]:
    """Return the first and last day on which two rules that exclude each other collide.

    Rules that give points once a period (月评清洁户 整洁/优秀) collide over the shorter of their
    periods. When one of them can be earned several times in its period, the two only must not
    count the same deed twice: they collide on its day.
    """
    if not (_is_once(first) and _is_once(second)):
        return deed_on, deed_on
    shorter = min(first.cap_period, second.cap_period, key=list(CapPeriod).index)
    return _bounds(deed_on, shorter)


def _is_once(terms: RuleTerms) -> bool:
    return terms.period_cap < 2 * terms.points


def _bounds(day: date, period: CapPeriod) -> tuple[date, date]:
    name = period_of(day, period)
    first = last = day
    while period_of(first - timedelta(days=1), period) == name:
        first -= timedelta(days=1)
    while period_of(last + timedelta(days=1), period) == name:
        last += timedelta(days=1)
    return first, last
