"""The journal of closings: who closed her account, kept where no restore reaches.

A backup from before brings her back; what stands here closes her account again. An entry is a name
of a file without contents: her number, and the instant her account began, because numbers that an
older backup has not given yet are given anew.
"""

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from server.domains.identity import service as identity
from server.kernel.files import FileStore
from server.kernel.ports import Ports
from server.kernel.work import Work

FOLDER = "closings"
_ENTRY = re.compile(rf"{FOLDER}/(\d+)-(\d+)")
_EPOCH = datetime.fromtimestamp(0, UTC)
_TICK = timedelta(microseconds=1)


def list_closings(work: Work) -> Collection[str]:
    """Return the entries of everybody who closed her account."""
    return [
        f"{FOLDER}/{person_id}-{(began - _EPOCH) // _TICK}"
        for person_id, began in identity.list_closed(work)
    ]


def note_closings(ports: Ports, entries: Iterable[str]) -> None:
    """Keep what the installation's journal does not hold yet."""
    keep_closings(ports.journal, entries)


def keep_closings(journal: FileStore, entries: Iterable[str]) -> None:
    """Keep what a journal does not hold yet."""
    for entry in set(entries) - set(read_closings(journal)):
        journal.put(entry, b"")


def read_closings(journal: FileStore) -> Collection[str]:
    """Return all entries of a journal."""
    return journal.names(FOLDER)


def list_reopened(work: Work, entries: Iterable[str]) -> list[int]:
    """Return who is here again although the journal says that she closed her account."""
    told = (found.groups() for entry in entries if (found := _ENTRY.fullmatch(entry)))
    return sorted(
        int(person_id)
        for person_id, began in told
        if identity.is_open(work, int(person_id), _EPOCH + int(began) * _TICK)
    )
