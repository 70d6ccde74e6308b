import pytest
from sqlalchemy import text

from server.domains.points import service as points
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_family,
    effective_points,
)
from tests.support.service import Service


@pytest.fixture
def family(service: Service, village: PointsVillage) -> Family:
    found = a_family(service, village)
    effective_points(service, village, found, deeds=2)
    return found


def found(service: Service) -> list[str]:
    mismatches = service.run(lambda work: points.reconcile(work.session), writes=False)
    return [str(mismatch) for mismatch in mismatches]


def tamper(service: Service, statement: str, **values: int) -> None:
    with service.app.transactions.engine.begin() as connection:
        connection.execute(text(statement), values)


def test_books_that_balance_report_nothing(service: Service, family: Family) -> None:
    assert family.id
    assert found(service) == []


def test_an_edited_balance_is_found(service: Service, family: Family) -> None:
    account_id = service.scalar(
        "SELECT id FROM points_accounts WHERE household_id = :id AND kind = 'redeemable'",
        id=family.id,
    )
    tamper(service, "UPDATE points_accounts SET balance = 21 WHERE id = :id", id=account_id)
    assert found(service) == [f"balance of account {account_id}: kept 21, recounted 20"]


def test_an_edited_claim_and_a_wrong_cap_are_found(service: Service, family: Family) -> None:
    claim_id = service.scalar("SELECT MIN(id) FROM points_claims")
    tamper(service, "UPDATE points_claims SET points = 9 WHERE id = :id", id=claim_id)
    assert found(service) == [
        f"award of claim {claim_id}: kept 9, recounted 10",
        f"cap of household {family.id}: kept 20, recounted 19",
        f"cap of household {family.id}: kept 20, recounted 19",
        f"cap of household {family.id}: kept 20, recounted 19",
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
        found(service)
    )


def test_village_accounts_are_rolled_up_from_transfers(
    service: Service, village: PointsVillage, family: Family
) -> None:
    issued = "SELECT balance FROM points_accounts WHERE kind = 'issued' AND village_id = :id"
    assert family.id
    assert service.scalar(issued, id=village.id) == 0
    assert service.run(points.roll_up_villages) == 1
    assert service.scalar(issued, id=village.id) == -20
