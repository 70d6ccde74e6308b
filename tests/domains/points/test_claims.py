from datetime import date, timedelta

import pytest
from sqlalchemy import text

from models.vocabulary import ClaimState, Zone
from server.domains.households.errors import (
    BehalfRequired,
    HouseholdNotFound,
    OwnHousehold,
)
from server.domains.points import service as points
from server.domains.points.errors import (
    AlreadyClaimed,
    ClaimAlreadyDecided,
    ClaimNotFound,
    ClaimRefused,
    ExclusiveClaim,
    NotYoursToDecide,
    RuleNotInForce,
)
from server.domains.points.service import ReportedDeed
from server.kernel.clock import local_date
from tests.support.builders import a_household, a_resident
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_claim,
    a_family,
    a_points_village,
    a_proxy_claim,
    confirm,
    state_of,
)
from tests.support.service import Service


def give_back(service: Service, person_id: int, claim_id: int, reason: str = "看不清") -> None:
    service.run(
        lambda work: points.return_claim(work, claim_id, reason), actor=service.actor(person_id)
    )


def reason_of(service: Service, family: Family, claim_id: int) -> tuple[str | None, str | None]:
    card = service.run(
        lambda work: points.explain_claim(work, claim_id).card,
        service.actor(family.person),
        writes=False,
    )
    return card.reason.text, card.reason.state


def test_a_member_claims_and_the_periods_are_those_of_the_deed(
    service: Service, family: Family
) -> None:
    claim_id = a_claim(service, family, "GRN01", days_ago=10)
    row = service.rows(
        "SELECT state, points, rule_period, points_year, submitted_by, source"
        " FROM points_claims WHERE id = :id",
        id=claim_id,
    )
    assert row == [("submitted", 20, "2026-H2", 2026, family.person, "")]
    told = service.rows("SELECT kind, body FROM messages")
    assert told == [("claim_submitted", "“庭院/阳台绿化达标”报上了，20分，等确认。")]


def test_a_leader_claims_for_a_household_and_the_proxy_act_is_marked(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_proxy_claim(service, village.chair, family)
    marks = service.rows("SELECT action, object_id, reason, channel, acted_by FROM proxy_acts")
    assert marks == [("submit_claim", claim_id, "不会用手机", "in_person", village.chair)]
    deed = ReportedDeed("WST01", local_date(service.clock.instant))
    with pytest.raises(BehalfRequired):
        service.run(
            lambda work: points.submit_claim(work, family.id, deed),
            actor=service.actor(village.chair),
        )


def test_nobody_else_claims_for_a_household(
    service: Service, village: PointsVillage, family: Family
) -> None:
    other = a_family(service, village, "李桂花")
    deed = ReportedDeed("CIV02", local_date(service.clock.instant))
    with pytest.raises(HouseholdNotFound):
        service.run(
            lambda work: points.submit_claim(work, family.id, deed),
            actor=service.actor(other.person),
        )


def test_what_the_leader_registers_a_member_cannot_claim(service: Service, family: Family) -> None:
    with pytest.raises(ClaimRefused) as refused:
        a_claim(service, family, "ENV01")
    assert refused.value.detail == "这一类由村（社区）妇联登记，您不用自己报。"


def test_a_rule_of_the_other_zone_is_refused(service: Service, village: PointsVillage) -> None:
    household = a_household(service, village.id, ("张城",), zone=Zone.URBAN)
    urban = Family(household, a_resident(service, household))
    with pytest.raises(ClaimRefused):
        a_claim(service, urban, "WST04")


def test_before_the_resolution_takes_effect_there_is_no_rule(
    service: Service, family: Family
) -> None:
    with pytest.raises(RuleNotInForce):
        a_claim(service, family, "NIX01")
    service.clock.instant -= timedelta(days=70)
    with pytest.raises(RuleNotInForce):
        a_claim(service, family)


def test_the_same_deed_counts_once_until_it_is_returned(
    service: Service, village: PointsVillage, family: Family
) -> None:
    first = a_claim(service, family)
    with pytest.raises(AlreadyClaimed):
        a_claim(service, family)
    give_back(service, village.chair, first)
    assert state_of(service, first) is ClaimState.RETURNED
    assert a_claim(service, family) > first


def test_rules_that_exclude_each_other_are_not_both_claimed_in_their_period(
    service: Service, village: PointsVillage, family: Family
) -> None:
    excellent = a_proxy_claim(service, village.chair, family, "ENV02")
    with pytest.raises(ExclusiveClaim):
        a_proxy_claim(service, village.executive, family, "ENV01", days_ago=3)
    last_month = a_proxy_claim(service, village.executive, family, "ENV01", days_ago=20)
    assert state_of(service, last_month) is ClaimState.SUBMITTED
    give_back(service, village.executive, excellent)
    assert a_proxy_claim(service, village.executive, family, "ENV01", days_ago=3)


def test_rules_earned_often_exclude_each_other_on_one_day_only(
    service: Service, village: PointsVillage, family: Family
) -> None:
    a_proxy_claim(service, village.chair, family, "VOL02", days_ago=2)
    with pytest.raises(ExclusiveClaim):
        a_proxy_claim(service, village.chair, family, "VOL01", days_ago=2)
    assert a_proxy_claim(service, village.chair, family, "VOL01", days_ago=3)


def test_a_returned_claim_says_why_to_the_household(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family)
    give_back(service, village.executive, claim_id, "照片看不清")
    told = service.rows("SELECT body FROM messages WHERE kind = 'claim_returned'")
    assert told == [("“邻里互助/化解小矛盾”退回了，原因请点开这一条看。可以改好再报。",)]
    assert reason_of(service, family, claim_id) == (None, "pending")
    service.settle_checks()
    assert reason_of(service, family, claim_id) == ("照片看不清", "passed")
    with pytest.raises(ClaimAlreadyDecided) as refused:
        give_back(service, village.chair, claim_id)
    assert refused.value.facts == {"state": "returned"}


def test_a_claim_is_returned_by_who_confirms_its_level_and_never_by_its_household(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family)
    with pytest.raises(NotYoursToDecide):
        give_back(service, village.assessor, claim_id)
    with pytest.raises(NotYoursToDecide):
        give_back(service, village.town_officer, claim_id)
    with pytest.raises(ClaimNotFound):
        give_back(service, a_points_village(service, "别村妇联").chair, claim_id)
    mine = a_family(service, village, "李桂花")
    own = a_claim(service, mine)
    with service.raw() as connection:
        connection.execute(
            text("UPDATE members SET person_id = :chair WHERE person_id = :person"),
            {"chair": village.chair, "person": mine.person},
        )
    with pytest.raises(OwnHousehold):
        give_back(service, village.chair, own)
    confirm(service, village.executive, claim_id)
    with pytest.raises(ClaimAlreadyDecided):
        give_back(service, village.chair, claim_id)


def test_ab_19_a_deed_on_new_years_eve_belongs_to_the_old_year(
    service: Service, family: Family
) -> None:
    service.clock.instant = service.clock.instant.replace(
        year=2026, month=12, day=31, hour=23, minute=59
    )
    old = a_claim(service, family, days_ago=0)
    service.clock.advance(minutes=2)
    new = a_claim(service, family, days_ago=0)
    rows = service.rows("SELECT id, deed_on, points_year FROM points_claims ORDER BY id")
    assert [(row[0], str(row[1]), row[2]) for row in rows] == [
        (old, "2026-12-31", 2026),
        (new, str(date(2027, 1, 1)), 2027),
    ]
