"""Commands that recount the books and look for rewritten ones."""

import click

from server.cli.base import judge, read, serving, settings_or_exit, write
from server.domains.activities import service as activities
from server.domains.messages import service as messages
from server.domains.points import service as points
from server.domains.rewards import service as rewards

RECOUNTS = (points.reconcile, rewards.reconcile, activities.reconcile, messages.reconcile)
RECOUNTS_AT_REST = (points.reconcile_villages,)


@click.command()
@click.option("--at-rest", is_flag=True, help="Nobody writes: recount the villages' accounts too.")
def reconcile(*, at_rest: bool) -> None:
    """Recount points, shops, activities and credits from raw rows; exit 1 and name what is off."""
    recounts = RECOUNTS + RECOUNTS_AT_REST if at_rest else RECOUNTS
    with serving(settings_or_exit()) as app:
        if at_rest:
            write(app, points.roll_up_villages)
        faults = read(app, lambda work: [f for each in recounts for f in each(work.session)])
    judge(faults, "the books balance")


@click.command("verify-seals")
def verify_seals() -> None:
    """Recompute every seal over the books; exit 1 and name what was rewritten."""
    with serving(settings_or_exit()) as app:
        faults = read(app, lambda work: points.verify_seals(work.session))
    judge(faults, "no sealed transfer was changed")
