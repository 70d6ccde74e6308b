"""What confirming claims costs while WeChat hangs: `python -m bench.hanging_wechat`.

One web process with eight threads on PostgreSQL, which writes to disk; the stand-in is a process of
its own. Eight clients confirm claims one by one at a steady pace, and a call's time counts from
when it was due, so that waiting for a thread counts, too. Beside them, in turns: nobody signs in;
sixteen phones sign in, each every four seconds, and WeChat answers; they try to sign in and every
WeChat call hangs for 30 seconds. Before each turn a sign-in must succeed, so that no circuit is
still open.

How to read it: milliseconds of different runs cannot be compared, ratios within a round can. The
target is that the p99 while WeChat hangs is at most 1.5 times the one while it answers. The ratio
to the quiet turns shows what trying to sign in costs besides; on busy cores that is CPU, not
waiting. A p99 of one round is its second slowest call: differences below a half are noise.
"""

import dataclasses
import itertools
import json
import os
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import requests

from bench.contenders import DURABLE
from bench.load import confirm
from bench.pacing import Pace, Timed
from bench.posting import say, spread
from bench.supply import Supply, fill
from tests.support.nodes import Node, running, wait_until, web_node
from tests.support.ports import free_port
from tests.support.postgres import start_server
from tests.support.service import PostgresRoom

REPORT = Path("var/bench/hanging_wechat.json")
ROUNDS = 8
SECONDS = 10
CONFIRMING = Pace(clients=8, every=0.5)
SIGNING_IN = Pace(clients=16, every=4.0, makes_up=False)
PEOPLE = 200
"""Who sign in one after the other: nobody oftener than is allowed."""
CLAIMS_OF_CLIENT = int(SECONDS / CONFIRMING.every) + 1
CLAIMS = (ROUNDS * 3 + 1) * CONFIRMING.clients * CLAIMS_OF_CLIENT
QUIET, WELL, HANGING = "nobody signs in", "WeChat answers", "WeChat hangs"
CONDITIONS = (QUIET, WELL, HANGING)
Rounds = list[dict[str, list[Timed]]]


@dataclasses.dataclass
class Scene:
    """The service, its WeChat, the claims to confirm, and what signing in led to."""

    node: Node
    standin: str
    supply: Supply
    signed_in: dict[str, Counter[str]]
    callers: Iterator[int] = dataclasses.field(default_factory=itertools.count)

    def measure(self, condition: str) -> list[Timed]:
        """Confirm at a pace under a condition."""
        self._recover()
        if condition == HANGING:
            hang = {"path": "*", "kind": "delay", "seconds": 30, "times": 1_000_000}
            self._order("fault", hang)
        if condition == QUIET:
            return CONFIRMING.keep(SECONDS, self._confirming)()
        signing_in = SIGNING_IN.keep(SECONDS, self._signing_in)
        timed = CONFIRMING.keep(SECONDS, self._confirming)()
        self.signed_in[condition].update(one.outcome for one in signing_in())
        return timed

    def _recover(self) -> None:
        """Let WeChat be well, and wait until the service has found it out."""
        self._order("reset", {})
        wait_until(lambda: self._signing_in(0)() == "201")

    def _confirming(self, _: int) -> Callable[[], str]:
        line = HTTPConnection("127.0.0.1", self.node.port, timeout=60)
        claims = iter(self.supply.take(CLAIMS_OF_CLIENT))

        def call() -> str:
            return confirm(line, self.supply.token, [next(claims)]) or "confirmed"

        return call

    def _signing_in(self, _: int) -> Callable[[], str]:
        def call() -> str:
            openid = f"bench-{next(self.callers) % PEOPLE}"
            code = self._order("login-code", {"openid": openid})["code"]
            return str(self.node.call("POST", "/api/v1/sessions", {"code": code}).status)

        return call

    def _order(self, what: str, order: dict[str, object]) -> dict[str, str]:
        answer = requests.post(f"{self.standin}/__ctl/{what}", json=order, timeout=60)
        answer.raise_for_status()
        answered: dict[str, str] = answer.json()
        return answered


