"""The step to the whole list of roles, up and down, with offices in the table."""

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy.exc import IntegrityError

from models.vocabulary import Role
from server.cli.database import migrate_database
from tests.migrations.conftest import Blank
from tests.support.builders import a_person, an_officer
from tests.support.offices_builders import a_branch, appoint, end_office, grant_of

KEPT = "SELECT id, person_id, role, until_at IS NULL FROM role_grants ORDER BY id"


def test_offices_outlast_the_step_and_new_ones_go_with_it(blank: Blank) -> None:
    """The table is copied on SQLite: rows, keys and checks must come along."""
    migrate_database(blank.settings)
    with blank.serving() as service:
        branch = a_branch(service)
        service.clock.advance(minutes=1)
        end_office(
            service, branch.district_officer, grant_of(service, branch.chair), a_person(service)
        )
        before = service.rows(KEPT)
        appoint(service, branch.city_officer, branch.district, Role.AUDIT_ADMINISTRATOR)
        appoint(service, branch.city_officer, branch.town, Role.PARTNER)
    with blank.as_owner():
        downgrade(revision="0003")
    with blank.serving() as service:
        assert service.rows(KEPT) == before
    with blank.as_owner():
        upgrade()
    migrate_database(blank.settings)
    with blank.serving() as service:
        assert service.rows(KEPT) == before
        an_officer(service, Role.PARTNER, branch.town)
        for change in ("role = 'boss'", "until_at = since_at", "succeeds_id = 999999"):
            with pytest.raises(IntegrityError), service.raw() as one:
                one.exec_driver_sql(f"UPDATE role_grants SET {change}")  # noqa: S608 - fixed words


def test_the_table_itself_keeps_administrators_apart(blank: Blank) -> None:
    migrate_database(blank.settings)
    with blank.serving() as service:
        branch = a_branch(service)
        appoint(service, branch.city_officer, branch.district, Role.SYSTEM_ADMINISTRATOR)
        second = (
            "INSERT INTO role_grants (person_id, organisation_id, role, since_at)"
            " SELECT person_id, organisation_id, 'audit_administrator', since_at"
            " FROM role_grants WHERE role = 'system_administrator'"
        )
        with pytest.raises(IntegrityError), service.raw() as one:
            one.exec_driver_sql(second)
