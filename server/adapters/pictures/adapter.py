"""The `Pictures` port: each picture is decoded by a process of its own, a few at a time."""

import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from server.adapters.pictures import fingerprints
from server.adapters.pictures.gate import Gate
from server.kernel.pictures import UPLOAD_BYTES_MAX, Picture, PictureBusy, PictureRefused

READER = Path(__file__).with_name("reader.py")
SECONDS_MAX = 10.0


class PillowPictures:
    """Starts a fresh interpreter for every picture; threads may share it.

    A process ends with its picture: whatever a hostile file made of it is over, and can reach
    neither the next picture nor this process. Its limits are its own (`reader.py`).
    """

    def __init__(
        self, gate: Gate | None = None, *, reader: Path = READER, seconds: float = SECONDS_MAX
    ) -> None:
        """Read as many at once as the gate lets in, each for so many seconds at most."""
        self._gate = gate or Gate()
        self._reader = reader
        self._seconds = seconds

    def read(self, upload: bytes) -> Picture:
        """Return the picture made anew. Raises PictureRefused, PictureBusy."""
        if len(upload) > UPLOAD_BYTES_MAX:
            raise PictureRefused("too-many-bytes")
        with self._gate.place():
            line, _, rest = self._answer_to(upload).partition(b"\n")
        answer = json.loads(line)
        if reason := answer.get("refused"):
            raise PictureRefused(reason)
        content, look = rest[: answer["bytes"]], rest[answer["bytes"] :]
        width, height = answer["size"]
        return Picture(content, width, height, fingerprints.of(look))

    def look_alike(self, fingerprint: str, others: dict[int, str]) -> list[int]:
        """Return the ids of those among others that show the same, the likest first."""
        return fingerprints.look_alike(fingerprint, others)

    def _answer_to(self, upload: bytes) -> bytes:
        """Return what the reader answers. The file, not a pipe, bounds how much it may say."""
        with tempfile.TemporaryFile() as answer:
            try:
                ended = subprocess.run(  # noqa: S603 - our own program
                    [sys.executable, "-I", self._reader],
                    input=upload,
                    stdout=answer,
                    timeout=self._seconds,
                    env={},
                    cwd="/",
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise PictureBusy from None  # it has used less CPU than it may: others have it
            _refuse_what_killed_it(ended.returncode)
            answer.seek(0)
            return answer.read()


def _refuse_what_killed_it(returncode: int) -> None:
    if returncode > 0:
        message = "the reader of pictures does not work on this machine"
        raise RuntimeError(message)
    if returncode < 0:
        raise PictureRefused("too-slow" if returncode == -signal.SIGXCPU else "damaged")
