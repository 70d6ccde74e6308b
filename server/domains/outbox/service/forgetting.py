"""What time lets go of the outbox: rows that were done long ago; those given up stay."""

from models.outbox import OutboxRow
from models.retention import Kept
from server.kernel.forgetting import Forgetting, removing

DONE_ROWS = Forgetting(
    "forget_done_rows",
    OutboxRow,
    Kept.OUTBOX.period,
    lambda until: OutboxRow.done_at <= until,
    removing(OutboxRow),
)
FORGETTINGS = (DONE_ROWS,)
