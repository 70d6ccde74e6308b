"""Commands that make the database ready: migrations, grants, reference data."""

import csv

import click
from flask_migrate import upgrade
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from config.settings import Settings
from models.vocabulary import OrganisationLevel
from server.cli.base import serving, settings_or_exit, write
from server.domains.activities import service as activities
from server.domains.consents import service as consents
from server.domains.organisations import service as organisations
from server.domains.points import service as points
from server.domains.standards import service as standards
from server.kernel.work import Work
from server.outside import REFERENCE, reference
from server.web.requests import ServiceFlask

APPEND_ONLY = (
    "points_transfers",
    "audit_entries",
    "anomalies",
    "stock_movements",
    "notice_entries",
    "seal_batches",
    "seal_entries",
    "audit_seals",
    "sealed_audit_entries",
    "credit_entries",
)


@click.command()
def migrate() -> None:
    """Bring the database to the newest migration, as its owner, and grant the app role."""
    settings = settings_or_exit()
    try:
        migrate_database(settings)
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise click.ClickException(f"数据库打不开 / cannot open the database: {cause}") from None
    click.echo("migrated")


def migrate_database(settings: Settings) -> None:
    """Upgrade to head with the owner's URL, then let the app role use the tables.

    The folder of the installation is made with it: the database may lie there.
    """
    settings.var_dir.mkdir(parents=True, exist_ok=True)
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
    write(app, _load_divisions)
    write(app, lambda work: standards.load_standards(work, reference("standards.yaml")))
    write(app, lambda work: points.load_rules(work, reference("points_rules.yaml")))
    write(app, lambda work: activities.load_types(work, reference("activities.yaml")))
    write(app, lambda work: consents.load_texts(work, reference("consents.yaml")))
    write(app, _ensure_city)


def _load_divisions(work: Work) -> int:
    with (REFERENCE / "divisions.csv").open(encoding="utf-8", newline="") as table:
        return organisations.load_divisions(work, csv.DictReader(table))


def _ensure_city(work: Work) -> None:
    organisations.ensure_top(work, level=OrganisationLevel.CITY, name="重庆市妇联")


@click.command("load-reference")
def load_reference() -> None:
    """Load standards, rules, activity types, consent texts and divisions."""
    with serving(settings_or_exit()) as app:
        load_all_reference(app)
    click.echo("reference data loaded")
