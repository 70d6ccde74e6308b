"""The archive: a plain tar of parts, each hashed, with the signed manifest as its last word."""

import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from server.adapters.backups.manifest import Manifest, Part
from server.adapters.backups.refusals import BackupRefused
from server.adapters.field_cipher import AesFieldCipher

Progress = Callable[[int, int], object]
"""Called with how much is done, and how much there is."""

MANIFEST, SIGNATURE = "manifest.json", "manifest.mac"
_MANIFEST_BYTES_MAX = 16 * 1024 * 1024
_CHUNK = 1024 * 1024


class _Hashing(io.RawIOBase):
    """Hashes what is read through it, and says how far it is."""

    def __init__(self, file: IO[bytes], advance: Callable[[int], None]) -> None:
        self._file = file
        self._advance = advance
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self._hash.update(chunk)
        self._advance(len(chunk))
        return chunk

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def _counter(total: int, progress: Progress) -> Callable[[int], None]:
    done = 0

    def advance(amount: int) -> None:
        nonlocal done
        done += amount
        progress(done, total)

    return advance


def pack(
    file: Path,
    parts: Mapping[str, Path],
    describe: Callable[[dict[str, Part]], Manifest],
    cipher: AesFieldCipher,
    progress: Progress,
) -> None:
    """Write an archive, readable by its owner only, and wait until the disk has it.

    The service goes on meanwhile: a file in a folder that it has removed since is left out.
    """
    advance = _counter(sum(_size(path) for path in parts.values()), progress)
    with file.open("xb") as raw:
        file.chmod(0o600)
        with tarfile.open(fileobj=raw, mode="w") as archive:
            packed = dict(_packed(archive, parts, advance))
            body, signature = describe(packed).sealed(cipher)
            _add_text(archive, MANIFEST, body)
            _add_text(archive, SIGNATURE, signature.encode())
        raw.flush()
        os.fsync(raw.fileno())


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _packed(
    archive: tarfile.TarFile, parts: Mapping[str, Path], advance: Callable[[int], None]
) -> Iterator[tuple[str, Part]]:
    for name, path in parts.items():
        try:
            yield name, _add(archive, name, path, advance)
        except FileNotFoundError:
            if "/" not in name:
                raise


def _add(archive: tarfile.TarFile, name: str, path: Path, advance: Callable[[int], None]) -> Part:
    with path.open("rb") as file:
        member = tarfile.TarInfo(name)
        member.size, member.mode = os.fstat(file.fileno()).st_size, 0o600
        hashing = _Hashing(file, advance)
        archive.addfile(member, hashing)
    return Part(size=member.size, sha256=hashing.hexdigest())


def _add_text(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(body), 0o600
    archive.addfile(member, io.BytesIO(body))


@dataclass(frozen=True)
class OpenedArchive:
    """An archive whose manifest is ours and whose parts have harmless names."""

    manifest: Manifest
    members: dict[str, tarfile.TarInfo]
    archive: tarfile.TarFile

    def unpack(self, folder: Path, progress: Progress) -> None:
        """Write every part below `folder`. Raises BackupRefused when one is not what it was."""
        parts = self.manifest.parts
        advance = _counter(sum(part.size for part in parts.values()), progress)
        for name, part in parts.items():
            target = folder / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            is_as_long = self.members[name].size == part.size
            if not is_as_long or self._write(name, target, advance) != part.sha256:
                raise BackupRefused(f"{name} 和备份时不一样 / {name} is not what was backed up")

    def _write(self, name: str, target: Path, advance: Callable[[int], None]) -> str:
        content = self.archive.extractfile(self.members[name])
        if content is None:
            raise BackupRefused(f"{name} 不是文件 / {name} is not a file")
        hashing = _Hashing(content, advance)
        with target.open("xb") as file:
            target.chmod(0o600)
            while chunk := hashing.read(_CHUNK):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return hashing.hexdigest()


@contextmanager
def opened(file: Path, cipher: AesFieldCipher) -> Iterator[OpenedArchive]:
    """Open an archive for restoring. Raises BackupRefused when it is not ours or not whole."""
    try:
        with tarfile.open(file, "r:") as archive:
            yield _checked(archive, cipher)
    except (tarfile.TarError, EOFError):
        raise BackupRefused(f"不是完整的备份 / cut off, or not a backup: {file}") from None


def _checked(archive: tarfile.TarFile, cipher: AesFieldCipher) -> OpenedArchive:
    members: dict[str, tarfile.TarInfo] = {}
    for member in archive.getmembers():
        if not member.isreg() or not _is_harmless(member.name) or member.name in members:
            raise BackupRefused(f"备份里混进了别的东西 / something else is in it: {member.name!r}")
        members[member.name] = member
    body, signature = (_text(archive, members.pop(name, None)) for name in (MANIFEST, SIGNATURE))
    manifest = Manifest.read(body, signature.decode(errors="replace"), cipher)
    if manifest.parts.keys() != members.keys():
        raise BackupRefused("备份里的文件和清单不符 / the parts are not those of the manifest")
    return OpenedArchive(manifest, members, archive)


def _is_harmless(name: str) -> bool:
    """Tell whether a part stays below the folder it is unpacked into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and str(path) == name


def _text(archive: tarfile.TarFile, member: tarfile.TarInfo | None) -> bytes:
    content = archive.extractfile(member) if member else None
    if member is None or content is None or member.size > _MANIFEST_BYTES_MAX:
        raise BackupRefused("没有清单，可能没传完 / it has no manifest; it may be cut off")
    return content.read()
