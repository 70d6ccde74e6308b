"""The audit is sealed outside of requests, and whoever rewrites it is found out."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.exc import IntegrityError

from server.domains.audit import service as audit
from server.domains.outbox import service as outbox
from server.kernel.work import Work
from server.worker import JOBS, TICK_SECONDS, tick
from tests.support.service import Room, Service
from tests.support.tampering import remove_entries, rewrite

pytestmark = pytest.mark.usefixtures("villages")

HERE, THERE, NOWHERE = 7, 8, None
COLUMNS = "at, person_id, action, object_type, object_id, village_id, outcome, detail, request_id"


def _act(work: Work, village_id: int | None) -> None:
    work.audit("act", "thing", 1, village_id=village_id, points=3)


def act(service: Service, *villages: int | None) -> None:
    """Leave an entry in each of these villages, a minute after the one before."""
    for village in villages:
        service.clock.advance(minutes=1)
        service.run(partial(_act, village_id=village))


def seal(service: Service) -> int:
    return service.run(audit.seal_entries)


def verify(service: Service, expected: audit.Seals | None = None) -> audit.Verdict:
    return service.run(lambda work: audit.verify_entries(work, expected or {}), writes=False)


def faults(service: Service) -> list[str]:
    return [str(fault) for fault in verify(service).faults]


def batches(service: Service) -> list[tuple[int, int, int]]:
    """Return (chain, number, size) of every batch that a test made."""
    sql = "SELECT chain, number, size FROM audit_seals WHERE chain IN (7, 8) ORDER BY chain, number"
    return [(chain, number, size) for chain, number, size in service.rows(sql)]


@pytest.fixture
def sealed(service: Service) -> Service:
    """Return a service with three batches of a village, one of another, and those of nowhere."""
    seal(service)
    for _ in range(3):
        act(service, HERE, HERE, NOWHERE)
        seal(service)
    act(service, THERE)
    seal(service)
    return service


def test_every_entry_is_sealed_once_in_the_chain_of_its_village(sealed: Service) -> None:
    assert seal(sealed) == 0
    assert batches(sealed) == [(HERE, 1, 2), (HERE, 2, 2), (HERE, 3, 2), (THERE, 1, 1)]
    assert sealed.scalar("SELECT count(*) FROM sealed_audit_entries") == sealed.scalar(
        "SELECT count(*) FROM audit_entries"
    )
    verdict = verify(sealed)
    assert verdict.faults == []
    assert {HERE, THERE, 0} <= set(verdict.newest)
    assert verdict.entries == sealed.scalar("SELECT count(*) FROM audit_entries")


def test_the_worker_seals_within_a_minute(service: Service) -> None:
    seal(service)
    job = JOBS["seal_audit"]
    assert job.every <= timedelta(seconds=30)
    act(service, HERE)
    tick(service.app.transactions, {"seal_audit": job})
    act(service, HERE)
    tick(service.app.transactions, {"seal_audit": job})
    assert batches(service) == [(HERE, 1, 1), (HERE, 2, 1)]


def test_the_worker_seals_within_a_minute_after_a_killed_one(service: Service) -> None:
    job = JOBS["seal_audit"]
    act(service, HERE)
    service.run(partial(outbox.lease_job, name="seal_audit", lasting=job.lease, every=job.every))
    service.clock.advance(seconds=60 - 2 * TICK_SECONDS)
    tick(service.app.transactions, {"seal_audit": job})
    assert batches(service) == [(HERE, 1, 1)]


def test_what_commits_late_falls_into_the_next_batch(sealed: Service) -> None:
    """An older entry whose transaction took longer than that of a newer one, which is sealed."""
    sealed.clock.advance(minutes=-8)
    act(sealed, HERE)
    sealed.clock.advance(minutes=8)
    assert seal(sealed) == 1
    assert batches(sealed)[3] == (HERE, 4, 1)
    assert faults(sealed) == []


def test_a_backlog_is_sealed_lot_by_lot(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    seal(service)
    monkeypatch.setattr("server.domains.audit.service.sealing.SEALED_AT_ONCE_MAX", 3)
    for _ in range(4):
        act(service, HERE, THERE)
        service.clock.advance(hours=1)
    assert [seal(service) for _ in range(4)] == [3, 3, 2, 0]
    assert faults(service) == []


def test_two_sealers_at_once_seal_everything_once(service: Service) -> None:
    seal(service)
    act(service, HERE, THERE, HERE)
    results = service.race(4, lambda _: seal(service))
    assert {str(result) for result in results if not isinstance(result, IntegrityError)} <= {
        "3",
        "0",
    }
    assert batches(service) == [(HERE, 1, 2), (THERE, 1, 1)]
    assert faults(service) == []


def test_many_pages_are_read(sealed: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("LINKS_AT_ONCE", 2), ("ENTRIES_AT_ONCE", 3), ("IDS_AT_ONCE", 4)):
        monkeypatch.setattr(f"server.domains.audit.queries.sealing.{name}", size)
    act(sealed, HERE)
    sealed.clock.advance(minutes=11)
    assert len(verify(sealed).faults) == 1
    seal(sealed)
    assert faults(sealed) == []


# Tampering, by an owner who switches the triggers off


def in_batch(chain: int, number: int) -> str:
    places = "SELECT p.entry_id FROM sealed_audit_entries p JOIN audit_seals s ON s.id = p.seal_id"
    return f"IN ({places} WHERE s.chain = {chain} AND s.number = {number})"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "(SELECT at FROM audit_entries WHERE action = 'act' ORDER BY id DESC LIMIT 1)"),
        ("person_id", "99"),
        ("action", "'other'"),
        ("object_type", "'other'"),
        ("object_id", "99"),
        ("village_id", "99"),
        ("outcome", "'refused'"),
        ("detail", """'{"points":4}'"""),
        ("request_id", "'other'"),
    ],
)
def test_requirement_19_a_changed_entry_is_found(
    sealed: Service, room: Room, column: str, value: str
) -> None:
    first = "(SELECT min(id) FROM audit_entries WHERE village_id = 7)"
    change = f"UPDATE audit_entries SET {column} = {value} WHERE id = {first}"  # noqa: S608
    rewrite(room, sealed, "audit_entries", change)
    assert faults(sealed) == ["village 7, batch 1: an entry was changed"]


def test_a_removed_entry_is_found(sealed: Service, room: Room) -> None:
    first = sealed.scalar("SELECT min(id) FROM audit_entries WHERE village_id = 7")
    remove_entries(room, sealed, f"= {first}", with_places=False)
    assert faults(sealed) == [f"village 7, batch 1: entry {first} was removed"]


def test_an_entry_removed_with_its_place_is_found(sealed: Service, room: Room) -> None:
    remove_entries(room, sealed, "= (SELECT min(id) FROM audit_entries WHERE village_id = 7)")
    assert faults(sealed) == ["village 7, batch 1: an entry was put in or taken out"]


def test_a_batch_emptied_without_a_purge_is_found(sealed: Service, room: Room) -> None:
    remove_entries(room, sealed, in_batch(THERE, 1))
    sealed.clock.advance(days=500)
    assert faults(sealed) == ["village 8, batch 1: an entry was put in or taken out"]


def insert(service: Service, *, days: int) -> int:
    """Put a copy of an entry in, dated some days back, and return its id."""

    def put(work: Work) -> None:
        work.audit("forged", "thing", 1, village_id=HERE)

    service.clock.advance(days=-days)
    service.run(put)
    service.clock.advance(days=days)
    found: int = service.scalar("SELECT id FROM audit_entries WHERE action = 'forged'")
    return found


def test_an_entry_put_in_with_an_old_date_is_never_sealed(sealed: Service) -> None:
    entry = insert(sealed, days=1)
    act(sealed, HERE)
    assert seal(sealed) == 1
    assert faults(sealed) == [f"village 7: entry {entry} has not been sealed"]


def test_an_entry_put_into_an_old_batch_is_found(sealed: Service) -> None:
    entry = insert(sealed, days=1)
    place = (
        f"INSERT INTO sealed_audit_entries (seal_id, position, entry_id) SELECT id, 99, {entry}"  # noqa: S608
        " FROM audit_seals WHERE chain = 7 AND number = 2"
    )
    with sealed.raw() as connection:
        connection.exec_driver_sql(place)
    assert faults(sealed) == [
        "village 7, batch 2: an entry was put in or taken out",
        f"village 7, batch 2: entry {entry} was put in later than it is dated",
    ]


def test_a_sealer_who_takes_old_dates_is_found(
    sealed: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever seals what was put in leaves a batch that is older than the one before."""
    entry = insert(sealed, days=1)
    monkeypatch.setattr("server.domains.audit.service.sealing._horizon", lambda work: None)
    assert seal(sealed) == 1
    assert faults(sealed) == [
        f"village 7, batch 4: entry {entry} was put in later than it is dated"
    ]


