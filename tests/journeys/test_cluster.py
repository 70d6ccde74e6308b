"""Two web nodes and a worker on PostgreSQL and Redis behind a real proxy, each a process.

Nothing that was acknowledged is lost and nothing is done twice while nodes die, stop and come back.
"""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import requests
from limits import parse
from sqlalchemy import Engine, create_engine, text

from server.web.limits import SCANS
from tests.support.nodes import WORKER, Node, running, web_node
from tests.support.ports import free_port
from tests.support.postgres import PostgresServer
from tests.support.proxies import PROXIES, Proxy, proxy
from tests.support.redis import emptied_redis
from tests.support.walls import see_all
from tools.demo.journey import Journey
from tools.demo.stage import DemoFailed, Stage

PATIENCE_SECONDS = 60
TAPS = 3
WRITERS = 3
LETTERS_MAX = 50
UNKNOWN = "/api/v1/codes/" + "a" * 16
pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.timeout(280)]


@dataclass
class Cluster:
    """The installation; a node that was taken down can be started again in its place."""

    folder: Path
    settings: dict[str, str]
    standin: str
    nodes: dict[str, Node]
    proxy: Proxy
    engine: Engine
    processes: ExitStack
    tokens: list[str] = field(default_factory=list)

    def restart(self, name: str) -> None:
        """Start a node again where it was."""
        port = str(self.nodes[name].port)
        node = web_node(self.folder / name, **self.settings, PORT=port)
        self.nodes[name] = self.processes.enter_context(node)

    def stage(self) -> "WatchedStage":
        """Return phones that call the cluster through its proxy."""
        return WatchedStage(self.proxy.address, self.standin, self.proxy.session(), self.tokens)

    def column(self, sql: str) -> list[Any]:
        """Return the first column straight from the database."""
        with self.engine.connect() as connection:
            see_all(connection)
            return list(connection.scalars(text(sql)))


@dataclass(frozen=True)
class WatchedStage(Stage):
    """A stage that remembers every token, to look for it in the logs."""

    tokens: list[str] = field(default_factory=list)

    def token_for(self, name: str, openid: str) -> str:
        """Sign in somebody, again when the node that was asked has died.

        No proxy sends a sign-in twice: it has no key, and WeChat's code is good for one.
        """
        for _ in range(TAPS):
            with suppress(DemoFailed):
                token = super().token_for(name, openid)
                self.tokens.append(token)
                return token
        pytest.fail(f"{name} cannot sign in")


