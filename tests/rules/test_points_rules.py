from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import Applicant, CapPeriod, ClaimState, ConfirmLevel, Role, RuleZone, Zone
from server.domains.points import policy
from server.domains.points.errors import ClaimRefused
from server.domains.points.rules.caps import CapKey, CappedClaim, demands, fitting
from server.domains.points.rules.deeds import (
    Deed,
    RuleTerms,
    check_deed,
    exclusion_days,
    half_hours,
    points_of,
)
from server.domains.points.rules.outcomes import ConfirmOutcome, Standing, explain
from server.domains.points.rules.periods import first_of_next_month, period_of
from server.domains.points.rules.splits import split_repayment, split_revocation, split_spending
from server.kernel.actors import Grant

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
YEARS = st.dictionaries(st.integers(2024, 2030), st.integers(0, 500), max_size=5)
TODAY = date(2026, 11, 10)


def terms(**changes: object) -> RuleTerms:
    made: dict[str, object] = {
        "points": 10,
        "unit": "次",
        "cap_period": CapPeriod.MONTH,
        "period_cap": 40,
        "zone": RuleZone.BOTH,
        "applicants": ("H", "L"),
    }
    return RuleTerms(**(made | changes))  # type: ignore[arg-type]


def deed(**changes: object) -> Deed:
    made: dict[str, object] = {
        "applicant": Applicant.HOUSEHOLD,
        "zone": Zone.RURAL,
        "deed_on": TODAY,
        "quantity": 1,
    }
    return Deed(**(made | changes))  # type: ignore[arg-type]


# Periods


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 12, 31), ["2026-12", "2026-Q4", "2026-H2", "2026"]),
        (date(2027, 1, 1), ["2027-01", "2027-Q1", "2027-H1", "2027"]),
        (date(2028, 2, 29), ["2028-02", "2028-Q1", "2028-H1", "2028"]),
        (date(2026, 6, 30), ["2026-06", "2026-Q2", "2026-H1", "2026"]),
        (date(2026, 7, 1), ["2026-07", "2026-Q3", "2026-H2", "2026"]),
    ],
)
def test_a_day_lies_in_its_month_quarter_half_and_year(day: date, names: list[str]) -> None:
    assert [period_of(day, period) for period in CapPeriod] == names


@given(DAYS)
def test_the_next_month_begins_after_every_day_of_this_one(day: date) -> None:
    first = first_of_next_month(day)
    assert first.day == 1
    assert first > day
    assert (first - day).days <= 31
    assert period_of(first - timedelta(days=1), CapPeriod.MONTH) == period_of(day, CapPeriod.MONTH)


# Deeds


@pytest.mark.parametrize(("minutes", "halves"), [(0, 0), (29, 0), (30, 1), (89, 2), (120, 4)])
def test_hours_count_in_full_half_hours(minutes: int, halves: int) -> None:
    assert half_hours(minutes) == halves


def test_points_by_the_hour_count_half_hours_and_stop_at_the_cap() -> None:
    hourly = terms(unit="小时", period_cap=60)
    assert [points_of(hourly, halves) for halves in (1, 3, 4, 99)] == [5, 15, 20, 60]
    assert points_of(terms(unit="小时", points=1, period_cap=60), 1) == 0
    assert points_of(terms(unit="公斤", points=1, period_cap=20), 7) == 7


def test_a_fitting_deed_passes() -> None:
    check_deed(terms(), deed(), TODAY)
    check_deed(terms(applicants=("L",)), deed(applicant=Applicant.LEADER), TODAY)
    check_deed(terms(applicants=("H",)), deed(applicant=Applicant.LEADER), TODAY)
    check_deed(terms(), deed(deed_on=TODAY - timedelta(days=60)), TODAY)
    check_deed(terms(zone=RuleZone.RURAL, unit="件"), deed(quantity=3), TODAY)


