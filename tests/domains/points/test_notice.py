from datetime import date

import pytest

from models.vocabulary import ClaimState
from server.domains.notices import service as notices
from server.domains.notices.errors import NoticeAlreadyPublished
from server.domains.organisations.errors import OrganisationNotFound
from server.domains.points import service as points
from server.domains.points.errors import InsufficientPoints, NothingToPublish
from tests.support.builders import a_household, a_resident, a_village
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_claim,
    assert_books_balance,
    balances,
    close_due_notices,
    confirm,
    effective_points,
    pass_notice,
    publish,
    state_of,
)
from tests.support.service import Service


def hold(service: Service, family: Family, amount: int, cause: str = "order:1") -> None:
    service.run(
        lambda work: points.hold(
            work,
            household_id=family.id,
            village_id=family.household.village_id,
            points=amount,
            caused_by=cause,
        )
    )


def test_the_monthly_notice_shows_every_confirmed_claim_masked_and_frozen(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family)
    waiting = a_claim(service, family, days_ago=2)
    confirm(service, village.chair, claim_id)
    notice_id = publish(service, village)
    sheet = service.run(lambda work: notices.read_notice(work, notice_id), writes=False)
    assert [(entry.subject_id, entry.content) for entry in sheet.entries] == [
        (
            claim_id,
            {
                "household": "王** · 三组",
                "rule": "邻里互助/化解小矛盾",
                "points": 10,
                "deed_on": "2026-11-09",
            },
        )
    ]
    assert (sheet.notice.month, sheet.notice.usable_on) == ("2026-11", date(2026, 11, 18))
    assert state_of(service, claim_id) is ClaimState.IN_NOTICE
    assert state_of(service, waiting) is ClaimState.SUBMITTED
    assert balances(service, family.id) == {"in_notice": 10}
    told = service.rows("SELECT body FROM messages WHERE kind = 'notice_opened'")
    assert told == [("共10分正在公示，没有人提出异议的话，11月18日起可以兑换。",)]


def test_there_is_one_notice_a_month_and_later_points_wait_for_the_next(
    service: Service, village: PointsVillage, family: Family
) -> None:
    confirm(service, village.chair, a_claim(service, family))
    publish(service, village)
    later = a_claim(service, family, days_ago=2)
    confirm(service, village.chair, later)
    with pytest.raises(NoticeAlreadyPublished):
        publish(service, village)
    assert state_of(service, later) is ClaimState.CONFIRMED
    service.clock.advance(days=25)
    publish(service, village)
    assert state_of(service, later) is ClaimState.IN_NOTICE


def test_an_empty_notice_is_not_published(service: Service, village: PointsVillage) -> None:
    with pytest.raises(NothingToPublish):
        publish(service, village)


def test_only_the_villages_own_leaders_publish(service: Service, village: PointsVillage) -> None:
    other = a_village(service, "别村妇联")
    with pytest.raises(OrganisationNotFound):
        service.run(
            lambda work: points.publish_monthly_notice(work, other),
            actor=service.actor(village.chair),
        )


def test_ab_11_points_in_notice_cannot_be_spent_and_the_refusal_says_the_day(
    service: Service, village: PointsVillage, family: Family
) -> None:
    confirm(service, village.chair, a_claim(service, family))
    with pytest.raises(InsufficientPoints) as before:
        hold(service, family, 10)
    assert before.value.facts == {
        "redeemable": 0,
        "missing": 10,
        "in_notice": 10,
        "usable_on": None,
    }
    assert before.value.detail == "可兑换的分有0分，还差10分。有10分已经确认，公示期满就能用。"
    publish(service, village)
    with pytest.raises(InsufficientPoints) as during:
        hold(service, family, 10)
    assert during.value.facts["usable_on"] == date(2026, 11, 18)
    assert "公示中的积分11月18日起可以用" in during.value.detail
    assert balances(service, family.id) == {"in_notice": 10}


def test_there_is_no_way_around_the_notice_period(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family)
    confirm(service, village.chair, claim_id)
    notice_id = publish(service, village)
    service.clock.advance(days=7)
    assert close_due_notices(service) == 0
    assert not service.run(lambda work: notices.close(work, notice_id))
    assert state_of(service, claim_id) is ClaimState.IN_NOTICE
    service.clock.advance(days=1)
    assert close_due_notices(service) == 1
    assert state_of(service, claim_id) is ClaimState.EFFECTIVE
    assert balances(service, family.id) == {"redeemable": 10}
    hold(service, family, 10)
    assert_books_balance(service)


def test_a_notice_is_closed_once(service: Service, village: PointsVillage, family: Family) -> None:
    effective_points(service, village, family)
    assert not service.run(lambda work: points.close_due_notice(work, 1))
    assert close_due_notices(service) == 0
    assert balances(service, family.id) == {"redeemable": 10}
    told = service.rows("SELECT body FROM messages WHERE kind = 'points_effective'")
    assert told == [("共10分公示期满，现在可以到积分超市兑换了。",)]


def test_a_claim_revoked_during_the_notice_does_not_take_effect(
    service: Service, village: PointsVillage, family: Family
) -> None:
    keep, drop = a_claim(service, family), a_claim(service, family, days_ago=2)
    confirm(service, village.chair, keep, drop)
    publish(service, village)
    service.run(
        lambda work: points.revoke_claim(work, drop, "查实不符"),
        actor=service.actor(village.chair),
    )
    pass_notice(service)
    assert state_of(service, drop) is ClaimState.REVOKED
    assert balances(service, family.id) == {"redeemable": 10}
    assert_books_balance(service)


def test_a_full_name_never_reaches_the_wall(service: Service, village: PointsVillage) -> None:
    household = a_household(service, village.id, ("欧阳桂英",))
    family = Family(household, a_resident(service, household))
    confirm(service, village.chair, a_claim(service, family))
    notice_id = publish(service, village)
    sheet = service.run(lambda work: notices.read_notice(work, notice_id), writes=False)
    assert [entry.content["household"] for entry in sheet.entries] == ["欧** · 三组"]
