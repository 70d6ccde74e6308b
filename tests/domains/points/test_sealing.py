"""The books are sealed outside of requests, and a rewritten book is found out."""

from sqlalchemy import text

from server.domains.points import service as points
from tests.support.points_builders import (
    PointsVillage,
    a_claim,
    a_family,
    a_points_village,
    confirm,
)
from tests.support.service import Service


def award(service: Service, village: PointsVillage) -> None:
    confirm(service, village.chair, a_claim(service, a_family(service, village)))


def sealed_village(service: Service, name: str = "双龙村妇联") -> PointsVillage:
    village = a_points_village(service, name)
    for _ in range(3):
        award(service, village)
    service.run(points.seal_transfers)
    return village


def faults(service: Service) -> list[str]:
    return service.run(
        lambda work: [fault.what for fault in points.verify_seals(work.session)], writes=False
    )


def rewrite(service: Service, sql: str) -> None:
    with service.raw() as connection:
        connection.execute(text(sql))


def test_every_transfer_is_sealed_once(service: Service) -> None:
    sealed_village(service)

    assert service.run(points.seal_transfers) == 0
    assert service.scalar("SELECT count(*) FROM seal_entries") == service.scalar(
        "SELECT count(*) FROM points_transfers"
    )
    assert faults(service) == []


def test_what_commits_later_falls_into_the_next_batch(service: Service) -> None:
    award(service, sealed_village(service))

    service.run(points.seal_transfers)

    assert service.rows("SELECT number, size FROM seal_batches ORDER BY id") == [(1, 3), (2, 1)]
    assert faults(service) == []


def test_villages_have_chains_of_their_own(service: Service) -> None:
    sealed_village(service)
    sealed_village(service, "福禄村妇联")

    assert service.rows("SELECT number FROM seal_batches") == [(1,), (1,)]
    assert faults(service) == []


def test_a_changed_transfer_is_found(service: Service) -> None:
    sealed_village(service)

    rewrite(service, "UPDATE points_accounts SET points_year = points_year + 1 WHERE id = 1")

    assert faults(service) == ["a transfer was changed"]


def test_a_transfer_put_into_an_old_batch_is_found(service: Service) -> None:
    award(service, sealed_village(service))

    rewrite(
        service,
        "INSERT INTO seal_entries (batch_id, position, village_id, transfer_id)"
        " SELECT 1, 99, village_id, id FROM points_transfers WHERE id ="
        " (SELECT MAX(id) FROM points_transfers)",
    )

    assert faults(service) == ["a transfer was removed or added"]


def test_a_chain_with_a_forged_link_is_found(service: Service) -> None:
    sealed_village(service)

    rewrite(
        service,
        "INSERT INTO seal_batches (village_id, number, size, previous_seal, seal, sealed_at)"
        " SELECT village_id, 3, 1, seal, seal, sealed_at FROM seal_batches",
    )

    assert faults(service) == ["a batch before it is missing or was changed"]


def test_a_fault_reads_as_one_line() -> None:
    fault = points.BrokenSeal(village_id=4, number=2, what="a transfer was changed")

    assert str(fault) == "village 4, batch 2: a transfer was changed"
