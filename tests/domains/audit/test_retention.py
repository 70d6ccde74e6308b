"""Old entries go a whole sealed batch at a time; none that is younger than 190 days ever does."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from server.domains.audit import service as audit
from server.domains.audit.rules import KEPT_AT_LEAST
from server.kernel.actors import SYSTEM
from server.web.transactions import Transactions
from tests.support.service import PostgresRoom, Room, Service
from tests.support.tampering import as_owner, remove_entries
from tests.support.walls import see_all

pytestmark = pytest.mark.usefixtures("villages")

HERE = 7
KEPT = timedelta(days=400)


def now() -> datetime:
    """Return the real instant: the database has no other clock."""
    return datetime.now(UTC)


def act(service: Service, *, days_ago: int, village_id: int | None = HERE) -> None:
    """Leave an entry so many days ago and seal it."""
    service.clock.instant = now() - timedelta(days=days_ago)
    service.run(lambda work: work.audit("act", "thing", days_ago, village_id=village_id))
    service.run(audit.seal_entries)
    service.clock.instant = now()


def kept(service: Service) -> list[int]:
    """Return how old the entries of the test are, in days."""
    rows = service.rows("SELECT object_id FROM audit_entries WHERE action = 'act' ORDER BY id")
    return [days for (days,) in rows]


def purge(transactions: Transactions, days: int) -> int:
    return transactions.run(
        lambda work: audit.purge_entries(work, timedelta(days=days)),
        writes=True,
        load_actor=lambda _session, _now: SYSTEM,
    )


def faults(service: Service) -> list[str]:
    verdict = service.run(lambda work: audit.verify_entries(work, {}), writes=False)
    return [str(fault) for fault in verdict.faults]


@pytest.fixture
def old(service: Service) -> Service:
    """Return a service with entries of 500, 450, 300 and 100 days ago."""
    service.run(audit.seal_entries)
    for days in (500, 450, 300, 100):
        act(service, days_ago=days)
    return service


def test_what_is_old_enough_goes_and_the_chain_still_holds(old: Service, room: Room) -> None:
    with as_owner(room, old) as transactions:
        assert purge(transactions, 400) == 2
        assert purge(transactions, 400) == 0
    assert kept(old) == [300, 100]
    assert old.scalar("SELECT count(*) FROM audit_seals WHERE chain = 7") == 4
    assert (
        old.scalar(
            "SELECT count(*) FROM sealed_audit_entries s JOIN audit_entries e"
            " ON e.id = s.entry_id WHERE e.village_id = 7"
        )
        == 2
    )
    assert faults(old) == []


def test_a_purge_is_audited(old: Service, room: Room) -> None:
    with as_owner(room, old) as transactions:
        purge(transactions, 400)
    ((person, detail),) = old.rows(
        "SELECT person_id, CAST(detail AS TEXT) FROM audit_entries WHERE action = 'purge_audit'"
    )
    assert person is None
    assert '"entries": 2' in detail
    assert '"7": 2' in detail


@pytest.mark.parametrize("days", [0, 100, 189])
def test_requirement_19_whatever_is_asked_190_days_stay(
    old: Service, room: Room, days: int
) -> None:
    with as_owner(room, old) as transactions:
        assert purge(transactions, days) == 3
    assert kept(old) == [100]
    assert faults(old) == []


def test_a_batch_stays_whole_until_its_youngest_entry_is_old(service: Service, room: Room) -> None:
    service.run(audit.seal_entries)
    service.clock.instant = now() - timedelta(days=401)
    service.run(lambda work: work.audit("act", "thing", 401, village_id=HERE))
    act(service, days_ago=399)
    assert service.scalar("SELECT count(*) FROM audit_seals WHERE chain = 7") == 1
    with as_owner(room, service) as transactions:
        assert purge(transactions, 400) == 0
    assert kept(service) == [401, 399]


def test_what_is_not_sealed_stays(service: Service, room: Room) -> None:
    service.run(audit.seal_entries)
    service.clock.instant = now() - timedelta(days=500)
    service.run(lambda work: work.audit("act", "thing", 500, village_id=HERE))
    service.clock.instant = now()
    with as_owner(room, service) as transactions:
        assert purge(transactions, 400) == 0
    assert kept(service) == [500]


def test_the_service_itself_cannot_purge(old: Service) -> None:
    """On PostgreSQL the app role may not; SQLite knows no roles."""
    if old.database == "postgresql":
        with pytest.raises(DBAPIError, match="permission denied"):
            purge(old.app.transactions, 400)
        assert kept(old) == [500, 450, 300, 100]


def test_requirement_19_the_database_refuses_its_owner_what_is_younger_than_190_days(
    service: Service, room: Room
) -> None:
    act(service, days_ago=189)
    act(service, days_ago=191)
    url = room.owner_url if isinstance(room, PostgresRoom) else None
    engine = create_engine(url) if url else service.app.transactions.engine
    delete = "DELETE FROM audit_entries WHERE action = 'act' AND object_id = :days"
    with engine.begin() as connection:
        see_all(connection)
        connection.execute(text(delete), {"days": 191})
    with engine.connect() as connection:
        see_all(connection)
        with pytest.raises(DBAPIError, match="audit_entries is append-only for 190 days"):
            connection.execute(text(delete), {"days": 189})
    with (
        pytest.raises(DBAPIError, match="append-only while its entry is kept"),
        engine.begin() as connection,
    ):
        connection.execute(text("DELETE FROM sealed_audit_entries"))
    if url:
        engine.dispose()
    assert kept(service) == [189]
    assert timedelta(days=190) == KEPT_AT_LEAST


def test_a_purge_that_is_only_pretended_is_found(old: Service, room: Room) -> None:
    """The entries of an old batch are gone, but no purge is on record, or it is not old enough."""
    remove_entries(room, old, "IN (SELECT id FROM audit_entries WHERE object_id IN (300, 100))")
    gone = "an entry was put in or taken out"
    assert faults(old) == [f"village 7, batch {number}: {gone}" for number in (3, 4)]
    old.run(lambda work: work.audit("purge_audit", "audit_seal", None, up_to={"7": 4}))
    assert faults(old) == [f"village 7, batch 4: {gone}"]
