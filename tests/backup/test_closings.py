"""Whoever closed her account stays forgotten: in backups made afterwards, and in restored ones."""

import json
import shutil
import tarfile
from pathlib import Path

from server.adapters.backups.postgresql_programs import Programs, major_of
from server.domains.activities import service as activities
from server.domains.audit import service as audit
from server.domains.organisations import service as organisations
from server.domains.privacy import service as privacy
from server.domains.standards import service as standards
from server.outside import reference
from tests.support.builders import a_person
from tests.support.evidence_builders import run_jobs
from tests.support.installations import Installation, SqliteEstate
from tests.support.lived_account import NAME, OPENID, SECRET, TRACES, a_lived_account, everywhere
from tests.support.points_builders import assert_books_balance


def unpacked(archive: Path, room: Path) -> bytes:
    """Return all bytes of an archive as a stranger would read them; a dump is written out."""
    with tarfile.open(archive) as tar:
        tar.extractall(room, filter="data")
    dump = room / "database.dump"
    if dump.exists():
        manifest = json.loads((room / "manifest.json").read_text(encoding="utf-8"))
        programs = Programs.for_server(0, least=major_of(manifest["made_with"]))
        programs.run("pg_restore", f"--file={room}/dump.sql", str(dump))
    return b"".join(file.read_bytes() for file in room.rglob("*") if file.is_file())


def traces_in(content: bytes) -> set[str]:
    """Return which of her traces stand there, as they are or as JSON, escaped again or not."""
    spelt = {
        trace: {trace, json.dumps(trace)[1:-1], json.dumps(trace)[1:-1].replace("\\", "\\\\")}
        for trace in TRACES
    }
    return {trace for trace, ways in spelt.items() if any(way.encode() in content for way in ways)}


def restored(installation: Installation, archive: Path, *words: str) -> int:
    """Restore an archive and return how many accounts were closed again."""
    answer = installation.command("restore", archive, *words)
    assert answer.exit_code == 0, answer.output
    return int(answer.output.partition("accounts closed again: ")[2].partition("\n")[0])


def lived_in(village: Installation) -> int:
    """Let somebody live in a village with all she can leave behind; return her number."""
    with village.serving() as service:
        service.run(lambda work: standards.load_standards(work, reference("standards.yaml")))
        service.run(lambda work: activities.load_types(work, reference("activities.yaml")))
        return a_lived_account(service).person_id


def test_requirement_20_a_backup_from_before_does_not_bring_a_closed_account_back(
    village: Installation, tmp_path: Path
) -> None:
    """The database that is replaced tells who closed hers; one made afterwards holds nothing."""
    person_id = lived_in(village)
    before = village.backup()
    assert {NAME, OPENID, SECRET} <= traces_in(unpacked(before, tmp_path / "before"))
    with village.serving() as service:
        assert service.sign_in(person_id).delete("/me").status == 204
        run_jobs(service)
        ledger = service.rows("SELECT id, amount FROM points_transfers ORDER BY id")
    assert traces_in(unpacked(village.backup(), tmp_path / "after")) == set()

    assert restored(village, before, "--replace") == 1

    with village.serving() as service:
        assert everywhere(service, *TRACES) == []
        assert service.rows("SELECT id, amount FROM points_transfers ORDER BY id") == ledger
        assert_books_balance(service)


def test_a_machine_that_knows_nothing_is_told_by_the_journal_beside_the_archive(
    sqlite_estate: SqliteEstate, tmp_path: Path
) -> None:
    """Her office of then ends as well; who only got the number of somebody closed stays."""
    village = sqlite_estate.lived_in()
    with village.serving() as service:
        chair = service.scalar("SELECT min(person_id) FROM role_grants")
        others = [a_person(service), a_person(service)]
    before = village.backup()
    with village.serving() as service:
        service.clock.advance(minutes=1)
        service.run(lambda work: organisations.end_offices_of(work, chair))
        for person_id in (chair, others[0]):
            assert service.sign_in(person_id).delete("/me").status == 204
        run_jobs(service, "note_closings")
        privacy.keep_closings(service.app.transactions.ports.journal, [f"closings/{others[1]}-7"])
    village.backup()

    new, alone = sqlite_estate.empty(), sqlite_estate.empty()
    assert restored(new, before) == 2
    assert restored(alone, Path(shutil.copy(before, tmp_path))) == 0  # the control: nobody tells

    with new.serving() as service:
        closed = "SELECT id FROM people WHERE closed_at IS NOT NULL ORDER BY id"
        assert service.rows(closed) == [(one,) for one in sorted([chair, others[0]])]
        in_office = "SELECT count(*) FROM role_grants WHERE person_id = :id AND until_at IS NULL"
        assert service.scalar(in_office, id=chair) == 0
        assert service.run(lambda work: audit.verify_entries(work, {})).faults == []