@pytest.mark.parametrize(
    ("rule", "facts", "pointer"),
    [
        (terms(applicants=("L",)), deed(), "#/rule_code"),
        (terms(applicants=("SYS",)), deed(applicant=Applicant.LEADER), "#/rule_code"),
        (terms(zone=RuleZone.URBAN), deed(), "#/rule_code"),
        (terms(), deed(quantity=2), "#/quantity"),
        (terms(unit="小时", points=1), deed(quantity=1), "#/quantity"),
        (terms(), deed(deed_on=TODAY + timedelta(days=1)), "#/deed_on"),
        (terms(), deed(deed_on=TODAY - timedelta(days=61)), "#/deed_on"),
    ],
)
def test_a_deed_that_does_not_fit_is_refused(rule: RuleTerms, facts: Deed, pointer: str) -> None:
    with pytest.raises(ClaimRefused) as refused:
        check_deed(rule, facts, TODAY)
    assert [fault["pointer"] for fault in refused.value.facts["errors"]] == [pointer]


def test_everything_that_does_not_fit_is_named_at_once() -> None:
    rule = terms(applicants=("SYS",), zone=RuleZone.URBAN)
    with pytest.raises(ClaimRefused) as refused:
        check_deed(rule, deed(quantity=5, deed_on=date(2025, 1, 1)), TODAY)
    assert len(refused.value.facts["errors"]) == 4


def test_rules_given_once_a_period_exclude_each_other_over_the_shorter_one() -> None:
    monthly = terms(period_cap=10)
    yearly = terms(cap_period=CapPeriod.YEAR, period_cap=10)
    november = (date(2026, 11, 1), date(2026, 11, 30))
    assert exclusion_days(monthly, monthly, TODAY) == november
    assert exclusion_days(monthly, yearly, TODAY) == november
    assert exclusion_days(yearly, yearly, TODAY) == (date(2026, 1, 1), date(2026, 12, 31))


def test_rules_that_can_be_earned_often_exclude_each_other_on_the_day_of_the_deed() -> None:
    often = terms(period_cap=60)
    assert exclusion_days(often, terms(period_cap=10), TODAY) == (TODAY, TODAY)


# Caps


def capped(claim_id: int, points: int = 10, **changes: object) -> CappedClaim:
    made: dict[str, object] = {
        "claim_id": claim_id,
        "household_id": 1,
        "points": points,
        "deed_on": TODAY,
        "rule_code": "CIV02",
        "rule_period": "2026-11",
        "rule_cap": 20,
        "month_cap": 150,
        "year_cap": 1000,
        "counts_to_household": True,
    }
    return CappedClaim(**(made | changes))  # type: ignore[arg-type]


def test_a_claim_counts_to_its_rule_and_its_household() -> None:
    keys = [cap.key[1:] for cap in capped(1).caps]
    assert keys == [("rule:CIV02", "2026-11"), ("household", "2026-11"), ("household", "2026")]
    assert [c.key.subject for c in capped(1, counts_to_household=False).caps] == ["rule:CIV02"]


def test_demands_are_summed_and_the_stricter_limit_holds() -> None:
    found = demands([capped(1), capped(2, rule_cap=15)])
    assert [(d.key.subject, d.key.period, d.points, d.limit) for d in found] == [
        ("household", "2026", 20, 1000),
        ("household", "2026-11", 20, 150),
        ("rule:CIV02", "2026-11", 20, 15),
    ]


def test_claims_fit_whole_and_by_id() -> None:
    claims = [capped(3, 5), capped(1, 15), capped(2, 10)]
    used = {cap.key: 0 for claim in claims for cap in claim.caps}
    assert [claim.claim_id for claim in fitting(claims, used)] == [1, 3]


@given(
    st.lists(
        st.tuples(st.integers(1, 60), st.integers(1, 3), st.sampled_from(["A", "B"])), max_size=30
    ),
    st.integers(0, 100),
)
def test_what_fits_never_exceeds_a_cap_and_leaves_no_claim_out_that_would_fit(
    drawn: list[tuple[int, int, str]], before: int
) -> None:
    claims = [
        capped(n, points, household_id=household, rule_code=code, rule_cap=60, month_cap=100)
        for n, (points, household, code) in enumerate(drawn)
    ]
    used = {cap.key: min(before, cap.limit) for claim in claims for cap in claim.caps}
    kept = fitting(claims, used)
    total = dict(used)
    for demand in demands(kept):
        total[demand.key] += demand.points
        assert total[demand.key] <= demand.limit
    for claim in set(claims) - set(kept):
        assert any(total[cap.key] + claim.points > cap.limit for cap in claim.caps)


# Splits