def main() -> None:
    """Measure in turns, print the table, keep every figure in a file."""
    load = [os.getloadavg()]
    with tempfile.TemporaryDirectory(prefix="bayu-bench-", ignore_cleanup_errors=True) as folder:
        say("preparing a database …")
        with the_scene(Path(folder)) as scene:
            scene.measure(WELL)  # opens accounts and connections
            for outcomes in scene.signed_in.values():
                outcomes.clear()
            rounds: Rounds = []
            for number in range(ROUNDS):
                turns = CONDITIONS if number % 2 == 0 else reversed(CONDITIONS)
                rounds.append({})
                for condition in turns:
                    say(f"round {number + 1} of {ROUNDS}: {condition} …")
                    rounds[-1][condition] = scene.measure(condition)
            signed_in = scene.signed_in
    load.append(os.getloadavg())
    say("")
    print(table(rounds, signed_in))
    print(f"load average before {load[0][0]:.1f}, after {load[1][0]:.1f}; {os.cpu_count()} cores")
    keep(rounds, signed_in, load)


@contextmanager
def the_scene(folder: Path) -> Iterator[Scene]:
    """Yield everything, started; nothing is left afterwards."""
    port = free_port()
    standin = f"http://127.0.0.1:{port}"
    program = ["tools.wechat_standin", "--port", str(port)]
    with start_server(DURABLE) as server:
        room = PostgresRoom.prepare(server, "bench", folder)
        supply = fill(room.open(), CLAIMS)
        url = server.app_url("bench")
        settings = {"DATABASE_URL": url, "WEB_THREADS": 8, "WECHAT_API_BASE": standin}
        with (
            running(program, folder / "standin"),
            web_node(folder, RATE_LIMITS="off", **settings) as node,
        ):
            wait_until(lambda: answers(standin))
            yield Scene(node, standin, supply, {WELL: Counter(), HANGING: Counter()})
        room.close()


def answers(address: str) -> bool:
    """Tell whether somebody answers there."""
    try:
        return requests.get(address, timeout=5).ok
    except requests.ConnectionError:
        return False


def table(rounds: Rounds, signed_in: dict[str, Counter[str]]) -> str:
    """Return the medians of the rounds, and the ratios with the least and the most."""
    lines = [
        "| meanwhile | p50 ms | p99 ms | to WeChat well | to quiet | all p99 ms | sign-ins |",
        "|---|---|---|---|---|---|---|",
    ]
    for condition in CONDITIONS:
        own = [one[condition] for one in rounds]
        half, most = (
            statistics.median(percentile(each, share) for each in own) for share in (50, 99)
        )
        to_well, to_quiet = (
            spread([percentile(one[condition], 99) / percentile(one[other], 99) for one in rounds])
            for other in (WELL, QUIET)
        )
        pooled = percentile([one for each in own for one in each], 99)
        statuses = ", ".join(f"{n} × {what}" for what, n in signed_in.get(condition, {}).items())
        lines.append(
            f"| {condition} | {half * 1000:.0f} | {most * 1000:.0f} | {to_well} | {to_quiet}"
            f" | {pooled * 1000:.0f} | {statuses} |"
        )
    return "\n".join(lines)


def percentile(timed: list[Timed], share: int) -> float:
    """Return the seconds within which so many of a hundred calls were answered.

    A call that did not confirm spoils the figures, so it ends the bench.
    """
    failed = next((one.outcome for one in timed if one.outcome != "confirmed"), None)
    if failed:
        raise RuntimeError(failed)
    return statistics.quantiles([one.seconds for one in timed], n=100)[share - 1]


def keep(
    rounds: Rounds,
    signed_in: dict[str, Counter[str]],
    load: list[tuple[float, float, float]],
) -> None:
    """Write every time of every round to a file."""
    figures = [
        {condition: [one.seconds for one in timed] for condition, timed in one_round.items()}
        for one_round in rounds
    ]
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    report = {"load_average": load, "cores": os.cpu_count(), "sign_ins": signed_in}
    REPORT.write_text(json.dumps(report | {"rounds": figures}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
