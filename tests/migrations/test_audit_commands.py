"""The operator's commands over the audit: who rewrote it, and what may go."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import cli
from server.domains.audit import service as audit
from tests.support.service import PostgresRoom, Room, Service
from tests.support.tampering import remove_entries, rewrite
from tests.support.walls import found_villages

HERE = 7


@pytest.fixture
def sealed(service: Service) -> Service:
    """Return a service whose audit has an entry of 500 days ago and one of now, all sealed."""
    with service.raw() as connection:
        found_villages(connection, HERE)
    service.run(audit.seal_entries)
    for days in (500, 0):
        service.clock.instant = datetime.now(UTC) - timedelta(days=days)
        service.run(lambda work: work.audit("act", "thing", 1, village_id=HERE))
        service.run(audit.seal_entries)
    return service


def command(room: Room, service: Service, *words: str, **environ: str) -> Result:
    urls = {"DATABASE_URL": service.app.config["SQLALCHEMY_DATABASE_URI"]}
    if isinstance(room, PostgresRoom):
        urls["DATABASE_OWNER_URL"] = room.owner_url
    return CliRunner(env=urls | environ).invoke(cli, list(words))


def test_an_untouched_audit_holds_and_tells_its_newest_seals(room: Room, sealed: Service) -> None:
    answer = command(room, sealed, "verify-audit")
    *seals, verdict = answer.stdout.splitlines()
    assert answer.exit_code == 0
    entries = sealed.scalar("SELECT count(*) FROM audit_entries")
    assert verdict == f"{entries} sealed entries, none was changed"
    newest = sealed.scalar("SELECT seal FROM audit_seals WHERE chain = 7 AND number = 2")
    assert f"village 7, batch 2, seal {newest}" in seals
    assert len(seals) == sealed.scalar("SELECT count(DISTINCT chain) FROM audit_seals")


def test_what_was_rewritten_is_named_one_line_each(room: Room, sealed: Service) -> None:
    change = "UPDATE audit_entries SET person_id = 3 WHERE village_id = 7"
    rewrite(room, sealed, "audit_entries", change)
    answer = command(room, sealed, "verify-audit")
    assert answer.exit_code == 1
    assert answer.stderr.splitlines() == [
        "village 7, batch 1: an entry was changed",
        "village 7, batch 2: an entry was changed",
    ]


def test_what_was_printed_is_held_against_the_chains_later(
    room: Room, sealed: Service, tmp_path: Path
) -> None:
    before = tmp_path / "seals.txt"
    before.write_text(command(room, sealed, "verify-audit").stdout, encoding="utf-8")
    assert command(room, sealed, "verify-audit", "--expect", str(before)).exit_code == 0
    remove_entries(room, sealed, "= (SELECT max(id) FROM audit_entries WHERE village_id = 7)")
    last = "DELETE FROM audit_seals WHERE chain = 7 AND number = 2"
    rewrite(room, sealed, "audit_seals", last)
    assert command(room, sealed, "verify-audit").exit_code == 0
    answer = command(room, sealed, "verify-audit", "--expect", str(before))
    assert answer.exit_code == 1
    assert answer.stderr == "village 7, batch 2: was written down and is gone\n"


def test_what_is_old_is_purged_by_the_owner(room: Room, sealed: Service) -> None:
    acts = "SELECT count(*) FROM audit_entries WHERE action = 'act'"
    kept = command(room, sealed, "purge-audit", AUDIT_KEPT_DAYS="501")
    assert (kept.exit_code, kept.stdout.splitlines()[-1]) == (0, "0 entries removed")
    assert sealed.scalar(acts) == 2
    purged = command(room, sealed, "purge-audit")
    assert (purged.exit_code, purged.stdout.splitlines()[-1]) == (0, "1 entries removed")
    assert sealed.scalar(acts) == 1
    assert command(room, sealed, "verify-audit").exit_code == 0


def test_nothing_is_purged_from_chains_that_do_not_hold(room: Room, sealed: Service) -> None:
    change = "UPDATE audit_entries SET person_id = 3 WHERE village_id = 7"
    rewrite(room, sealed, "audit_entries", change)
    answer = command(room, sealed, "purge-audit")
    assert answer.exit_code == 1
    assert "an entry was changed" in answer.stderr
    assert sealed.scalar("SELECT count(*) FROM audit_entries WHERE action = 'act'") == 2


def test_the_app_role_alone_cannot_purge(room: Room, sealed: Service) -> None:
    if isinstance(room, PostgresRoom):
        answer = command(room, sealed, "purge-audit", DATABASE_OWNER_URL="")
        assert answer.exit_code == 1
        assert "cannot remove: permission denied for table audit_entries" in answer.stderr
        assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("days", ["189", "0", "-1"])
def test_less_than_190_days_cannot_be_set(room: Room, sealed: Service, days: str) -> None:
    answer = command(room, sealed, "purge-audit", AUDIT_KEPT_DAYS=days)
    assert answer.exit_code == 1
    assert "AUDIT_KEPT_DAYS: must be a whole number from 190" in answer.stderr