@pytest.fixture(scope="module")
def cluster(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    name = f"bayu_cluster_{uuid.uuid4().hex[:8]}"
    postgres_server.create_database(name)
    with ExitStack() as processes:
        processes.callback(postgres_server.drop_database, name)
        settings = {
            "DATABASE_URL": postgres_server.app_url(name),
            "DATABASE_OWNER_URL": postgres_server.owner_url(name),
            "REDIS_URL": processes.enter_context(emptied_redis()),
            "WECHAT_API_BASE": f"http://127.0.0.1:{(standin_port := free_port())}",
            "TRUSTED_PROXIES": "1",
            "WEB_PROCESSES": "2",
            "WEB_THREADS": "4",
            "LOG_FORMAT": "json",
        }
        yield processes.enter_context(start(folder, settings, standin_port))


@contextmanager
def start(folder: Path, settings: dict[str, str], standin_port: int) -> Iterator[Cluster]:
    steps = ["migrate", "load-reference", "load-demo"]
    with running(["tools.run.prepare", *steps], folder / "prepare", **settings) as preparation:
        assert preparation.process.wait(PATIENCE_SECONDS) == 0, preparation.told()
    standin = ["tools.wechat_standin", "--port", str(standin_port)]
    standin += ["--database-url", settings["DATABASE_OWNER_URL"]]
    with ExitStack() as processes:
        processes.enter_context(running(standin, folder / "standin"))
        processes.enter_context(running(WORKER, folder / "worker", **settings))
        nodes = {
            name: processes.enter_context(web_node(folder / name, **settings)) for name in "ab"
        }
        ports = [node.port for node in nodes.values()]
        front = processes.enter_context(proxy(PROXIES[-1], folder / "proxy", ports))
        engine = create_engine(settings["DATABASE_OWNER_URL"])
        processes.callback(engine.dispose)
        address = f"http://127.0.0.1:{standin_port}"
        yield Cluster(folder, settings, address, nodes, front, engine, processes)


class Writer(threading.Thread):
    """A resident who writes letters and sends each again until it is acknowledged."""

    def __init__(self, stage: Stage, openid: str) -> None:
        super().__init__(daemon=True)
        self._stage, self._openid = stage, openid
        self._token = ""
        self._enough = threading.Event()
        self.sent: list[str] = []
        self.acknowledged: list[str] = []
        self.faults: list[str] = []
        self.repeats = 0

    def run(self) -> None:
        while len(self.sent) < LETTERS_MAX and not self._enough.wait(0.1):
            letter = f"路灯坏了 {uuid.uuid4().hex}"
            self.sent.append(letter)
            self._send(letter, uuid.uuid4().hex)

    def stop(self) -> None:
        self._enough.set()
        self.join()

    def _send(self, letter: str, key: str) -> None:
        body = {"kind": "suggestion", "text": letter}
        while letter not in self.acknowledged:
            headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": key}
            try:
                answer = self._stage.http.post(
                    f"{self._stage.web}/api/v1/feedback", json=body, headers=headers, timeout=40
                )
                self._judge(letter, answer)
            except (requests.RequestException, DemoFailed):
                self._try_again()

    def _judge(self, letter: str, answer: requests.Response) -> None:
        if answer.status_code == HTTPStatus.CREATED:
            self.acknowledged.append(letter)
        elif answer.status_code == HTTPStatus.UNAUTHORIZED:  # the mission moved the clock
            self._token = self._stage.sign_in(self._openid, self._openid).token
        elif answer.status_code in {HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE}:
            self._try_again()
        else:
            self.faults.append(answer.text)
            self.acknowledged.append(letter)

    def _try_again(self) -> None:
        self.repeats += 1
        time.sleep(0.05)


@contextmanager
def writing(cluster: Cluster) -> Iterator[list[Writer]]:
    writers = [
        Writer(cluster.stage(), f"demo-rural-household-{number:03}")
        for number in range(1, WRITERS + 1)
    ]
    for writer in writers:
        writer.start()
    yield writers
    for writer in writers:
        writer.stop()


def test_the_mission_goes_on_while_nodes_die_stop_and_come_back(cluster: Cluster) -> None:
    nodes, told = cluster.nodes, []
    ended: list[int] = []
    disturbances = {
        5: nodes["a"].kill,
        8: lambda: cluster.restart("a"),
        11: lambda: ended.append(nodes["b"].stop()),
        14: lambda: cluster.restart("b"),
    }

    def disturb(line: str) -> None:
        told.append(line)
        disturbances.get(len(told), bool)()

    with writing(cluster) as writers:
        Journey(cluster.stage(), say=disturb).play()

    assert len(told) > max(disturbances)
    assert ended == [0]
    assert [writer.faults for writer in writers] == [[]] * WRITERS
    kept = cluster.column("SELECT text FROM feedback WHERE text LIKE '路灯坏了 %'")
    acknowledged = [letter for writer in writers for letter in writer.acknowledged]
    assert len(acknowledged) >= WRITERS
    assert sorted(kept) == sorted(acknowledged)
    recount(cluster)
    nothing_personal_in_the_logs(cluster)


def recount(cluster: Cluster) -> None:
    with running(["server.cli", "reconcile"], cluster.folder / "r", **cluster.settings) as books:
        assert books.process.wait(PATIENCE_SECONDS) == 0, books.told()


def nothing_personal_in_the_logs(cluster: Cluster) -> None:
    logs = "".join(log.read_text() for log in cluster.folder.glob("*/*.log"))
    logs += "".join(log.read_text() for log in cluster.folder.glob("proxy/*.log"))
    secrets = [
        *cluster.tokens,
        *cluster.column("SELECT name FROM members"),
        *cluster.column("SELECT openid FROM wechat_accounts"),
        *cluster.column("SELECT scene FROM codes"),
        "路灯坏了",
    ]
    assert len(secrets) > len(cluster.tokens) + 1
    assert [word for word in set(secrets) if word in logs] == []
    assert len([line for line in logs.splitlines() if '"route":' in line]) > LETTERS_MAX


def test_a_session_is_known_to_every_node_and_ends_on_all_at_once(cluster: Cluster) -> None:
    token = cluster.stage().sign_in("住户", "demo-rural-household-010").token
    sent = {"Authorization": f"Bearer {token}", "X_Forwarded_For": "203.0.113.1"}
    a, b = cluster.nodes["a"], cluster.nodes["b"]
    before = [node.get("/api/v1/me", **sent).status for node in (a, b)]
    ended = a.call("DELETE", "/api/v1/sessions/current", **sent).status
    after = [node.get("/api/v1/me", **sent).status for node in (b, a)]

    assert (before, ended, after) == ([200, 200], 204, [401, 401])


def test_limits_are_counted_over_all_nodes(cluster: Cluster) -> None:
    allowed = parse(SCANS.allowed).amount
    nodes = [cluster.nodes["a"], cluster.nodes["b"]]
    statuses = [
        nodes[turn % 2].get(UNKNOWN, X_Forwarded_For="203.0.113.2").status
        for turn in range(allowed + 4)
    ]

    assert statuses == [404] * allowed + [429] * 4
    assert nodes[0].get(UNKNOWN, X_Forwarded_For="203.0.113.3").status == 404


def test_metrics_are_each_nodes_own(cluster: Cluster) -> None:
    def asked(name: str) -> float:
        text = cluster.nodes[name].get("/metrics").body
        line = 'bayu_requests_total{method="GET",route="/api/v1/standards",status="200"}'
        found = [row for row in text.splitlines() if row.startswith(line)]
        return float(found[0].rpartition(" ")[2]) if found else 0

    before = asked("a"), asked("b")
    for _ in range(5):
        cluster.nodes["a"].get("/api/v1/standards?zone=rural", X_Forwarded_For="203.0.113.4")

    assert (asked("a") - before[0], asked("b") - before[1]) == (5, 0)
