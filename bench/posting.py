"""What confirming claims costs, as ratios of one run: `make bench`.

Four contenders confirm fresh claims in lots of 1, 10 and 50, one after the other in every round, in
turns forwards and backwards: the service over HTTP (gunicorn, eight clients with connections of
their own) on PostgreSQL and on SQLite, pgbench with eight clients calling one function that writes
the same rows into the same tables, and a loop over `sqlite3` that does so, too. Both databases
write to disk with fsync on, beside everything else on the same cores; all traffic is on loopback.

How to read it: rates of different runs cannot be compared, ratios within a round can. `to L` is the
rate relative to pgbench confirming one by one in that round; `to own` is relative to the bare
database (pgbench, or the raw loop) with lots of the same size: what HTTP and Python cost. CPU is of
the whole trees, by the kernel's count, per claim; it is the steadiest figure. Differences below a
quarter in rates, or 15 % in CPU, are noise. A bench of its own does not take part in any test.
"""

import dataclasses
import json
import os
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.contenders import WARM_UP, Measured, contenders

REPORT = Path("var/bench/confirm.json")
ROUNDS = 5
LOTS = {1: 160, 10: 64, 50: 32}
LOTS_OF_BARE = {1: 1600, 10: 320, 50: 96}
"""How many lots of each size are confirmed in a round; the bare databases are done sooner."""
NAMES = {
    "pgbench": "pgbench, one function",
    "http_postgresql": "HTTP on PostgreSQL",
    "raw_sqlite": "sqlite3 loop",
    "http_sqlite": "HTTP on SQLite",
}
BARE = {"http_postgresql": "pgbench", "http_sqlite": "raw_sqlite"}
Rounds = list[dict[tuple[str, int], Measured]]


def main() -> None:
    """Measure, print the table, keep every figure in a file."""
    load = [os.getloadavg()]
    a_round = sum(size * (lots + LOTS_OF_BARE[size]) for size, lots in LOTS.items())
    with tempfile.TemporaryDirectory(prefix="bayu-bench-", ignore_cleanup_errors=True) as folder:
        say("preparing two databases …")
        with contenders(Path(folder), ROUNDS * a_round + WARM_UP) as four:
            rounds: Rounds = []
            for number in range(ROUNDS):
                cells = [(name, size) for size in LOTS for name in four]
                found = {}
                for name, size in cells if number % 2 == 0 else reversed(cells):
                    say(f"round {number + 1} of {ROUNDS}: {NAMES[name]}, lots of {size} …")
                    lots = LOTS if name in BARE else LOTS_OF_BARE
                    found[name, size] = four[name].measure(size, lots[size])
                rounds.append(found)
    load.append(os.getloadavg())
    say("")
    print(table(rounds))
    print(f"load average before {load[0][0]:.1f}, after {load[1][0]:.1f}; {os.cpu_count()} cores")
    keep(rounds, load)


def say(what: str) -> None:
    """Show what is being done, on one line."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{what}")
    elif what:
        sys.stderr.write(f"{what}\n")
    sys.stderr.flush()


def table(rounds: Rounds) -> str:
    """Return the medians of all rounds, with the least and the most of the ratios."""
    lines = [
        "| who confirms | lots of | claims/s | to L | to own | app CPU µs | database CPU µs |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, label in NAMES.items():
        for size in LOTS:
            own = [one[name, size] for one in rounds]
            to_yardstick = spread([one[name, size].rate / one["pgbench", 1].rate for one in rounds])
            bare = BARE.get(name, name)
            to_own = spread([one[name, size].rate / one[bare, size].rate for one in rounds])
            cpu = (median(own, lambda one: one.app), median(own, lambda one: one.database))
            rate = median(own, lambda one: one.rate)
            lines.append(
                f"| {label} | {size} | {rate:.0f} | {to_yardstick} | {to_own}"
                f" | {cpu[0]:.0f} | {cpu[1]:.0f} |"
            )
    return "\n".join(lines)


def median(found: Sequence[Measured], what: Callable[[Measured], float]) -> float:
    """Return the median of a figure over the rounds."""
    return statistics.median(map(what, found))


def spread(ratios: Sequence[float]) -> str:
    """Return a median with the least and the most: `0.12 [0.10–0.15]`."""
    return f"{statistics.median(ratios):.2f} [{min(ratios):.2f}–{max(ratios):.2f}]"


def keep(rounds: Rounds, load: Sequence[tuple[float, float, float]]) -> None:
    """Write every figure of every round to a file."""
    figures: dict[str, list[dict[str, float]]] = defaultdict(list)
    for one in rounds:
        for (name, size), measured in one.items():
            figures[f"{name}/{size}"].append(dataclasses.asdict(measured))
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    report = {"load_average": load, "cores": os.cpu_count(), "rounds": figures}
    REPORT.write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
