"""Remove files after commit: their names are written down first, so that none is forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from models.vocabulary import OutboxTopic
from server.domains.outbox import service as outbox
from server.kernel.ports import Ports
from server.kernel.work import Work

AGAIN_AFTER = timedelta(hours=1)


def discard(work: Work, names: Sequence[str], *, due_at: datetime | None = None) -> None:
    """Let the worker remove files by name once this work is done, or later."""
    files = {"names": list(names)}
    outbox.put(
        work,
        OutboxTopic.FILES_DISCARDED,
        files,
        village_id=outbox.NO_VILLAGE,
        due_at=due_at,
    )


def discard_for_good(work: Work, names: Sequence[str]) -> None:
    """Let the worker remove files now, and once more when whoever is writing one must be done.

    She may have begun before, and be killed before she sees that nobody wants it any more.
    """
    discard(work, names)
    discard(work, names, due_at=work.now + AGAIN_AFTER)


def _remove(ports: Ports, payload: outbox.Payload, _key: str) -> bool:
    """Remove each; what is gone already is removed. False when the store does not answer."""
    try:
        for name in payload["names"]:
            ports.files.remove(name)
    except OSError:
        return False
    return True


def _again_unless(work: Work, payload: outbox.Payload, is_removed: bool) -> None:  # noqa: FBT001 - the outbox hands it over
    if not is_removed:
        discard(work, payload["names"], due_at=work.now + AGAIN_AFTER)


DISCARD = outbox.Outside(send=_remove, record=_again_unless)
"""How files leave their store (outbox topic FILES_DISCARDED); twice does no harm."""
