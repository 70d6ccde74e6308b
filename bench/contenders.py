"""The four who confirm the same claims, on databases of their own that write to disk."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from sqlalchemy.engine import URL, make_url

from bench import yardstick
from bench.load import confirm_over_http, cpu_seconds
from bench.supply import Supply, fill
from server.domains.points import service as points
from tests.support.nodes import Node, web_node
from tests.support.postgres import PostgresServer, connect, start_server, wheel
from tests.support.service import PostgresRoom, Service, SqliteRoom

CLIENTS = 8
WARM_UP = 400
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@dataclass(frozen=True)
class Measured:
    """One contender with lots of one size in one round: claims a second, and CPU µs a claim."""

    rate: float
    app: float
    database: float


@dataclass(frozen=True)
class Contender:
    """Confirms claims and returns seconds; `rest` is called before, the counters tell CPU used."""

    confirm: Callable[[range, int], float]
    supply: Supply
    rest: Callable[[], None]
    app_cpu: Callable[[], float]
    database_cpu: Callable[[], float]

    def measure(self, size: int, lots: int) -> Measured:
        """Confirm fresh claims in lots of one size."""
        self.rest()
        claims = size * lots
        ids = self.supply.take(claims)
        app, database = self.app_cpu(), self.database_cpu()
        seconds = self.confirm(ids, size)
        micro = 1e6 / claims
        return Measured(
            claims / seconds,
            (self.app_cpu() - app) * micro,
            (self.database_cpu() - database) * micro,
        )


@contextmanager
def contenders(folder: Path, claims: int) -> Iterator[dict[str, Contender]]:
    """Yield all four, each database filled with so many claims; nothing is left afterwards."""
    with ExitStack() as stack:
        server = stack.enter_context(start_server(DURABLE))
        found = stack.enter_context(_on_postgresql(server, folder / "postgresql", claims))
        yield found | stack.enter_context(_on_sqlite(folder / "sqlite", claims))


@contextmanager
def _on_postgresql(
    server: PostgresServer, folder: Path, claims: int
) -> Iterator[dict[str, Contender]]:
    room = PostgresRoom.prepare(server, "bench", folder)
    service = room.open()
    supply = fill(service, claims)
    app_url = server.app_url("bench")
    superuser = make_url(app_url).set(username="postgres")
    _run_as(superuser, *yardstick.INSTALL)
    socket = Path(str(superuser.query["host"]))
    postmaster = (socket.parent / "data" / "postmaster.pid").read_text().split()[0]
    database_cpu = _tree(int(postmaster))

    def bare(ids: range, size: int) -> float:
        _run_as(superuser, "SELECT setval('bench_lots', 0, false)")
        variables = {"actor": supply.chair, "first": ids[0], "size": size}
        pgbench = wheel() / "pginstall" / "bin" / "pgbench"
        environ = {"PGHOST": str(socket), "PGUSER": "bayu_app", "PGDATABASE": "bench"}
        return yardstick.run_pgbench(pgbench, environ, variables, CLIENTS, len(ids) // size)

    def rest() -> None:
        _run_as(superuser, "ANALYZE", "CHECKPOINT")

    settings = {"DATABASE_URL": app_url, "WEB_PROCESSES": 2, "WEB_THREADS": 4}
    with web_node(folder, RATE_LIMITS="off", **settings) as node:
        over_http = _over_http(node, supply)
        app_cpu = _tree(node.process.pid)
        yield {
            "pgbench": Contender(bare, supply, rest, _nothing, database_cpu),
            "http_postgresql": Contender(over_http, supply, rest, app_cpu, database_cpu),
        }
    _recount(service)
    room.close()


@contextmanager
def _on_sqlite(folder: Path, claims: int) -> Iterator[dict[str, Contender]]:
    folder.mkdir()
    room = SqliteRoom.prepare(folder)
    service = room.open()
    supply = fill(service, claims)
    service.app.transactions.engine.dispose()

    def bare(ids: range, size: int) -> float:
        return yardstick.run_raw_loop(room.file, supply.chair, ids, size)

    def rest() -> None:
        yardstick.checkpoint(room.file)

    settings = {"DATABASE_URL": f"sqlite:///{room.file}"}
    with web_node(folder, RATE_LIMITS="off", **settings) as node:
        over_http = _over_http(node, supply)
        app_cpu = _tree(node.process.pid)
        yield {
            "raw_sqlite": Contender(bare, supply, rest, process_time, _nothing),
            "http_sqlite": Contender(over_http, supply, rest, app_cpu, _nothing),
        }
    _recount(service)


def _run_as(url: URL, *statements: str) -> None:
    with connect(url) as connection:
        for statement in statements:
            connection.execute(statement)


def _over_http(node: Node, supply: Supply) -> Callable[[range, int], float]:
    """Return what confirms over HTTP, after some claims that open accounts and connections."""

    def confirm(ids: range, size: int) -> float:
        return confirm_over_http(node.port, supply.token, ids, size, CLIENTS)

    confirm(supply.take(WARM_UP), 10)
    return confirm


def _tree(pid: int) -> Callable[[], float]:
    return lambda: cpu_seconds(pid)


def _nothing() -> float:
    return 0.0


def _recount(service: Service) -> None:
    """Refuse the figures when the books do not balance: everybody must have done the same."""
    mismatches = service.run(lambda work: points.reconcile(work.session), writes=False)
    if mismatches:
        raise RuntimeError(str(mismatches[0]))
