"""The step to the codes of shops and cards, up and down, with printed codes in the table."""

import pytest
from flask_migrate import downgrade
from sqlalchemy.exc import IntegrityError, ProgrammingError

from models.vocabulary import CodeKind
from server.cli.database import load_all_reference, migrate_database
from server.domains.codes import service as codes
from tests.migrations.conftest import Blank
from tests.support.rewards_builders import Shop, a_shop
from tests.support.service import Service

KINDS = "SELECT kind FROM codes ORDER BY id"


def print_all(service: Service, shop: Shop) -> None:
    for kind, target_id in (
        (CodeKind.DOOR_PLATE, shop.household.id),
        (CodeKind.SHOP, shop.village_id),
        (CodeKind.CARD, shop.household.id),
    ):
        service.run(lambda work, k=kind, t=target_id: codes.issue_code(work, k, t))  # type: ignore[misc]


def test_codes_outlast_the_step_and_new_kinds_go_with_it(blank: Blank) -> None:
    """The table is copied on SQLite: rows, keys and checks must come along."""
    migrate_database(blank.settings)
    with blank.serving() as service:
        load_all_reference(service.app)
        print_all(service, a_shop(service))
        assert service.rows(KINDS) == [("door_plate",), ("shop",), ("card",)]
    with blank.as_owner():
        downgrade(revision="0002")
    with blank.serving() as service:
        assert service.rows(KINDS) == [("door_plate",)]
        with service.raw() as before_reasons:
            before_reasons.exec_driver_sql("UPDATE codes SET revoked_at = issued_at")
    migrate_database(blank.settings)
    with blank.serving() as service:
        assert service.rows(KINDS) == [("door_plate",)]
        assert service.rows("SELECT revoke_reason, revoked_by FROM codes") == [("other", None)]
        for change in (
            "kind = 'poster'",
            "scene = 'short'",
            "village_id = 999999",
            "revoke_reason = NULL",
            "revoke_reason = 'bored'",
            "pictured_at = issued_at",
        ):
            # PostgreSQL's wall stands before its keys
            with pytest.raises((IntegrityError, ProgrammingError)), service.raw() as one:
                one.exec_driver_sql(f"UPDATE codes SET {change}")  # noqa: S608 - fixed words
