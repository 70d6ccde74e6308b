"""Files as the domains see them: bytes under a random name, and links that are good for a while."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


def new_file_name(folder: str, ending: str) -> str:
    """Return a name with 128 random bits, such as `photos/3f…e1.jpg`; it tells nothing."""
    return f"{folder}/{secrets.token_hex(16)}.{ending}"


class FileStore(Protocol):
    """Keeps files by name, for every process of the installation. It is asked outside transactions.

    Whatever the store does, a call ends: OSError when it cannot be reached.
    """

    def put(self, name: str, content: bytes) -> None:
        """Keep a file, whole or not at all; the same name again replaces it."""
        ...

    def get(self, name: str) -> bytes | None:
        """Return a file, None when there is none of this name."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is removed."""
        ...

    def names(self, folder: str) -> Collection[str]:
        """Return the names of all files in a folder."""
        ...


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """What a link shows: a stored file, its media type, and the name it is saved under.

    Where a fetch must be proven, `noted_as` is the number under which it is kept on record.
    """

    name: str
    media_type: str
    saved_as: str
    noted_as: int | None = None


class FileLinks(Protocol):
    """Makes and reads signed links to files; whoever holds one may fetch until it has expired."""

    def link(self, file: LinkedFile, *, until: datetime) -> str:
        """Return an absolute URL that shows a file until an instant."""
        ...

    def once(self, token: str) -> str:
        """Return an absolute URL that hands a file out once; the token is the domain's own."""
        ...

    def open(self, token: str) -> LinkedFile | None:
        """Return what the last part of a link shows; None when it is forged or has expired."""
        ...
