"""What 200 photos at once cost in memory: `python -m bench.uploads [photos] [width] [height]`.

Two web processes with eight threads each on PostgreSQL, photos in a local folder. As many people as
there are photos send one each, all at once, through the real routes: chunk by chunk, then the
completion, again whenever they are asked to wait. Meanwhile the memory of the whole tree is looked
at twenty times a second, and what the readers of pictures have of it. A photo has 12 megapixels
unless its size is given; `200 8000 5000` sends the largest ones that may come in.

How to read it: RSS counts pages that processes share in each of them, so the sum is too high rather
than too low. A reader may take 1 GiB of addresses, and each web process starts two at most.
"""

import hashlib
import json
import os
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any

import psutil

from bench.contenders import DURABLE
from bench.posting import say
from server.domains.identity import service as identity
from tests.support.builders import a_household, a_resident, a_village
from tests.support.nodes import web_node
from tests.support.postgres import start_server
from tests.support.service import PostgresRoom, Service
from tests.support.yards import a_yard

PROCESSES, THREADS = 2, 8
LOOKS_A_SECOND = 20
MEGABYTE = 1024**2


def main(photos: str = "200", width: str = "4000", height: str = "3000") -> None:
    """Send, watch, print."""
    with tempfile.TemporaryDirectory(prefix="bayu-bench-", ignore_cleanup_errors=True) as name:
        folder, photo = Path(name), a_large_photo(int(width), int(height))
        with start_server(DURABLE) as server:
            room = PostgresRoom.prepare(server, "bench", folder)
            say("registering people …")
            tokens = people(room.open(), int(photos))
            settings = {"DATABASE_URL": server.app_url("bench"), "RATE_LIMITS": "off"}
            settings |= {"WEB_PROCESSES": str(PROCESSES), "WEB_THREADS": str(THREADS)}
            with web_node(folder, **settings) as node:
                measure(node.process.pid, node.port, tokens, photo)
            room.close()


def people(service: Service, number: int) -> list[str]:
    """Return the tokens of so many residents, each of a household of her own."""
    service.clock.instant = datetime.now(UTC) - timedelta(minutes=1)
    village_id = a_village(service)
    residents = [a_resident(service, a_household(service, village_id)) for _ in range(number)]
    return [
        service.run(lambda work, who=who: identity.open_session(work, who)).token
        for who in residents
    ]


def a_large_photo(width: int, height: int) -> bytes:
    """Return a photo as a camera makes it, before a phone makes it smaller."""
    file = BytesIO()
    a_yard(1).resize((width, height)).save(file, "JPEG", quality=70)
    return file.getvalue()


def measure(pid: int, port: int, tokens: list[str], photo: bytes) -> None:
    """Let everybody send at once and print what it took."""
    memory = Memory(psutil.Process(pid))
    memory.look()
    idle = memory.most["in all"]
    say(f"sending {len(tokens)} photos of {len(photo) / 1000:.0f} KB …")
    began = time.perf_counter()
    with memory.watched(), ThreadPoolExecutor(len(tokens)) as threads:
        senders = [Sender(port, token, photo, n) for n, token in enumerate(tokens)]
        waits = list(threads.map(Sender.send, senders))
    seconds = time.perf_counter() - began
    say("")
    asked, completed = sum(map(bool, waits)), len(waits)
    print(f"{completed} receipts in {seconds:.0f} s; {asked} people were asked to wait,")
    print(f"  {statistics.mean(waits):.1f} times on average, {max(waits)} times at most")
    print(f"idle {idle / MEGABYTE:.0f} MB RSS in all")
    for name, most in memory.most.items():
        print(f"most {name}: {most / MEGABYTE:.0f} MB")
    print(f"readers at once: {memory.readers} at most; load average {os.getloadavg()[0]:.1f}")


@dataclass
class Memory:
    """The most memory that a tree of processes had, and its largest members."""

    root: psutil.Process
    most: Counter[str] = field(default_factory=Counter)
    readers: int = 0

    def look(self) -> None:
        """Look once."""
        web, readers = [], []
        for process in [self.root, *self.root.children(recursive=True)]:
            try:
                is_reader = any(word.endswith("reader.py") for word in process.cmdline())
                (readers if is_reader else web).append(process.memory_info().rss)
            except psutil.NoSuchProcess:
                continue
        self.readers = max(self.readers, len(readers))
        now = {"in all": sum(web + readers), "of a web process": max(web)}
        now["of a reader"] = max(readers, default=0)
        self.most = Counter({name: max(self.most[name], size) for name, size in now.items()})

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look all the time, until it is over."""
        is_over = threading.Event()

        def watch() -> None:
            while not is_over.wait(1 / LOOKS_A_SECOND):
                self.look()

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            is_over.set()
            watcher.join()


class Sender:
    """Sends one photo over a line of its own; how often she was asked to wait is counted."""

    def __init__(self, port: int, token: str, photo: bytes, number: int) -> None:
        """Make the photo hers by a comment: no two people send the same bytes."""
        comment = f"{number:08}".encode()
        self.photo = photo[:2] + b"\xff\xfe\x00\x0a" + comment + photo[2:]
        self.line = HTTPConnection("127.0.0.1", port, timeout=300)
        self.token = token
        self.waits = 0

    def send(self) -> int:
        """Send it all; return how often she was asked to wait."""
        digest = hashlib.sha256(self.photo).hexdigest()
        announced = {"sha256": digest, "bytes": len(self.photo)}
        upload = self._ask("POST", "", json.dumps(announced).encode())
        size = upload["chunk_bytes"]
        for place in range(upload["chunks"]):
            part = self.photo[place * size : (place + 1) * size]
            self._ask("PUT", f"/{upload['id']}/chunks/{place}", part, kind="octet-stream")
        receipt = self._ask("POST", f"/{upload['id']}/completion", b"{}")
        if receipt["sha256"] != digest:
            raise RuntimeError(receipt)
        self.line.close()
        return self.waits

    def _ask(self, method: str, path: str, body: bytes, *, kind: str = "json") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": f"application/{kind}"}
        while True:
            headers["Idempotency-Key"] = uuid.uuid4().hex
            self.line.request(method, f"/api/v1/uploads{path}", body, headers)
            response = self.line.getresponse()
            answer: dict[str, Any] = json.loads(response.read() or b"{}")
            if response.status < 400:  # noqa: PLR2004 - it went well
                return answer
            if "seconds" not in answer:
                raise RuntimeError(answer)
            self.waits += 1
            time.sleep(answer["seconds"])


if __name__ == "__main__":
    main(*sys.argv[1:])
