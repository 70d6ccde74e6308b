"""The words every domain shares: who acts, how far she sees, when it is, what a refusal keeps."""

import re
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models.vocabulary import AnomalyKind, AuditOutcome, Role
from server.kernel import errors
from server.kernel.actors import STRANGER, SYSTEM, Actor, Grant
from server.kernel.clock import CHONGQING, local_date, say_day, say_moment, start_of
from server.kernel.pages import Page
from server.kernel.permissions import BY_ROLE, RESIDENT, Permission
from server.kernel.records import Record
from server.kernel.scopes import Scope
from server.kernel.work import Work, refusal

NOON = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)
CHAIR = Grant(Role.VILLAGE_CHAIR, 52, "/1/7/52/")
TOWN = Grant(Role.TOWN_OFFICER, 7, "/1/7/")
NO_PORTS: Any = None
PATHS = st.lists(st.integers(1, 30), max_size=4).map(
    lambda ids: "/" + "".join(f"{i}/" for i in ids)
)


def a_work(actor: Actor = SYSTEM) -> Work:
    return Work(Session(), actor, NOON, NO_PORTS)


# Actors and permissions


def test_a_stranger_holds_no_permission_and_sees_nothing() -> None:
    assert STRANGER.permissions == frozenset()
    assert all(STRANGER.scope(permission).is_empty for permission in Permission)


def test_the_system_sees_everything_but_holds_no_office() -> None:
    assert SYSTEM.scope(Permission.CLAIM_READ).is_everything
    assert SYSTEM.office_scope(Permission.CLAIM_READ).is_everything
    assert SYSTEM.permissions == frozenset()


def test_a_resident_sees_her_own_household_only() -> None:
    resident = Actor(person_id=1, household_id=9)
    assert resident.permissions == RESIDENT
    assert resident.scope(Permission.CLAIM_READ) == Scope(household_ids=frozenset({9}))
    assert resident.office_scope(Permission.CLAIM_READ).is_empty
    assert resident.scope(Permission.CLAIM_CONFIRM).is_empty


def test_authority_is_per_permission_on_the_subtree_of_each_office() -> None:
    officer = Actor(person_id=1, household_id=9, grants=(CHAIR, TOWN))
    assert officer.scope(Permission.RULE_ADOPT).paths == frozenset({CHAIR.path})
    assert officer.scope(Permission.ANOMALY_READ).paths == frozenset({TOWN.path})
    assert officer.scope(Permission.CLAIM_CONFIRM).paths == frozenset({CHAIR.path, TOWN.path})
    assert officer.scope(Permission.CLAIM_READ).household_ids == frozenset({9})
    assert officer.office_scope(Permission.CLAIM_READ).household_ids == frozenset()
    assert officer.permissions == RESIDENT | BY_ROLE[CHAIR.role] | BY_ROLE[TOWN.role]


def test_every_office_has_its_permissions() -> None:
    assert set(BY_ROLE) == set(Role)
    assert all(BY_ROLE.values())


def test_only_offices_may_confirm_revoke_adopt_or_hand_out() -> None:
    decisions = {
        Permission.CLAIM_CONFIRM,
        Permission.CLAIM_REVOKE,
        Permission.RULE_ADOPT,
        Permission.ORDER_FULFIL,
        Permission.ASSESSMENT_REVIEW,
        Permission.NOTICE_PUBLISH,
    }
    assert not decisions & RESIDENT
    assert BY_ROLE[Role.SUPERVISOR].isdisjoint(decisions)
    assert BY_ROLE[Role.CITY_OFFICER].isdisjoint(decisions)


# Scopes


def test_an_empty_scope_covers_no_node() -> None:
    assert Scope().is_empty
    assert not Scope().covers_path("/1/")


