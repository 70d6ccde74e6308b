import pytest

from models.organisations import RoleGrant
from models.vocabulary import ClaimState, ConfirmLevel, Role
from server.domains.households import service as households
from server.domains.households.errors import OwnHousehold
from server.domains.organisations import service as organisations
from server.domains.points import policy
from server.domains.points import service as points
from server.domains.points.errors import ClaimNotFound
from server.domains.points.service import ConfirmOutcome, SystemClaim
from server.kernel.clock import local_date
from tests.support.builders import a_person
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_claim,
    a_family,
    a_points_village,
    a_proxy_claim,
    assert_books_balance,
    balances,
    caps_used,
    confirm,
    state_of,
)
from tests.support.service import Service


def test_one_leader_confirms_an_l1_claim_and_the_points_go_into_notice(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family)
    assert confirm(service, village.chair, claim_id) == [ConfirmOutcome.CONFIRMED]
    assert state_of(service, claim_id) is ClaimState.CONFIRMED
    assert balances(service, family.id) == {"in_notice": 10}
    assert caps_used(service, family.id) == {
        ("rule:CIV02", "2026-11"): 10,
        ("household", "2026-11"): 10,
        ("household", "2026"): 10,
    }
    assert_books_balance(service)


def test_two_different_people_confirm_an_l2_claim(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family, "SAV04")
    assert confirm(service, village.assessor, claim_id) == [ConfirmOutcome.FIRST_CONFIRMED]
    assert confirm(service, village.assessor, claim_id) == [ConfirmOutcome.WAITS_FOR_ANOTHER]
    assert balances(service, family.id) == {}
    assert confirm(service, village.executive, claim_id) == [ConfirmOutcome.CONFIRMED]
    assert balances(service, family.id) == {"in_notice": 30}
    row = service.rows(
        "SELECT first_confirmed_by, confirmed_by FROM points_claims WHERE id = :id", id=claim_id
    )
    assert row == [(village.assessor, village.executive)]


def test_a_batch_gives_each_claim_its_own_result_in_the_order_asked_for(
    service: Service, village: PointsVillage, family: Family
) -> None:
    done = a_claim(service, family, days_ago=1)
    confirm(service, village.executive, done)
    hers = a_proxy_claim(service, village.chair, family)
    fresh = a_claim(service, family, "WST03", days_ago=2)
    double = a_claim(service, family, "SAV04")
    outcomes = confirm(service, village.chair, 999_999, done, hers, fresh, double, fresh)
    assert outcomes == [
        ConfirmOutcome.NOT_FOUND,
        ConfirmOutcome.ALREADY,
        ConfirmOutcome.WAITS_FOR_ANOTHER,
        ConfirmOutcome.CONFIRMED,
        ConfirmOutcome.FIRST_CONFIRMED,
    ]
    assert confirm(service, village.executive, hers) == [ConfirmOutcome.CONFIRMED]
    assert_books_balance(service)


def anomalies(service: Service) -> list[tuple[str, str, int]]:
    rows = service.rows("SELECT kind, object_type, object_id FROM anomalies ORDER BY id")
    return [(kind, table, row_id) for kind, table, row_id in rows]


def declare(service: Service, person_id: int, family: Family) -> None:
    service.run(
        lambda work: households.declare_relative(work, family.id), actor=service.actor(person_id)
    )


def test_ab_04_the_chair_cannot_confirm_her_own_household(
    service: Service, village: PointsVillage
) -> None:
    family = a_family(service, village)
    mine = a_proxy_claim(service, village.executive, family)
    service.run(
        lambda work: organisations.grant_role(
            work, person_id=family.person, organisation_id=village.id, role=Role.VILLAGE_CHAIR
        )
    )
    with pytest.raises(OwnHousehold):
        confirm(service, family.person, mine)
    assert state_of(service, mine) is ClaimState.SUBMITTED
    assert anomalies(service) == [("own_or_relative", "points_claim", mine)]


def test_ab_04_nor_a_declared_relatives_and_a_batch_goes_on_with_the_others(
    service: Service, village: PointsVillage, family: Family
) -> None:
    aunt = a_family(service, village, "李桂花")
    declare(service, village.chair, aunt)
    hers, other = a_claim(service, aunt), a_claim(service, family)
    assert confirm(service, village.chair, hers, other) == [
        ConfirmOutcome.OWN_HOUSEHOLD,
        ConfirmOutcome.CONFIRMED,
    ]
    assert anomalies(service) == [("own_or_relative", "points_claim", hers)]
    with pytest.raises(OwnHousehold):
        confirm(service, village.chair, hers)
    assert len(anomalies(service)) == 2


def test_ab_05_the_second_of_two_is_told_that_it_was_done(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family)
    assert confirm(service, village.chair, claim_id) == [ConfirmOutcome.CONFIRMED]
    results = service.run(
        lambda work: points.confirm_claims(work, [claim_id]),
        actor=service.actor(village.executive),
    )
    assert [r.outcome for r in results] == [ConfirmOutcome.ALREADY]
    assert results[0].detail == "这一条已经办过了（已确认，等公示），不用再办。"
    assert service.scalar("SELECT COUNT(*) FROM points_transfers") == 1


