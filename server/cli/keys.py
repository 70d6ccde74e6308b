"""The commands about keys: how far a change of FIELD_KEY has come, and what INDEX_KEY needs."""

from functools import partial

import click

from server.cli.base import read, serving, settings_or_exit, write
from server.kernel.sealed_columns import SealedColumn
from server.web.requests import ServiceFlask
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


@click.command("reindex-phones")
def reindex_phones() -> None:
    """Index every phone number under INDEX_KEY as it is now; again and again until none changes."""
    with serving(settings_or_exit()) as app:
        for sealed_column in SEALED_COLUMNS:
            if sealed_column.index is not None:
                number = _index_anew(app, sealed_column)
                click.echo(f"{sealed_column.table}.{sealed_column.index}: {number:,} changed")


def _index_anew(app: ServiceFlask, sealed_column: SealedColumn) -> int:
    """Index one column lot by lot, each in a transaction of its own; return how many changed."""
    lots = range(1, read(app, sealed_column.last_lot) + 1)
    return sum(write(app, partial(sealed_column.index_anew, lot=lot)) for lot in lots)
