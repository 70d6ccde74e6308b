"""Restoring: all is there again, recounted, and what must not live again does not."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from config.settings import Settings
from models import Base
from server.app import create_app
from server.domains.points import service as points
from tests.support.builders import a_household, a_village
from tests.support.installations import Estate, Installation, Rows, SqliteEstate
from tests.support.points_builders import assert_books_balance
from tests.support.walls import see_all


def kept(rows: Rows) -> Rows:
    """Leave out what a restore changes: sign-ins end, the audit is sealed, the restore is in it."""
    return {
        table: [row for row in found if "restore_backup" not in row]
        for table, found in rows.items()
        if table not in {"sign_in_sessions", "audit_seals", "sealed_audit_entries"}
    }


def test_a_new_machine_has_every_row_and_file_again(estate: Estate, village: Installation) -> None:
    archive, new = village.backup(), estate.empty()
    answer = new.command("restore", archive)
    assert answer.exit_code == 0, answer.output
    assert answer.output.count("✓") == 4
    assert "✗" not in answer.output
    assert kept(new.rows()) == kept(village.rows())
    assert new.schema() == village.schema()
    assert (new.folder / "files/2026/photo.jpg").read_bytes() == b"\xff\xd8 not really a photo"
    assert new.leftovers() == []
    assert new.command("reconcile").exit_code == 0
    assert new.command("verify-seals").exit_code == 0
    assert set(village.rows()["audit_seals"]) < set(new.rows()["audit_seals"])
    assert new.command("verify-audit").exit_code == 0
    with new.serving() as service:
        assert_books_balance(service)
        assert service.run(points.seal_transfers) == 0
        assert (
            service.scalar("SELECT COUNT(*) FROM audit_entries WHERE action='restore_backup'") == 1
        )
        with (
            pytest.raises(DBAPIError),
            service.raw() as connection,
        ):
            connection.exec_driver_sql("UPDATE points_transfers SET amount = amount + 1")


def test_nobody_stays_signed_in_as_a_sign_in_may_have_been_ended_since(
    estate: Estate, village: Installation
) -> None:
    with village.serving() as service:
        person = service.scalar("SELECT MIN(person_id) FROM sign_in_sessions")
        phone = service.sign_in(person)
        assert phone.get("/me").status == 200
    archive, new = village.backup(), estate.empty()
    assert new.command("restore", archive).exit_code == 0
    with new.serving() as service:
        assert service.scalar("SELECT COUNT(*) FROM sign_in_sessions WHERE revoked_at IS NULL") == 0
        assert type(phone)(service.app, phone.token).get("/me").status == 401
        assert service.sign_in(person).get("/me").status == 200


def test_books_that_were_off_already_are_named(estate: Estate, village: Installation) -> None:
    engine = create_engine(village.settings.owner_url)
    with engine.begin() as connection:
        see_all(connection)
        connection.exec_driver_sql(
            "UPDATE points_accounts SET balance = balance + 1 WHERE kind = 'redeemable'"
        )
    engine.dispose()
    archive, new = village.backup(), estate.empty()
    answer = new.command("restore", archive)
    assert answer.exit_code == 1
    assert answer.stdout.count("✓") == 3
    assert "✗ 账平 / the books balance\n    balance of account" in answer.stdout
    assert "start nothing yet" in answer.stderr


def test_an_older_backup_is_migrated(estate: Estate, village: Installation) -> None:
    before = village.rows()
    _step_back(village, "0003")
    archive, new = village.backup(), estate.empty()
    answer = new.command("restore", archive)
    assert answer.exit_code == 0, answer.output
    assert "migration 0003" in answer.output
    after = new.rows()
    assert _still_to_change(new) == []
    assert after.keys() == before.keys()
    assert after["alembic_version"] == before["alembic_version"]
    assert after["points_transfers"] == before["points_transfers"]
    assert after["seal_entries"] == before["seal_entries"]


def test_data_are_replaced_only_when_told_to_and_stay_within_reach(village: Installation) -> None:
    archive = village.backup()
    with village.serving() as service:
        a_household(service, a_village(service))
    lived = village.rows()

    refused = village.command("restore", archive)
    assert refused.exit_code == 1
    assert "--replace" in refused.stderr
    assert village.rows() == lived

    answer = village.command("restore", archive, "--replace")
    assert answer.exit_code == 0, answer.output
    assert len(village.rows()["households"]) == len(lived["households"]) - 1
    assert (village.folder / "files/2026/photo.jpg").exists()

    _bring_back(village)
    assert kept(village.rows()) == kept(lived)


def test_what_was_set_aside_is_never_covered(sqlite_estate: SqliteEstate) -> None:
    village = sqlite_estate.lived_in()
    archive = village.backup()
    for _ in range(3):
        assert village.command("restore", archive, "--replace").exit_code == 0
    assert len(list(village.folder.glob("x.sqlite3.before-*"))) == 3
    assert len(list(village.folder.glob("files.before-*"))) == 3


def _step_back(village: Installation, revision: str) -> None:
    settings = village.settings
    owner = Settings(**{**vars(settings), "database_url": settings.owner_url})
    app = create_app(owner)
    with app.app_context():
        downgrade(revision=revision)
    app.transactions.engine.dispose()


def _still_to_change(installation: Installation) -> list[object]:
    """Return what Alembic would still change to have the tables as the models say."""
    engine = create_engine(installation.settings.owner_url)
    with engine.connect() as connection:
        see_all(connection)
        options = {"compare_type": True, "render_as_batch": True}
        context = MigrationContext.configure(connection, opts=options)
        found = list(compare_metadata(context, Base.metadata))
    engine.dispose()
    return found


def _bring_back(village: Installation) -> None:
    """Take what the restore has set aside: a file beside the database, or a copy made first."""
    if village.database == "postgresql":
        assert village.command("restore", village.archives()[-1], "--replace").exit_code == 0
        return
    (aside,) = village.folder.glob("x.sqlite3.before-*")
    aside.replace(village.folder / "x.sqlite3")
