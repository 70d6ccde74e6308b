from dataclasses import replace
from datetime import date

from models.vocabulary import Zone
from server.domains.points import service as points
from server.domains.points.service import ConfirmOutcome, SystemClaim
from tests.support.builders import a_household, a_village
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_family,
    a_proxy_claim,
    confirm,
)
from tests.support.service import Service

DAY = date(2026, 11, 8)


def attended(family: Family, source: str = "sign_up:1", code: str = "ENV03") -> SystemClaim:
    return SystemClaim(
        household_id=family.id,
        village_id=family.household.village_id,
        member_id=family.household.member_ids[0],
        rule_code=code,
        deed_on=DAY,
        source=source,
        minutes=105,
    )


def record(service: Service, *items: SystemClaim) -> list[int]:
    return service.run(lambda work: points.record_system_claims(work, items))


def test_attendance_is_recorded_once_and_confirmed_by_the_roll_caller(
    service: Service, village: PointsVillage, family: Family
) -> None:
    other = a_family(service, village, "李桂花")
    both = record(service, attended(family), attended(other, "sign_up:2"))
    assert len(both) == 2
    assert both == sorted(both)
    assert record(service, attended(family), attended(other, "sign_up:2")) == []
    assert confirm(service, village.chair, *both) == [ConfirmOutcome.CONFIRMED] * 2


def test_hours_count_in_half_hours(service: Service, family: Family) -> None:
    (claim_id,) = record(service, attended(family, code="VOL01"))
    row = service.rows(
        "SELECT quantity, points, submitted_by, first_confirmed_by FROM points_claims"
        " WHERE id = :id",
        id=claim_id,
    )
    assert row == [(3, 15, None, None)]


def test_less_than_half_an_hour_gives_nothing(service: Service, family: Family) -> None:
    short = replace(attended(family, code="VOL01"), minutes=29)
    unknown = replace(short, minutes=None, source="sign_up:2")
    assert record(service, short, unknown) == []


def test_two_members_of_a_household_count_each(service: Service, family: Family) -> None:
    assert len(record(service, attended(family), attended(family, "sign_up:2"))) == 2


def test_without_a_rule_in_force_or_in_the_other_zone_nothing_is_recorded(
    service: Service, village: PointsVillage, family: Family
) -> None:
    unresolved = a_household(service, a_village(service, "别村妇联"))
    urban = a_household(service, village.id, zone=Zone.URBAN)
    elsewhere = replace(
        attended(family), household_id=unresolved.id, village_id=unresolved.village_id
    )
    in_town = replace(attended(family, code="EDU01"), household_id=urban.id)
    assert record(service, elsewhere, in_town, attended(family, code="NIX01")) == []
    assert record(service) == []


def test_a_deed_that_an_exclusive_rule_has_counted_is_not_recorded(
    service: Service, village: PointsVillage, family: Family
) -> None:
    a_proxy_claim(service, village.chair, family, "VOL02", days_ago=2)
    assert record(service, attended(family, code="VOL01")) == []
    other_day = replace(attended(family, code="VOL01"), deed_on=date(2026, 11, 7))
    assert len(record(service, other_day)) == 1


def test_the_first_confirmer_counts_only_where_two_confirm(
    service: Service, village: PointsVillage, family: Family
) -> None:
    assessed = replace(attended(family, code="SAV01"), first_confirmed_by=village.chair)
    cleaned = replace(attended(family), first_confirmed_by=village.chair)
    record(service, assessed, cleaned)
    rows = service.rows(
        "SELECT confirm_level, first_confirmed_by, first_confirmed_at IS NOT NULL"
        " FROM points_claims ORDER BY confirm_level"
    )
    assert [(level, person, bool(at)) for level, person, at in rows] == [
        ("L2", village.chair, True),
        ("SYS", None, False),
    ]
