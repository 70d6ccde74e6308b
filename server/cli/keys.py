"""The command that says how far a change of FIELD_KEY has come."""

import click

from server.cli.base import read, serving, settings_or_exit
from server.worker import SEALED_COLUMNS


@click.command()
def keys() -> None:
    """Say how many sealed values still need a former key; the worker seals them anew."""
    with serving(settings_or_exit()) as app:
        counts = read(app, lambda work: [(each, each.count(work)) for each in SEALED_COLUMNS])
    for sealed_column, (kept, stale) in counts:
        click.echo(f"{sealed_column}: {kept:,} sealed, {stale:,} under a former key")
    if any(stale for _, (_, stale) in counts):
        click.echo("没换完，别清 FIELD_KEY_PREVIOUS / keep FIELD_KEY_PREVIOUS: the worker is at it")
    else:
        click.echo("都换好了，可以清空 FIELD_KEY_PREVIOUS / FIELD_KEY_PREVIOUS may be emptied")
