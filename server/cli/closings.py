"""Who closed her account stays closed: what backup and restore do about it."""

from datetime import datetime
from functools import partial
from pathlib import Path

import click
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from config.settings import Settings
from server.cli.base import read, serving
from server.domains.identity import service as identity
from server.domains.privacy import service as privacy
from server.kernel.actors import Actor
from server.outside import journal_in, journal_of
from server.web.requests import ServiceFlask


def copy_closings(settings: Settings, folder: Path) -> None:
    """Put the journal beside the archives, so that it is there when the machine is not."""
    privacy.keep_closings(journal_in(folder), privacy.read_closings(journal_of(settings)))


def gather_closings(settings: Settings, folder: Path, *, is_lived_in: bool) -> None:
    """Complete the journal before the database is replaced: from there, and from the archives'."""
    journal = journal_of(settings)
    privacy.keep_closings(journal, privacy.read_closings(journal_in(folder)))
    if not is_lived_in:
        return
    try:
        with serving(settings) as app:
            privacy.keep_closings(journal, read(app, privacy.list_closings))
    except DatabaseError:
        click.echo(
            "现有的数据库读不出注销过的账号，只按注销底账来 / closed accounts cannot be read from"
            " the database that is here: those of the journal are closed again"
        )


def close_again(app: ServiceFlask) -> None:
    """Close every account that the backup brought back, and say how many."""
    entries = privacy.read_closings(app.transactions.ports.journal)
    reopened = read(app, lambda work: privacy.list_reopened(work, entries))
    for person_id in reopened:
        herself = partial(_actor, person_id)
        app.transactions.run(privacy.close_again, writes=True, load_actor=herself)
    click.echo(
        f"备份以后注销的账号，重新注销了{len(reopened)}个 / accounts closed again: {len(reopened)}"
    )


def _actor(person_id: int, session: Session, now: datetime) -> Actor:
    return identity.actor_of(session, person_id, now)
