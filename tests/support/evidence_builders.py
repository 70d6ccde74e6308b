"""Photos that phones send, and phones that send them."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image

from server.background import drain_outbox, run_job
from server.registry import OUTBOX_TOPICS
from server.worker import JOBS
from tests.support.service import Answer, Caller, Service

COARSE = (12, 9)


def a_picture(number: int = 0, *, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Return a picture that shows something else for every number."""
    tints = Random(number).randbytes(3 * COARSE[0] * COARSE[1])
    return Image.frombytes("RGB", COARSE, tints).resize(size, Image.Resampling.BICUBIC)


def as_jpeg(picture: Image.Image, **options: Any) -> bytes:
    """Return the bytes of a picture as a phone sends them."""
    kept = BytesIO()
    picture.save(kept, "JPEG", **options)
    return kept.getvalue()


def a_photo(number: int = 0, *, chunks: int = 1) -> bytes:
    """Return the bytes of a photo that comes in so many chunks."""
    content = as_jpeg(a_picture(number))
    return content if chunks == 1 else _padded(content, 65_536 * (chunks - 1) + 9)


def _padded(content: bytes, length: int) -> bytes:
    """Make a JPEG longer by comments behind its first marker, which no reader minds."""
    missing, comments = length - len(content), b""
    while missing > 0:
        size = min(missing, 60_000)
        size = size if missing - size not in range(1, 5) else size - 5
        comments += b"\xff\xfe" + (size - 2).to_bytes(2, "big") + b" " * (size - 4)
        missing -= size
    return content[:2] + comments + content[2:]


def hash_of(content: bytes) -> str:
    """Return how an act names a photo."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Phone:
    """Somebody who sends photos of a household, her own unless it is named."""

    caller: Caller
    household_id: int | None = None

    def open(self, content: bytes, **other: Any) -> Answer:
        """Announce a photo."""
        body = {"sha256": hash_of(content), "bytes": len(content)}
        if self.household_id is not None:
            body["household_id"] = self.household_id
        return self.caller.post("/uploads", body | other)

    def put(self, upload: dict[str, Any], content: bytes, position: int) -> Answer:
        """Send one chunk."""
        size = upload["chunk_bytes"]
        part = content[position * size : (position + 1) * size]
        return self.caller.put_bytes(f"/uploads/{upload['id']}/chunks/{position}", part)

    def complete(self, upload: dict[str, Any]) -> Answer:
        """Ask for the receipt."""
        return self.caller.post(f"/uploads/{upload['id']}/completion")

    def announce(self, content: bytes, *, but: Iterable[int] = ()) -> dict[str, Any]:
        """Open an upload and send its chunks, some of which are lost on the way."""
        upload: dict[str, Any] = self.open(content).body
        lost = set(but)
        for position in range(upload["chunks"]):
            if position not in lost:
                assert self.put(upload, content, position).status == 204
        return upload

    def send(self, content: bytes) -> dict[str, Any]:
        """Send a photo and return its receipt."""
        answer = self.complete(self.announce(content))
        assert answer.status == 200, answer.body
        receipt: dict[str, Any] = answer.body
        return receipt


def run_jobs(service: Service, *names: str) -> None:
    """Let the worker run periodic jobs and then do what is due."""
    for name in names:
        run_job(service.app.transactions, name, JOBS[name])
    drain_outbox(service.app.transactions, OUTBOX_TOPICS)
