"""How many pictures a process reads at once, and how many callers wait for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from server.kernel.pictures import PictureBusy

PLACES, WAITING = 2, 2
"""Half of eight threads; the other half serves whoever sends no picture."""
WAIT_SECONDS = 3.0


class Gate:
    """Lets a few in, lets a few wait a little, and refuses the others at once."""

    def __init__(
        self, places: int = PLACES, waiting: int = WAITING, seconds: float = WAIT_SECONDS
    ) -> None:
        self._places = BoundedSemaphore(places)
        self._admitted = BoundedSemaphore(places + waiting)
        self._seconds = seconds

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the places. Raises PictureBusy."""
        if not self._admitted.acquire(blocking=False):
            raise PictureBusy
        try:
            if not self._places.acquire(timeout=self._seconds):
                raise PictureBusy
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._admitted.release()
