"""What the second wall costs, as ratios of one run: `python -m bench.walls`.

A city of 11,270 villages, 50,000 households and 200,000 claims on PostgreSQL. An officer of the
city, whose transactions carry the ids of all villages, and a chair, whose carry one, ask the same
of the same code in every round: behind the wall, and with row security disabled by the tables'
owner, in turns forwards and backwards. Requests go through the whole app, without a network.

`time` (the least of many, which a busy machine disturbs least) and `CPU` (app and database
together, on average) are what a request takes behind the wall, without it = 1. Only the ratios
within a round compare between machines.
"""

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from bench.load import cpu_seconds
from bench.posting import say, spread
from bench.supply import RULE, Supply, fill
from models.vocabulary import Role
from tests.support.builders import an_officer
from tests.support.postgres import PostgresServer, start_server
from tests.support.service import Caller, PostgresRoom, Service

ROUNDS, TIMES = 4, 12
WARM_UP = 12
"""The driver prepares a statement the fifth time, the database keeps its plan after five more."""
VILLAGES, TOWNS, DISTRICTS, HOUSEHOLDS = 11_270, 1_031, 41, 50_000
_NODES = """
    INSERT INTO organisations (level, name, parent_id, path, zone, created_at)
    SELECT '{level}', '{level}' || n, above.id, above.path || 'n' || n || '/', {zone}, now()
      FROM generate_series(0, {many} - 1) AS n
      JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM organisations
             WHERE level = '{above}') AS above ON above.place = n % {parents}
"""
_PATHS = """
    UPDATE organisations AS o SET path = a.path || o.id || '/'
      FROM organisations AS a WHERE a.id = o.parent_id AND o.level = '{level}' AND o.path ~ 'n'
"""
_SEE_ALL = "SELECT set_config('app.village_ids', array_agg(id)::text, true) FROM organisations"
_HOUSEHOLDS = f"""
    INSERT INTO households (village_id, number, group_name, zone, status, registered_at)
    SELECT v.id, 'N' || n, '一组', 'rural', 'resident', now()
      FROM generate_series(1, {HOUSEHOLDS}) AS n
      JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM organisations
             WHERE level = 'village') AS v ON v.place = 1 + n % {VILLAGES}
"""  # noqa: S608 - constants of this module
_MEMBERS = """
    INSERT INTO members (village_id, household_id, name, relation, joined_at)
    SELECT village_id, id, '王' || id, 'head', now() FROM households WHERE number LIKE 'N%'
"""
_CLAIMS = f"""
    INSERT INTO points_claims (village_id, household_id, rule_id, deed_on, source, quantity, points,
                               note, confirm_level, rule_period, points_year, state, submitted_at)
    SELECT h.village_id, h.id, r.id, DATE '2026-06-01' + n, '', 1, r.points, '', r.confirm_level,
           '2026-06', 2026, 'submitted', now()
      FROM households AS h CROSS JOIN earning_rules AS r CROSS JOIN generate_series(0, 3) AS n
     WHERE h.number LIKE 'N%' AND r.code = '{RULE}'
"""  # noqa: S608 - as above


@dataclass(frozen=True)
class Cost:
    """What one request takes: the least seconds, and seconds of CPU."""

    time: float
    cpu: float


Rounds = list[dict[bool, dict[str, Cost]]]


def main() -> None:
    """Build the city, measure, print the table."""
    with ExitStack() as stack:
        server = stack.enter_context(start_server())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bayu-bench-"))
        room = PostgresRoom.prepare(server, "bench", Path(folder))
        stack.callback(room.close)
        service = room.open()
        service.app.limiter.enabled = False
        say("building a city …")
        lots = 2 * ROUNDS * (TIMES + WARM_UP)
        supply = fill(service, lots * (1 + 50))
        build(room.owner)
        asks = asks_of(service, supply)
        print(table(measure(room.owner, asks, cpu_of(server))))