def test_an_entry_dated_ahead_is_found_and_does_not_stop_the_sealing(sealed: Service) -> None:
    entry = insert(sealed, days=-400)
    seal(sealed)
    act(sealed, HERE)
    assert seal(sealed) == 1
    assert faults(sealed) == [f"village 7, batch 4: entry {entry} is dated after it was sealed"]


@pytest.mark.parametrize("change", ["size = 9", "newest_at = :later", "entries_hash = seal"])
def test_a_changed_batch_is_found(sealed: Service, room: Room, change: str) -> None:
    later = "(SELECT max(newest_at) FROM audit_seals WHERE chain = 8)"
    change = change.replace(":later", later)
    sql = f"UPDATE audit_seals SET {change} WHERE chain = 7 AND number = 2"  # noqa: S608
    rewrite(room, sealed, "audit_seals", sql)
    assert faults(sealed)[0] == "village 7, batch 2: the batch itself was changed"


def test_a_renumbered_batch_is_found(sealed: Service, room: Room) -> None:
    renumber = "UPDATE audit_seals SET number = 9 WHERE chain = 7 AND number = 3"
    rewrite(room, sealed, "audit_seals", renumber)
    assert faults(sealed) == ["village 7, batch 9: a batch before it is missing or was changed"]


def remove_batch(room: Room, service: Service, chain: int, number: int) -> None:
    where = f"chain = {chain} AND number = {number}"
    seal_id = service.scalar(f"SELECT id FROM audit_seals WHERE {where}")  # noqa: S608
    places = f"DELETE FROM sealed_audit_entries WHERE seal_id = {seal_id}"  # noqa: S608
    rewrite(room, service, "sealed_audit_entries", places)
    rewrite(room, service, "audit_seals", f"DELETE FROM audit_seals WHERE id = {seal_id}")  # noqa: S608


def test_a_removed_batch_is_found(sealed: Service, room: Room) -> None:
    remove_batch(room, sealed, HERE, 2)
    sealed.clock.advance(minutes=30)
    found = faults(sealed)
    assert found[0] == "village 7, batch 3: a batch before it is missing or was changed"
    assert [line.endswith("has not been sealed") for line in found[1:]] == [True, True]


def test_a_chain_cut_at_its_end_is_found_by_the_seals_that_were_written_down(
    sealed: Service, room: Room
) -> None:
    newest = verify(sealed).newest
    written = {(chain, link.covered.number): link.seal for chain, link in newest.items()}
    assert verify(sealed, written).faults == []
    remove_entries(room, sealed, in_batch(HERE, 3))
    remove_batch(room, sealed, HERE, 3)
    assert faults(sealed) == []
    gone = [str(fault) for fault in verify(sealed, written).faults]
    assert gone == ["village 7, batch 3: was written down and is gone"]
    act(sealed, HERE)
    seal(sealed)
    other = [str(fault) for fault in verify(sealed, written).faults]
    assert other == ["village 7, batch 3: another seal was written down"]
