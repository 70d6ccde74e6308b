"""Files in a folder of this machine (or one that all machines mount)."""

import os
import secrets
from pathlib import Path


class LocalFiles:
    """Keeps each file under its name in one folder; nobody else on the machine may read it."""

    def __init__(self, folder: Path) -> None:
        """Keep files under `folder`, which is made when the first one comes."""
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        """Keep a file, whole or not at all: it is written beside its place and then moved there."""
        place = self._place(name)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
        try:
            beside.touch(mode=0o600, exist_ok=False)
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)

    def get(self, name: str) -> bytes | None:
        """Return a file, None when there is none of this name."""
        try:
            return self._place(name).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is removed."""
        self._place(name).unlink(missing_ok=True)

    def names(self, folder: str) -> set[str]:
        """Return the names of all files in a folder, but those that are being written."""
        found = self._place(folder).glob("[!.]*")
        return {f"{folder}/{file.name}" for file in found if file.is_file()}

    def _place(self, name: str) -> Path:
        place = (self._folder / name).resolve()
        if not place.is_relative_to(self._folder.resolve()):
            message = "a name leads out of the folder"
            raise ValueError(message)
        return place
