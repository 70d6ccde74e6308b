"""Run migrations on the app's own engine, with short lock waits on PostgreSQL."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from models import Base

engine = current_app.extensions["migrate"].db.engine


def _without_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:  # noqa: ANN401
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []


def _see_every_village(connection: Connection) -> None:
    """Let migrations that change rows see them: the wall binds the owner as well."""
    if connection.dialect.name != "postgresql":
        return
    if connection.scalar(text("SELECT to_regclass('organisations') IS NOT NULL")):
        connection.execute(
            text(
                "SELECT set_config('app.village_ids', CAST(array_agg(id) AS text), true)"
                " FROM organisations"
            )
        )


def _migrate() -> None:
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET lock_timeout = '4s'"))
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            process_revision_directives=_without_empty,
        )
        with context.begin_transaction():
            _see_every_village(connection)
            context.run_migrations()
        connection.commit()


_migrate()
