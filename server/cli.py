"""The operator's commands: `python -m server.cli COMMAND`."""

import csv
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from flask_migrate import upgrade
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from config.settings import Settings, SettingsError
from models.vocabulary import OrganisationLevel
from server.app import REFERENCE, create_app, reference
from server.domains.activities import service as activities
from server.domains.organisations import service as organisations
from server.domains.points import service as points
from server.domains.standards import service as standards
from server.kernel.work import Work
from server.web.requests import ServiceFlask

APPEND_ONLY = (
    "points_transfers",
    "audit_entries",
    "anomalies",
    "stock_movements",
    "notice_entries",
    "seal_batches",
    "seal_entries",
)


def settings_or_exit() -> Settings:
    """Read the settings; on a fault say each in one line and stop."""
    try:
        return Settings.from_env(os.environ)
    except SettingsError as error:
        raise click.ClickException(f"设置有误 / wrong settings:\n{error}") from None


@contextmanager
def serving(settings: Settings) -> Iterator[ServiceFlask]:
    """Yield the service and close its connections afterwards."""
    app = create_app(settings)
    try:
        yield app
    finally:
        app.transactions.engine.dispose()


@click.group()
def cli() -> None:
    """Run a command of 巴渝绿家."""


@cli.command()
def migrate() -> None:
    """Bring the database to the newest migration, as its owner, and grant the app role."""
    settings = settings_or_exit()
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    try:
        migrate_database(settings)
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise click.ClickException(f"数据库打不开 / cannot open the database: {cause}") from None
    click.echo("migrated")


def migrate_database(settings: Settings) -> None:
    """Upgrade to head with the owner's URL, then let the app role use the tables."""
    owner = Settings(**{**vars(settings), "database_url": settings.owner_url})
    with serving(owner) as app, app.app_context():
        upgrade()
    if settings.database_url != settings.owner_url:
        _grant(settings.owner_url, make_url(settings.database_url).username or "")


def _grant(owner_url: str, role: str) -> None:
    quoted = '"' + role.replace('"', '""') + '"'
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
        connection.execute(
            text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}")
        )
        connection.execute(
            text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        )
        for table in APPEND_ONLY:
            connection.execute(text(f"REVOKE UPDATE, DELETE ON {table} FROM {quoted}"))
        connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {quoted}"))
    engine.dispose()


def load_all_reference(app: ServiceFlask) -> None:
    """Load every reference document; repeating it changes nothing."""
    _run(app, _load_divisions)
    _run(app, lambda work: standards.load_standards(work, reference("standards.yaml")))
    _run(app, lambda work: points.load_rules(work, reference("points_rules.yaml")))
    _run(app, lambda work: activities.load_types(work, reference("activities.yaml")))
    _run(app, _ensure_city)


def _run(app: ServiceFlask, do: Callable[[Work], Any]) -> Any:  # noqa: ANN401
    return app.transactions.run(do, writes=True)


def _load_divisions(work: Work) -> int:
    with (REFERENCE / "divisions.csv").open(encoding="utf-8", newline="") as table:
        return organisations.load_divisions(work, csv.DictReader(table))


def _ensure_city(work: Work) -> None:
    organisations.ensure_top(work, level=OrganisationLevel.CITY, name="重庆市妇联")


@cli.command("load-reference")
def load_reference() -> None:
    """Load standards, rules, activity types and divisions."""
    with serving(settings_or_exit()) as app:
        load_all_reference(app)
    click.echo("reference data loaded")


@cli.command()
def reconcile() -> None:
    """Recount the books from raw transfers; exit 1 and name what is off."""
    with serving(settings_or_exit()) as app:
        faults = _read(app, lambda work: points.reconcile(work.session))
    _tell(faults, "the books balance")


@cli.command("verify-seals")
def verify_seals() -> None:
    """Recompute every seal over the books; exit 1 and name what was rewritten."""
    with serving(settings_or_exit()) as app:
        faults = _read(app, lambda work: points.verify_seals(work.session))
    _tell(faults, "no sealed transfer was changed")


def _read(app: ServiceFlask, do: Callable[[Work], Sequence[object]]) -> Sequence[object]:
    return app.transactions.run(do, writes=False)


def _tell(faults: Sequence[object], all_is_well: str) -> None:
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        sys.exit(1)
    click.echo(all_is_well)


if __name__ == "__main__":
    cli()
