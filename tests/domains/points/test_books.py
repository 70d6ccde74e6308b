import pytest

from server.domains.points import service as points
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_family,
    a_proxy_claim,
    confirm,
    effective_points,
)
from tests.support.service import Service
from tests.support.tampering import found, tamper


@pytest.fixture
def family(service: Service, village: PointsVillage) -> Family:
    found = a_family(service, village)
    effective_points(service, village, found, deeds=2)
    return found


def test_books_that_balance_report_nothing(service: Service, family: Family) -> None:
    assert family.id
    assert found(service, points.reconcile) == []


def test_an_edited_balance_is_found(service: Service, family: Family) -> None:
    account_id = service.scalar(
        "SELECT id FROM points_accounts WHERE household_id = :id AND kind = 'redeemable'",
        id=family.id,
    )
    tamper(service, "UPDATE points_accounts SET balance = 21 WHERE id = :id", id=account_id)
    assert found(service, points.reconcile) == [
        f"balance of account {account_id}: kept 21, recounted 20"
    ]


def test_an_edited_claim_and_a_wrong_cap_are_found(service: Service, family: Family) -> None:
    claim_id = service.scalar("SELECT MIN(id) FROM points_claims")
    tamper(service, "UPDATE points_claims SET points = 9 WHERE id = :id", id=claim_id)
    assert found(service, points.reconcile) == [
        f"award of claim {claim_id}: kept 9, recounted 10",
        f"cap of household {family.id}: kept 20, recounted 19",
        f"cap of household {family.id}: kept 20, recounted 19",
        f"cap of household {family.id}: kept 20, recounted 19",
    ]


def test_an_award_behind_a_claim_nobody_confirmed_is_found(
    service: Service, family: Family
) -> None:
    claim_id = service.scalar("SELECT MIN(id) FROM points_claims")
    tamper(service, "UPDATE points_claims SET state = 'revoked' WHERE id = :id", id=claim_id)
    assert found(service, points.reconcile)[0] == (
        f"award of claim {claim_id}: kept 0, recounted 10"
    )


def test_points_in_notice_without_a_claim_are_found(
    service: Service, village: PointsVillage, family: Family
) -> None:
    claim_id = a_proxy_claim(service, village.executive, family)
    confirm(service, village.chair, claim_id)
    assert found(service, points.reconcile) == []
    tamper(
        service,
        "UPDATE points_claims SET state = 'effective', notice_id = 1 WHERE id = :id",
        id=claim_id,
    )
    assert found(service, points.reconcile) == [
        f"points in notice of household {family.id}: kept 5, recounted 0"
    ]


def test_a_transfer_between_strangers_is_found(
    service: Service, village: PointsVillage, family: Family
) -> None:
    other = a_family(service, village, "李桂花")
    transfer_id = service.scalar("SELECT MAX(id) FROM points_transfers")
    account_id = service.scalar(
        "SELECT credit_account_id FROM points_transfers WHERE id = :id", id=transfer_id
    )
    tamper(
        service,
        "UPDATE points_accounts SET household_id = :other WHERE id = :id",
        other=other.id,
        id=account_id,
    )
    assert f"transfer between strangers {transfer_id}: kept {family.id}, recounted {other.id}" in (
        found(service, points.reconcile)
    )


def test_village_accounts_are_rolled_up_from_transfers(
    service: Service, village: PointsVillage, family: Family
) -> None:
    issued = "SELECT balance FROM points_accounts WHERE kind = 'issued' AND village_id = :id"
    assert family.id
    assert service.scalar(issued, id=village.id) == 0
    assert service.run(points.roll_up_villages) == 1
    assert service.scalar(issued, id=village.id) == -20


def test_villages_balance_only_when_rolled_up(service: Service, family: Family) -> None:
    issued = service.scalar("SELECT id FROM points_accounts WHERE kind = 'issued'")
    assert found(service, points.reconcile_villages) == [
        f"balance of village account {issued}: kept 0, recounted -20",
        "sum of all balances 0: kept 20, recounted 0",
    ]
    service.run(points.roll_up_villages)
    assert found(service, points.reconcile_villages) == []
