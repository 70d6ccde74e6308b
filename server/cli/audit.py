"""Commands that look whether the audit was rewritten, and remove what is old enough."""

import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from config.settings import Settings
from server.cli.base import judge, read, serving, settings_or_exit, write
from server.domains.audit import service as audit
from server.web.requests import ServiceFlask

_WRITTEN = re.compile(r"^(?:village ([0-9]+)|no village), batch ([0-9]+), seal ([0-9a-f]{64})$")


@click.command("verify-audit")
@click.option(
    "--expect",
    "written_down",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What this command printed before: those seals must still stand.",
)
def verify_audit(written_down: Path | None) -> None:
    """Recompute every chain of the audit; exit 1 and name what was rewritten.

    Prints the newest seal of each chain. Keep them elsewhere: they tell when a chain is cut off.
    """
    lines = [] if written_down is None else written_down.read_text(encoding="utf-8").splitlines()
    with serving(settings_or_exit()) as app:
        verdict = read(app, lambda work: audit.verify_entries(work, _seals(lines)))
    for link in verdict.newest.values():
        where = audit.say_chain(link.covered.chain)
        click.echo(f"{where}, batch {link.covered.number}, seal {link.seal}")
    judge(verdict.faults, f"{verdict.entries} sealed entries, none was changed")


@click.command("purge-audit")
def purge_audit() -> None:
    """Remove audit entries older than AUDIT_KEPT_DAYS, as the owner, if the chains hold."""
    settings = settings_or_exit()
    owner = Settings(**{**vars(settings), "database_url": settings.owner_url})
    with serving(owner) as app:
        verdict = read(app, lambda work: audit.verify_entries(work, {}))
        judge(verdict.faults, "the chains hold")
        try:
            removed = sum(_purge(app, timedelta(days=settings.audit_kept_days)))
        except DBAPIError as error:
            raise click.ClickException(f"删不了 / cannot remove: {error.orig}") from None
    click.echo(f"{removed} entries removed")


def _purge(app: ServiceFlask, kept: timedelta) -> Iterable[int]:
    while removed := write(app, lambda work: audit.purge_entries(work, kept)):
        yield removed


def _seals(lines: Iterable[str]) -> audit.Seals:
    found = [match.groups() for line in lines if (match := _WRITTEN.fullmatch(line))]
    return {(int(village or 0), int(number)): seal for village, number, seal in found}