@given(YEARS, st.integers(0, 3000))
def test_spending_takes_the_oldest_first_and_no_more_than_there_is(
    redeemable: dict[int, int], points: int
) -> None:
    taken = split_spending(redeemable, points)
    assert sum(taken.values()) == min(points, sum(redeemable.values()))
    assert all(0 < share <= redeemable[year] for year, share in taken.items())
    spent = sorted(taken)
    for year in spent[:-1]:
        assert taken[year] == redeemable[year]
    assert all(
        year in taken or not left
        for year, left in redeemable.items()
        if year < max(spent, default=0)
    )


@given(YEARS, YEARS)
def test_repaying_exceeds_neither_the_credit_nor_the_debt_and_stops_only_at_one(
    credited: dict[int, int], owed: dict[int, int]
) -> None:
    repaid = list(split_repayment(credited, {year: -points for year, points in owed.items()}))
    assert all(repayment.points > 0 for repayment in repaid)
    assert sum(r.points for r in repaid) == min(sum(credited.values()), sum(owed.values()))
    for year, points in credited.items():
        assert sum(r.points for r in repaid if r.from_year == year) <= points
    for year, points in owed.items():
        assert sum(r.points for r in repaid if r.owed_year == year) <= points
    assert len({(r.from_year, r.owed_year) for r in repaid}) == len(repaid)


@given(YEARS, st.integers(2024, 2030), st.integers(1, 500))
def test_ab_10_a_revoked_award_is_taken_whole_and_owed_only_when_nothing_is_left(
    redeemable: dict[int, int], year: int, points: int
) -> None:
    split = split_revocation(redeemable, year, points)
    assert sum(split.taken.values()) + split.owed == points
    assert all(0 < share <= redeemable[y] for y, share in split.taken.items())
    if split.owed:
        assert sum(split.taken.values()) == sum(redeemable.values())
    assert split.taken.get(year, 0) == min(redeemable.get(year, 0), points)


# Who decides


def grant(role: Role, path: str) -> Grant:
    return Grant(role, 1, path)


def test_the_village_decides_l1_and_l2_and_the_town_l3() -> None:
    village, town = "/1/2/3/", "/1/2/"
    chair = [grant(Role.VILLAGE_CHAIR, village)]
    assert policy.decides(chair, village, ConfirmLevel.ONE)
    assert policy.decides(chair, village, ConfirmLevel.SYSTEM)
    assert not policy.decides(chair, village, ConfirmLevel.TOWN)
    assert not policy.decides(chair, "/1/2/4/", ConfirmLevel.ONE)
    assert policy.decides([grant(Role.ASSESSOR, village)], village, ConfirmLevel.TWO)
    assert not policy.decides([grant(Role.ASSESSOR, village)], village, ConfirmLevel.ONE)
    assert policy.decides([grant(Role.TOWN_OFFICER, town)], village, ConfirmLevel.TOWN)
    assert not policy.decides([grant(Role.TOWN_OFFICER, town)], village, ConfirmLevel.ONE)


def test_an_office_is_named_by_its_highest_title() -> None:
    assert policy.office_title([Role.ASSESSOR, Role.VILLAGE_CHAIR]) == "妇联主席"
    assert policy.office_title([Role.SUPERVISOR]) == "妇联工作人员"


# Results


WAITS: dict[str, Any] = {"state": ClaimState.SUBMITTED}


@pytest.mark.parametrize(
    ("standing", "outcome", "words"),
    [
        ({"state": ClaimState.CONFIRMED, "is_own_or_relative": True}, "own_household", "亲戚"),
        ({"state": ClaimState.RETURNED}, "already", "已退回"),
        (WAITS | {"is_submitted_by_her": True}, "waits_for_another", "您报的"),
        (WAITS | {"is_first_confirmed_by_her": True}, "waits_for_another", "已经确认过"),
        (WAITS, "waits_for_another", "请镇街"),
    ],
)
def test_a_claim_that_was_not_confirmed_says_why(
    standing: dict[str, Any], outcome: str, words: str
) -> None:
    result = explain(7, Standing(**standing), "请镇街妇联确认。")
    assert result.outcome == ConfirmOutcome(outcome)
    assert words in result.detail


def test_cap_keys_sort_by_household_first() -> None:
    assert CapKey(1, "rule:Z", "2026") < CapKey(2, "household", "2026")
