"""Runs one PostgreSQL server for as long as the lock on its room is held, then removes both.

A program of its own (`python -I postgres_guard.py ROOM BINARIES USER`), so that it outlives a test
run that was killed: the kernel gives it the lock the moment the run is gone, however it went.
It imports nothing but the standard library.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "dynamic_shared_memory_type": "mmap",  # files in the room: a kill leaves none elsewhere
    "timezone": "UTC",
}
STOP_SECONDS = 5
START_SECONDS = 20
LOOK_SECONDS = 0.05


def main(room: Path, binaries: Path, user: str | None) -> None:
    """Serve until the lock on the room is free. Leaves the file `ready` or `failed` in the room."""
    os.setsid()
    signal.signal(signal.SIGTERM, _leave)
    try:
        _initialise(room, binaries, user)
        server = _serve(room, binaries, user)
    except (OSError, subprocess.CalledProcessError):
        (room / "failed").touch()
        raise
    try:
        is_ready = _is_ready(room, server)
        (room / ("ready" if is_ready else "failed")).touch()
        while not _has_ended(room):
            if is_ready and server.poll() is not None:  # stopped by a test: as an init would
                server = _serve(room, binaries, user)
            time.sleep(LOOK_SECONDS)
    finally:
        _stop(server)
        shutil.rmtree(room, ignore_errors=True)


def _leave(signum: int, frame: FrameType | None) -> None:
    del frame
    raise SystemExit(128 + signum)


def _initialise(room: Path, binaries: Path, user: str | None) -> None:
    data = room / "data"
    data.mkdir()
    if user is not None:
        shutil.chown(data, user)
        shutil.chown(room / "socket", user)
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    options += ["--no-sync", "--no-data-checksums", "--no-instructions"]
    subprocess.run([binaries / "initdb", "-D", data, *options], check=True, user=user, cwd=data)


def _serve(room: Path, binaries: Path, user: str | None) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"unix_socket_directories": str(room / "socket")} | _wanted(room)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    data = room / "data"
    return subprocess.Popen([binaries / "postgres", "-D", data, *options], user=user, cwd=data)


def _wanted(room: Path) -> dict[str, str]:
    """Return what whoever opened the room wants otherwise, one `name=value` a line."""
    wanted = room / "settings"
    lines = wanted.read_text().splitlines() if wanted.exists() else []
    return dict(line.split("=", 1) for line in lines)


def _is_ready(room: Path, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server takes connections; False when it will not."""
    deadline = time.monotonic() + START_SECONDS
    status = room / "data" / "postmaster.pid"
    while not (status.exists() and status.read_text().rstrip().endswith("ready")):
        if server.poll() is not None or time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _has_ended(room: Path) -> bool:
    """Tell whether nobody else holds the lock any more."""
    with (room / "life").open() as life:
        try:
            fcntl.flock(life, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGQUIT)  # the data is thrown away: no checkpoint
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    if os.fork():
        os._exit(0)  # the server belongs to the room, not to the process that started it
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] or None)
