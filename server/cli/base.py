"""What every command needs: the settings, the service, one transaction, a verdict."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

import click
from sqlalchemy.orm import Session

from config.settings import Settings, SettingsError
from server.app import create_app
from server.kernel.actors import SYSTEM, Actor
from server.kernel.work import Work
from server.web.requests import ServiceFlask

Answer = TypeVar("Answer")


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


def write(app: ServiceFlask, do: Callable[[Work], Answer]) -> Answer:
    """Do something in one transaction as the system."""
    return app.transactions.run(do, writes=True, load_actor=_operator)


def read(app: ServiceFlask, do: Callable[[Work], Answer]) -> Answer:
    """Look something up in one read-only transaction as the system."""
    return app.transactions.run(do, writes=False, load_actor=_operator)


def _operator(session: Session, now: datetime) -> Actor:
    """Return the system before which no village is hidden."""
    del session, now
    return SYSTEM


def judge(faults: Sequence[object], all_is_well: str) -> None:
    """Say that all is well, or name each fault on standard error and exit with 1."""
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        sys.exit(1)
    click.echo(all_is_well)
