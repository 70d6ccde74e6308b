"""Migrations: one line of revisions, up and down with data, and tables as the models say."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from models import Base
from models.vocabulary import Role
from server.app import MIGRATIONS
from server.cli.database import load_all_reference, migrate_database
from tests.migrations.conftest import Blank
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_resident,
    a_village,
    an_officer,
)
from tests.support.feedback_builders import answer, send, send_unchecked
from tests.support.households_builders import a_join_request
from tests.support.rewards_builders import a_shop
from tests.support.service import Service

VERSIONS = Path(MIGRATIONS) / "versions"


def revisions() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def tables(blank: Blank) -> set[str]:
    return set(inspect(blank.owner).get_table_names()) - {"alembic_version"}


def differences(blank: Blank) -> list[object]:
    """Return what Alembic would still change."""
    with blank.owner.connect() as connection:
        options = {"compare_type": True, "render_as_batch": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))


def migrate(blank: Blank, revision: str = "head") -> None:
    with blank.as_owner():
        upgrade(revision=revision)


# Files


def test_there_is_one_head_and_the_file_names_it() -> None:
    (head,) = revisions().get_heads()
    assert (VERSIONS / ".current-head").read_text(encoding="utf-8") == f"{head}\n"


def test_revisions_are_numbered_with_four_digits_in_one_line() -> None:
    line = [revision.revision for revision in revisions().walk_revisions()][::-1]
    assert line == [f"{number:04}" for number in range(1, len(line) + 1)]
    for path in VERSIONS.glob("*.py"):
        name = re.fullmatch(r"(\d{4})_[a-z0-9_]+\.py", path.name)
        assert name is not None, path.name
        assert name[1] in line


def answered_feedback(service: Service, household: BuiltHousehold) -> None:
    """Let a household ask something and be told the answer, and somebody ask to join it."""
    resident_id = a_resident(service, household)
    a_join_request(service, household, resident_id)
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, household.village_id)
    answer(service, leader_id, send(service, resident_id).row.id)
    service.settle_checks()


# Up and down


def test_an_empty_database_gets_every_table_as_the_models_say(blank: Blank) -> None:
    migrate(blank)
    assert tables(blank) == set(Base.metadata.tables)
    assert differences(blank) == []


def test_a_difference_would_be_found(blank: Blank) -> None:
    migrate(blank)
    with blank.owner.begin() as connection:
        connection.execute(text("ALTER TABLE people ADD COLUMN nickname TEXT"))
        connection.execute(text("DROP INDEX ix_divisions_parent_code"))
    found = str(differences(blank))
    assert "nickname" in found
    assert "ix_divisions_parent_code" in found


def test_migrating_again_changes_nothing_and_keeps_the_rows(blank: Blank) -> None:
    migrate_database(blank.settings)
    with blank.serving() as service:
        household = a_household(service, a_village(service))
    migrate_database(blank.settings)
    with blank.serving() as service:
        assert service.rows("SELECT id FROM households") == [(household.id,)]
    assert differences(blank) == []


def test_every_step_can_be_taken_back_and_again_with_rows_in_the_tables(blank: Blank) -> None:
    line = [revision.revision for revision in revisions().walk_revisions()][::-1]
    for revision in line:
        migrate(blank, revision)
    migrate_database(blank.settings)
    with blank.serving() as service:
        load_all_reference(service.app)
        shop = a_shop(service, purse=60)
        answered_feedback(service, a_household(service, shop.village_id, ("李芳",)))
    for revision in [*line[:-1][::-1], "base"]:
        with blank.as_owner():
            downgrade(revision=revision)
    assert tables(blank) == set()
    migrate(blank)
    assert differences(blank) == []


def test_rows_outlast_the_step_to_feedback_in_both_directions(blank: Blank) -> None:
    """The table of messages is copied on SQLite: rows, keys and checks must come along."""
    migrate_database(blank.settings)
    with blank.serving() as service:
        load_all_reference(service.app)
        answered_feedback(service, a_household(service, a_village(service)))
        kinds = "SELECT kind FROM messages ORDER BY id"
        assert service.rows(kinds) == [("join_requested",), ("feedback_answered",)]
    with blank.as_owner():
        downgrade(revision="0001")
    migrate_database(blank.settings)
    with blank.serving() as service:
        assert service.rows(kinds) == [("join_requested",)]
        assert service.rows("SELECT state, phone_sealed FROM join_requests") == [("pending", None)]
        for change in ("kind = 'gossip'", "channel = 'shout'", "household_id = 999999"):
            with pytest.raises(IntegrityError), service.raw() as one:
                one.exec_driver_sql(f"UPDATE messages SET {change}")  # noqa: S608 - fixed words


def test_texts_that_were_read_before_they_were_checked_stay_to_be_read(blank: Blank) -> None:
    """The outbox is copied on SQLite: its other rows and its check must come along."""
    migrate_database(blank.settings)
    with blank.serving() as service:
        load_all_reference(service.app)
        household = a_household(service, a_shop(service).village_id)
        answered_feedback(service, household)
        send_unchecked(service, a_resident(service, a_household(service, household.village_id)))
        topics = "SELECT count(*) FROM outbox_rows WHERE topic = 'message_created'"
        before = service.scalar(topics)
    with blank.as_owner():
        downgrade(revision="0011")
    migrate_database(blank.settings)
    with blank.serving() as service:
        kinds = "SELECT kind, state, count(*) FROM text_checks GROUP BY kind, state ORDER BY kind"
        assert service.rows(kinds) == [
            ("feedback", "passed", 2),
            ("feedback_answer", "passed", 1),
            ("goods", "passed", 3),
            ("join_name", "passed", 1),
        ]
        assert (
            service.scalar(topics) == before == service.scalar("SELECT count(*) FROM outbox_rows")
        )
        with pytest.raises(IntegrityError), service.raw() as one:
            one.exec_driver_sql("UPDATE outbox_rows SET topic = 'gossip'")


def test_going_down_leaves_no_function_and_no_trigger(blank: Blank) -> None:
    left = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    }[blank.database]
    migrate(blank)
    with blank.as_owner():
        downgrade(revision="base")
    with blank.owner.connect() as connection:
        assert connection.execute(text(left)).all() == []
