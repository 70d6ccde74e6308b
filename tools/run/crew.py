"""The children of a start: begun together, and none outlives the others or us."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tools.run.refusals import StartRefused

STOP_SECONDS = 12  # the web server lets requests under way end for 10
LOOK_SECONDS = 0.2


class Crew:
    """Processes that live and die together."""

    def __init__(
        self,
        commands: Mapping[str, str],
        environ: Mapping[str, str],
        root: Path,
        *,
        stop_seconds: float = STOP_SECONDS,
    ) -> None:
        self._commands = commands
        self._stop_seconds = stop_seconds
        self._environ = environ
        self._root = root
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start all. Call `stop` afterwards, whatever happens."""
        for name, command in self._commands.items():
            self._children[name] = self._start(command)

    def stop(self) -> None:
        """End them politely, then, after a while, not."""
        self._signal_all(signal.SIGTERM)
        deadline = time.monotonic() + self._stop_seconds
        for child in self._children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0, deadline - time.monotonic()))
        self._signal_all(signal.SIGKILL)
        for child in self._children.values():
            child.wait()

    def require_all_alive(self) -> None:
        """Raise StartRefused when one has ended: half a service is none."""
        for name, child in self._children.items():
            if (code := child.poll()) is not None:
                message = f"{name} 停了，原因见上 / {name} ended ({code}); see above"
                raise StartRefused(message)

    def watch(self) -> None:
        """Wait until one ends, then raise StartRefused."""
        while True:
            self.require_all_alive()
            time.sleep(LOOK_SECONDS)

    def _start(self, command: str) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches us alone, and we can end a child with its children.
        return subprocess.Popen(
            ["/bin/sh", "-c", command], env=self._environ, cwd=self._root, start_new_session=True
        )

    def _signal_all(self, number: signal.Signals) -> None:
        """Signal each child's whole group, which may outlive the child."""
        for child in self._children.values():
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, number)