def test_a_single_claim_that_is_not_there_or_of_another_village_is_not_found(
    service: Service, village: PointsVillage
) -> None:
    other = a_points_village(service, "白家村妇联")
    foreign = a_claim(service, a_family(service, other))
    for claim_id in (999_999, foreign):
        with pytest.raises(ClaimNotFound) as refused:
            confirm(service, village.chair, claim_id)
        assert refused.value.detail == "没有找到这条积分，请返回刷新。"
    assert anomalies(service) == [("foreign_id", "points_claims", foreign)]
    assert confirm(service, village.chair, 999_999, foreign) == [ConfirmOutcome.NOT_FOUND] * 2
    assert len(anomalies(service)) == 2
    assert state_of(service, foreign) is ClaimState.SUBMITTED


def test_who_submits_for_a_household_never_confirms(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_proxy_claim(service, village.chair, family, "ENV01")
    assert confirm(service, village.chair, claim_id) == [ConfirmOutcome.WAITS_FOR_ANOTHER]
    assert confirm(service, village.executive, claim_id) == [ConfirmOutcome.FIRST_CONFIRMED]
    assert confirm(service, village.chair, claim_id) == [ConfirmOutcome.WAITS_FOR_ANOTHER]
    assert confirm(service, village.assessor, claim_id) == [ConfirmOutcome.CONFIRMED]


def test_an_office_that_ended_confirms_nothing_even_when_the_token_was_read_before(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family)
    former = service.actor(village.executive)
    service.clock.advance(minutes=1)
    grant_id = service.scalar(
        "SELECT id FROM role_grants WHERE person_id = :id", id=village.executive
    )
    service.run(lambda work: organisations.end_role(work, grant_id))
    results = service.run(lambda work: points.confirm_claims(work, [claim_id]), actor=former)
    assert [r.outcome for r in results] == [ConfirmOutcome.WAITS_FOR_ANOTHER]
    assert state_of(service, claim_id) is ClaimState.SUBMITTED


def test_certificates_are_confirmed_by_the_town_only(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_proxy_claim(service, village.chair, family, "HON02")
    assert confirm(service, village.executive, claim_id) == [ConfirmOutcome.WAITS_FOR_ANOTHER]
    assert confirm(service, village.town_officer, claim_id) == [ConfirmOutcome.CONFIRMED]
    assert caps_used(service, family.id) == {("rule:HON02", "2026"): 100}
    assert_books_balance(service)


def a_misplaced_officer(service: Service, role: Role, organisation_id: int) -> int:
    """Return a new person with an office that the level may not have: straight into the table."""
    person_id = a_person(service)
    since = service.clock.instant
    grant = RoleGrant(
        person_id=person_id, organisation_id=organisation_id, role=role, since_at=since
    )
    service.run(lambda work: work.session.add(grant))
    return person_id


@pytest.mark.parametrize("level", list(ConfirmLevel))
def test_the_statement_and_the_policy_agree_who_decides(
    service: Service, village: PointsVillage, level: ConfirmLevel
) -> None:
    code = {"L1": "CIV02", "L2": "SAV04", "L3": "HON02", "SYS": "ENV03"}[level]
    path = service.scalar("SELECT path FROM organisations WHERE id = :id", id=village.id)
    offices = [(role, village.id) for role in Role] + [(role, village.town_id) for role in Role]
    for number, (role, organisation_id) in enumerate(offices):
        family = a_family(service, village, f"住户{number}")
        claim_id = a_proxy_claim(service, village.chair, family, code)
        officer = a_misplaced_officer(service, role, organisation_id)
        actor = service.actor(officer)
        wanted = policy.decides(actor.grants, path, level)
        try:
            (outcome,) = confirm(service, officer, claim_id)
        except ClaimNotFound:
            outcome = ConfirmOutcome.NOT_FOUND
        moved = outcome in {ConfirmOutcome.CONFIRMED, ConfirmOutcome.FIRST_CONFIRMED}
        assert moved == wanted, (role, organisation_id)


def test_a_recorded_assessment_counts_as_the_first_of_two(
    service: Service, village: PointsVillage, family: Family
) -> None:
    item = SystemClaim(
        household_id=family.id,
        village_id=village.id,
        member_id=None,
        rule_code="SAV01",
        deed_on=local_date(service.clock.instant),
        source="assessment:1",
        first_confirmed_by=village.chair,
    )
    (claim_id,) = service.run(lambda work: points.record_system_claims(work, [item]))
    assert confirm(service, village.chair, claim_id) == [ConfirmOutcome.WAITS_FOR_ANOTHER]
    assert confirm(service, village.executive, claim_id) == [ConfirmOutcome.CONFIRMED]
    assert balances(service, family.id) == {"in_notice": 50}


def test_a_household_is_told_once_for_all_that_was_confirmed_together(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claims = [a_claim(service, family), a_claim(service, family, "WST03")]
    confirm(service, village.chair, *claims)
    told = service.rows("SELECT body FROM messages WHERE kind = 'claim_confirmed'")
    assert told == [("“邻里互助/化解小矛盾”等2条确认了，共15分，公示期满就能用。",)]


def test_every_confirmation_leaves_one_audit_entry_without_names(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_claim(service, family)
    confirm(service, village.chair, claim_id)
    rows = service.rows(
        "SELECT person_id, object_id, village_id FROM audit_entries WHERE action = 'confirm_claim'"
    )
    assert rows == [(village.chair, claim_id, village.id)]
