"""The operator's commands: they say what they did, or what is wrong, in one line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.cli import cli
from server.domains.points import service as points
from tests.migrations.conftest import Blank
from tests.support.rewards_builders import a_shop
from tests.support.service import Service


def command(*arguments: str, **environ: str) -> Result:
    return CliRunner(env=environ).invoke(cli, arguments)


def environ_of(blank: Blank) -> dict[str, str]:
    settings = blank.settings
    return {
        "DATABASE_URL": settings.database_url,
        "DATABASE_OWNER_URL": settings.database_owner_url,
        "VAR_DIR": str(settings.var_dir),
    }


def test_a_new_installation_is_migrated_and_loaded_and_can_be_again(blank: Blank) -> None:
    environ = environ_of(blank)
    names = ("migrate", "load-reference", "load-reference", "migrate", "reconcile")
    assert [command(name, **environ).stdout for name in names] == [
        "migrated\n",
        "reference data loaded\n",
        "reference data loaded\n",
        "migrated\n",
        "the books balance\n",
    ]
    with blank.serving() as service:
        assert service.scalar("SELECT count(*) FROM divisions") == 12_388
        loads = "SELECT count(*) FROM audit_entries WHERE action = 'load_divisions'"
        assert service.scalar(loads) == 1
        for table in ("people", "role_grants", "sign_in_sessions"):
            assert service.scalar(f"SELECT count(*) FROM {table}") == 0, "an account of nobody's"  # noqa: S608 - our tables


def test_wrong_settings_are_all_named_without_a_traceback() -> None:
    answer = command("migrate", PORT="http", DATABASE_URL="mysql://db/x")
    assert answer.exit_code == 1
    assert "PORT: must be" in answer.stderr
    assert "DATABASE_URL: must be" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all.sqlite3", "postgresql+psycopg://x@127.0.0.1:1/bayu"]
)
def test_a_database_that_cannot_be_opened_is_one_line(url: str, tmp_path: Path) -> None:
    answer = command("migrate", DATABASE_URL=url, VAR_DIR=str(tmp_path))
    assert answer.exit_code == 1
    assert "cannot open the database" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_books_that_do_not_balance_are_named(service: Service, tmp_path: Path) -> None:
    a_shop(service, purse=60)
    url = service.app.config["SQLALCHEMY_DATABASE_URI"]
    environ = {"DATABASE_URL": url, "VAR_DIR": str(tmp_path)}
    assert command("reconcile", **environ).exit_code == 0
    with service.raw() as connection:
        connection.exec_driver_sql(
            "UPDATE points_accounts SET balance = balance + 1 WHERE kind = 'redeemable'"
        )
    answer = command("reconcile", **environ)
    assert answer.exit_code == 1
    assert answer.stderr.startswith("balance of account")
    assert answer.stderr.endswith("kept 61, recounted 60\n")


def test_books_at_rest_include_the_villages_and_the_shops(service: Service, tmp_path: Path) -> None:
    a_shop(service, purse=60)
    url = service.app.config["SQLALCHEMY_DATABASE_URI"]
    environ = {"DATABASE_URL": url, "VAR_DIR": str(tmp_path)}
    answer = command("reconcile", "--at-rest", **environ)
    assert (answer.exit_code, answer.stdout) == (0, "the books balance\n")
    assert service.scalar("SELECT SUM(balance) FROM points_accounts") == 0
    with service.raw() as connection:
        connection.exec_driver_sql("UPDATE goods SET stock = stock + 1 WHERE price_points = 20")
    answer = command("reconcile", **environ)
    assert answer.exit_code == 1
    assert answer.stderr.startswith("stock of goods")


def test_seals_over_untouched_books_hold(service: Service, tmp_path: Path) -> None:
    a_shop(service, purse=60)
    service.run(points.seal_transfers)
    url = service.app.config["SQLALCHEMY_DATABASE_URI"]
    answer = command("verify-seals", DATABASE_URL=url, VAR_DIR=str(tmp_path))
    assert (answer.exit_code, answer.stdout) == (0, "no sealed transfer was changed\n")
