"""How many may wait on WeChat, and for how long: two threads of a process, 6.5 seconds in all."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TypeVar

from server.adapters.wechat.failures import Lost, NotAsked

Answer = TypeVar("Answer")

PLACES = 2
EXCHANGE_SECONDS = 6.5
"""For the token, the wait for another's refresh, the call and its one replay together."""
_WORTH_ASKING_SECONDS = 0.05
_SOON_SECONDS = 2


class Budget:
    """The time one exchange may take, counted from its beginning."""

    def __init__(self, seconds: float = EXCHANGE_SECONDS) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left. Raises NotAsked when it is not worth asking."""
        left = self._ends - time.monotonic()
        if left < _WORTH_ASKING_SECONDS:
            raise NotAsked
        return left

    def pause(self, seconds: float) -> None:
        """Wait a little. Raises NotAsked when the time is up."""
        time.sleep(min(seconds, self.left()))


class Gate:
    """Two threads of this process talk to WeChat; whoever comes meanwhile is refused at once.

    The caller waits for them until his time is up, whatever hangs: a name server, a handshake, an
    answer that dribbles. A place is free again when its thread has really ended.
    """

    def __init__(self, places: int = PLACES) -> None:
        self._free = BoundedSemaphore(places)
        self._threads = ThreadPoolExecutor(places, thread_name_prefix="wechat")

    def pass_through(self, ask: Callable[[Budget], Answer], budget: Budget) -> Answer:
        """Let `ask` talk to WeChat. Raises NotAsked when no place is free, Lost after the time."""
        seconds = budget.left()
        if not self._free.acquire(blocking=False):
            raise NotAsked(seconds=_SOON_SECONDS)
        exchange = self._threads.submit(self._take_place, ask, budget)
        try:
            return exchange.result(seconds)
        except TimeoutError:
            raise Lost from None

    def _take_place(self, ask: Callable[[Budget], Answer], budget: Budget) -> Answer:
        try:
            return ask(budget)
        finally:
            self._free.release()  # before the caller has his answer, who may come again at once
