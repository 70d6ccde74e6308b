"""Commands that recount the books and look for rewritten ones."""

import click

from server.cli.base import judge, read, serving, settings_or_exit
from server.domains.points import service as points


@click.command()
def reconcile() -> None:
    """Recount the books from raw transfers; exit 1 and name what is off."""
    with serving(settings_or_exit()) as app:
        faults = read(app, lambda work: points.reconcile(work.session))
    judge(faults, "the books balance")


@click.command("verify-seals")
def verify_seals() -> None:
    """Recompute every seal over the books; exit 1 and name what was rewritten."""
    with serving(settings_or_exit()) as app:
        faults = read(app, lambda work: points.verify_seals(work.session))
    judge(faults, "no sealed transfer was changed")