def build(owner: Engine) -> None:
    """Found the villages beside the one there is, with households and claims."""
    with owner.begin() as connection:
        above = ("city", 1)
        for level, many in (("district", DISTRICTS), ("town", TOWNS), ("village", VILLAGES)):
            zone = "'rural'" if level == "village" else "NULL"
            facts = {"level": level, "many": many, "zone": zone}
            connection.execute(text(_NODES.format(**facts, above=above[0], parents=above[1])))
            connection.execute(text(_PATHS.format(level=level)))
            above = (level, many)
        for statement in (_SEE_ALL, _HOUSEHOLDS, _MEMBERS, _CLAIMS):
            connection.execute(text(statement))
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def asks_of(service: Service, supply: Supply) -> Mapping[str, Callable[[], int]]:
    """Return what is asked, each as a call that returns its status."""
    top = service.scalar("SELECT id FROM organisations WHERE level = 'city'")
    town = service.scalar("SELECT max(id) FROM organisations WHERE level = 'town'")
    village = service.scalar("SELECT min(id) FROM organisations WHERE level = 'village'")
    city = service.sign_in(an_officer(service, Role.CITY_OFFICER, top))
    chair = Caller(service.app, supply.token)
    numbers = itertools.count()

    def found() -> int:
        new = {"parent_id": town, "name": f"新{next(numbers)}村妇联", "zone": "rural"}
        return city.post("/organisations", new).status

    def confirm(size: int) -> int:
        return chair.post("/claims/confirmations", {"claim_ids": [*supply.take(size)]}).status

    return {
        "city: totals of the city": _reads(city, f"/organisations/{top}/totals"),
        "city: workbench": _reads(city, "/workbench"),
        "city: households of a village": _reads(city, "/households", village_id=village),
        "city: found a village": found,
        "chair: totals of the village": _reads(chair, f"/organisations/{village}/totals"),
        "chair: workbench": _reads(chair, "/workbench"),
        "chair: households": _reads(chair, "/households", village_id=village),
        "chair: confirm 1 claim": partial(confirm, 1),
        "chair: confirm 50 claims": partial(confirm, 50),
    }


def measure(
    owner: Engine, asks: Mapping[str, Callable[[], int]], cpu: Callable[[], float]
) -> Rounds:
    """Let everything be asked behind the wall and without it, round by round."""
    rounds: Rounds = []
    for number in range(ROUNDS):
        found: dict[bool, dict[str, Cost]] = {}
        for is_up in (True, False) if number % 2 == 0 else (False, True):
            say(f"round {number + 1} of {ROUNDS}: {'behind the wall' if is_up else 'without'} …")
            _switch(owner, is_up=is_up)
            found[is_up] = {name: cost_of(ask, cpu) for name, ask in asks.items()}
        rounds.append(found)
    say("")
    return rounds


def cost_of(ask: Callable[[], int], cpu: Callable[[], float]) -> Cost:
    """Return what a request takes, once its statements are prepared and planned."""
    for _ in range(WARM_UP):
        _check(ask())
    before, least = cpu(), float("inf")
    for _ in range(TIMES):
        began = time.perf_counter()
        _check(ask())
        least = min(least, time.perf_counter() - began)
    return Cost(least, (cpu() - before) / TIMES)


def cpu_of(server: PostgresServer) -> Callable[[], float]:
    """Return the CPU that this process and the database have used."""
    socket = Path(str(make_url(server.app).query["host"]))
    postmaster = (socket.parent / "data" / "postmaster.pid").read_text().split()[0]
    return lambda: time.process_time() + cpu_seconds(int(postmaster))


def table(rounds: Rounds) -> str:
    """Return the medians of the ratios of all rounds, with the least and the most."""
    lines = ["| who asks | ms behind the wall | time | CPU |", "|---|---|---|---|"]
    for name in rounds[0][True]:
        pairs = [(one[True][name], one[False][name]) for one in rounds]
        took = statistics.median(up.time for up, _ in pairs) * 1_000
        times = spread([up.time / down.time for up, down in pairs])
        cpus = spread([up.cpu / down.cpu for up, down in pairs])
        lines.append(f"| {name} | {took:.0f} | {times} | {cpus} |")
    return "\n".join(lines)


def _reads(caller: Caller, path: str, **query: Any) -> Callable[[], int]:
    return lambda: caller.get(path, **query).status


def _check(status: int) -> None:
    if status not in {200, 201}:
        message = f"answered {status}"
        raise RuntimeError(message)


def _switch(owner: Engine, *, is_up: bool) -> None:
    word = "ENABLE" if is_up else "DISABLE"
    walled = "SELECT tablename FROM pg_policies WHERE policyname = 'wall'"
    with owner.begin() as connection:
        for table_ in connection.scalars(text(walled)).all():
            connection.execute(text(f"ALTER TABLE {table_} {word} ROW LEVEL SECURITY"))


if __name__ == "__main__":
    main()
