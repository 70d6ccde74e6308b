"""The operator's commands: `python -m server.cli COMMAND`."""

import click

from server.cli import (
    audit,
    backup,
    books,
    database,
    incidents,
    keys,
    offices,
    restore,
    rosters,
)


@click.group()
def cli() -> None:
    """Run a command of 巴渝绿家."""


for command in (
    database.migrate,
    database.load_reference,
    books.reconcile,
    books.verify_seals,
    audit.verify_audit,
    audit.purge_audit,
    incidents.who_was_touched,
    keys.keys,
    keys.reindex_phones,
    backup.backup,
    restore.restore,
    offices.appoint,
    offices.end_office,
    offices.list_offices,
    rosters.import_roster,
    rosters.export_roster,
    rosters.roster_form,
):
    cli.add_command(command)