def test_a_subtree_covers_itself_and_what_is_below() -> None:
    scope = Scope(paths=frozenset({"/1/7/"}))
    assert [scope.covers_path(p) for p in ("/1/7/", "/1/7/52/", "/1/", "/1/70/", "/1/8/")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@given(PATHS, PATHS)
def test_a_node_is_covered_exactly_by_its_ancestors_and_itself(above: str, below: str) -> None:
    ancestors = [m.end() for m in re.finditer("/", below)]
    assert Scope(paths=frozenset({above})).covers_path(below) is (
        above in {below[:end] for end in ancestors}
    )


def test_everything_needs_a_reason() -> None:
    assert Scope.everything(reason="nightly count").is_everything
    with pytest.raises(ValueError, match="reason"):
        Scope.everything(reason="")


# Work


def test_the_system_has_no_person() -> None:
    with pytest.raises(RuntimeError, match="no person"):
        _ = a_work().person_id
    assert a_work(Actor(person_id=3)).person_id == 3


def test_an_audited_act_is_kept_with_the_work() -> None:
    work = a_work()
    work.audit("confirm_claim", "claim", 5, village_id=2, points=10)
    assert work.records == [
        Record(
            action="confirm_claim",
            object_type="claim",
            object_id=5,
            village_id=2,
            detail={"points": 10},
        )
    ]
    assert work.records[0].outcome is AuditOutcome.DONE


def test_reading_everything_is_audited_with_its_reason() -> None:
    work = a_work()
    assert work.everything(reason="monthly table").is_everything
    assert [(r.action, r.detail) for r in work.records] == [
        ("read_everything", {"reason": "monthly table"})
    ]


def test_a_refusal_leaves_a_record_that_says_so() -> None:
    record = refusal("confirm", "claim", 5, anomaly=AnomalyKind.OWN_OR_RELATIVE, points=1)
    assert record.outcome is AuditOutcome.REFUSED
    assert (record.anomaly, record.detail) == (AnomalyKind.OWN_OR_RELATIVE, {"points": 1})


def test_two_pieces_of_work_never_share_their_records() -> None:
    first, second = a_work(), a_work()
    first.audit("x", "y", None)
    assert second.records == []


def test_a_piece_of_work_cannot_be_given_to_another_actor() -> None:
    with pytest.raises(FrozenInstanceError):
        a_work().actor = STRANGER  # type: ignore[misc]


# Time


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 28, 16, 0, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2027, 1, 1, 0, 1, tzinfo=CHONGQING), date(2027, 1, 1)),
    ],
)
def test_a_day_is_that_of_chongqing(instant: datetime, day: date) -> None:
    assert local_date(instant) == day


def test_the_day_of_a_piece_of_work_is_that_of_chongqing() -> None:
    work = Work(Session(), SYSTEM, NOON + timedelta(hours=12), NO_PORTS)
    assert work.today == date(2026, 11, 11)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_day_begins_at_its_first_instant(day: date) -> None:
    first = start_of(day)
    assert first.tzinfo is UTC
    assert local_date(first) == day
    assert local_date(first - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_days_and_moments_are_said_as_people_say_them() -> None:
    today = date(2026, 11, 10)
    assert say_day(date(2026, 12, 2), today=today) == "12月2日"
    assert say_day(date(2027, 1, 2), today=today) == "2027年1月2日"
    midnight = datetime(2026, 12, 31, 16, 5, tzinfo=UTC)
    assert say_moment(midnight, today=today) == "2027年1月1日 00:05"


# Pages


@given(st.lists(st.integers(1, 10_000), unique=True, max_size=40), st.integers(1, 10))
def test_following_the_pages_meets_every_row_once(ids: list[int], size: int) -> None:
    rows, met, after = sorted(ids), list[int](), 0
    for _ in range(len(rows) + 1):
        page = Page[int].cut([r for r in rows if r > after][: size + 1], size, lambda row: row)
        met += page.items
        if page.next_after is None:
            break
        after = page.next_after
    assert met == rows


def test_the_last_page_says_so() -> None:
    assert Page[int].cut([1, 2], 2, lambda row: row) == Page([1, 2], None)
    assert Page[int].cut([1, 2, 3], 2, lambda row: row) == Page([1, 2], 2)
    assert Page[int].cut([], 2, lambda row: row) == Page([], None)


# Refusals


def test_a_refusal_keeps_words_facts_and_records() -> None:
    record = refusal("x", "y", 1)
    refused = errors.RuleBroken("不行", records=(record,), missing=3)
    assert (refused.detail, refused.facts, refused.records) == ("不行", {"missing": 3}, (record,))
    assert str(refused) == "不行"


def test_invalid_input_carries_every_fault() -> None:
    faults = [{"pointer": "#/a", "detail": "x"}, {"pointer": "#/b", "detail": "y"}]
    assert errors.InvalidInput(faults).facts == {"errors": faults}


def test_every_family_has_its_own_slug_and_a_chinese_title() -> None:
    families = errors.DomainError.__subclasses__()
    kernel = [f for f in families if f.__module__ == "server.kernel.errors"]
    assert len(kernel) == 8
    assert len({family.slug for family in kernel}) == 8
    assert all(not family.title.isascii() for family in kernel)
