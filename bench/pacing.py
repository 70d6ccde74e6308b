"""Calls at a steady pace, whatever the answers take, and how long each one took."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Timed:
    """One call: seconds from when it was due to its answer, and what the answer was."""

    seconds: float
    outcome: str


@dataclass(frozen=True)
class Pace:
    """So many clients, each of which calls every so many seconds.

    Who was kept waiting makes up for the calls that fell due meanwhile, or lets them go.
    """

    clients: int
    every: float
    makes_up: bool = True

    def keep(
        self, seconds: float, client: Callable[[int], Callable[[], str]]
    ) -> Callable[[], list[Timed]]:
        """Start the clients, each made from its number; return what waits for all they timed."""
        calls = [client(number) for number in range(self.clients)]
        timed: list[list[Timed]] = [[] for _ in calls]
        began = time.perf_counter()

        def work(number: int) -> None:
            due = began + self.every * number / self.clients
            while due < began + seconds:
                time.sleep(max(0.0, due - time.perf_counter()))
                outcome = calls[number]()
                timed[number].append(Timed(time.perf_counter() - due, outcome))
                due += self.every
                due = due if self.makes_up else max(due, time.perf_counter())

        threads = [threading.Thread(target=work, args=(number,)) for number in range(self.clients)]
        for thread in threads:
            thread.start()

        def finish() -> list[Timed]:
            for thread in threads:
                thread.join()
            return [one for of_client in timed for one in of_client]

        return finish
