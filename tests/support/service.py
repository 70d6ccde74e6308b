"""The service under test: the real app and database, a movable clock, a fake WeChat."""

import re
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.orm import Session

from config.settings import Settings
from server.app import create_app
from server.cli.database import load_all_reference, migrate_database
from server.domains.identity import service as identity
from server.domains.moderation import service as moderation
from server.kernel.actors import SYSTEM, Actor
from server.kernel.clock import CHONGQING
from server.kernel.errors import Unauthenticated
from server.kernel.wechat import (
    SendOutcome,
    SubscriptionMessage,
    TextCheck,
    TextScene,
    Verdict,
    WeChatIdentity,
    WeChatPhone,
)
from server.kernel.work import Work
from server.web.requests import ServiceFlask
from tests.support.emptying import THOROUGH_EVERY, empty
from tests.support.postgres import PostgresServer
from tests.support.walls import see_all

Answered = TypeVar("Answered")

CONNECTIONS = 24
BEGINNING = datetime(2026, 11, 10, 9, 0, tzinfo=CHONGQING)
REFERENCE_TABLES = frozenset(
    {
        "divisions",
        "standard_sets",
        "standards",
        "rule_sets",
        "earning_rules",
        "activity_types",
        "consent_texts",
    }
)


@dataclass
class MovableClock:
    """A clock that stands still until a test moves it."""

    instant: datetime = BEGINNING

    def now(self, session: Session | None = None) -> datetime:
        """Return the instant of the test."""
        del session
        return self.instant

    def advance(self, **amount: float) -> None:
        """Move forward: `advance(days=1, hours=2)`."""
        self.instant += timedelta(**amount)


_PHONE_CODE = re.compile(
    r"[0-9A-Za-z]+-(?P<openid>[0-9A-Za-z]*)-(?:(?P<country>[0-9]+)_)?(?P<number>[0-9]+)"
)


class CodeUsed(Unauthenticated):
    """The fake's word for a replayed code."""

    slug = "wechat-code-invalid"
    title = "登录码失效"


@dataclass
class FakeWeChat:
    """A WeChat port whose codes are "openid" or "openid/unionid", good for one use.

    What it was asked to send is kept in `sent`; `outcomes` and `verdicts` say what comes of the
    next ones, and when they are used up all is well.
    """

    used: set[str] = field(default_factory=set)
    asked_phones: list[tuple[str, str]] = field(default_factory=list)
    sent: list[SubscriptionMessage] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    traces: list[str | None] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    outcomes: list[SendOutcome] = field(default_factory=list)
    verdicts: list[TextCheck] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def exchange_code(self, code: str) -> WeChatIdentity:
        """Take `nonce.openid/unionid`; the nonce makes codes of one person differ."""
        with self.lock:
            if code in self.used:
                raise CodeUsed("登录码用过了，请重新进入小程序。")
            self.used.add(code)
        openid, _, unionid = code.rpartition(".")[2].partition("/")
        return WeChatIdentity(app_id="wxtest", openid=openid, unionid=unionid or None)

    def exchange_phone_code(self, code: str, *, openid: str) -> WeChatPhone:
        """Take `nonce-openid-number` or `nonce-openid-country_number`, once, of that openid only.

        A code without an openid is anybody's.
        """
        told = _PHONE_CODE.fullmatch(code)
        with self.lock:
            self.asked_phones.append((code, openid))
            if told is None or code in self.used or told["openid"] not in {"", openid}:
                raise CodeUsed("这次没有拿到手机号，请再点一次。")
            self.used.add(code)
        return WeChatPhone(told["number"], told["country"] or "86")

    def send_subscription(self, message: SubscriptionMessage) -> SendOutcome:
        """Keep the message."""
        with self.lock:
            self.sent.append(message)
            return self.outcomes.pop(0) if self.outcomes else SendOutcome.SENT

    def check_text(self, text: str, *, openid: str, scene: TextScene) -> TextCheck:
        """Keep the text."""
        del openid, scene
        with self.lock:
            self.checked.append(text)
            return self.verdicts.pop(0) if self.verdicts else TextCheck(Verdict.PASS, 100)

    def check_picture(self, url: str, *, openid: str, scene: TextScene) -> str | None:
        """Keep the address; the trace is "trace-1", "trace-2" …, unless `traces` says otherwise."""
        del openid, scene
        with self.lock:
            self.pictures.append(url)
            return self.traces.pop(0) if self.traces else f"trace-{len(self.pictures)}"

    def draw_code(self, scene: str, *, page: str) -> bytes:
        """Keep the scene; the picture is none that a phone could read."""
        del page
        with self.lock:
            self.drawn.append(scene)
            return b"\xff\xd8\xff" + scene.encode()


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP."""

    status: int
    body: Any
    headers: dict[str, str]


@dataclass(frozen=True)
class Caller:
    """Somebody with a phone: calls the API with her token, a fresh key for every write."""

    app: ServiceFlask
    token: str | None = None

    def get(self, path: str, **query: Any) -> Answer:
        """Read; keywords become the query string."""
        return self._call("GET", path, query_string=query or None)

    def post(self, path: str, json: object = None, *, key: str | None = None) -> Answer:
        """Write."""
        return self._call("POST", path, json=json, key=key)

    def put(self, path: str, json: object = None, *, key: str | None = None) -> Answer:
        """Replace."""
        return self._call("PUT", path, json=json, key=key)

    def put_bytes(self, path: str, content: bytes) -> Answer:
        """Replace by bytes; a repeat is harmless, so there is no key."""
        return self._call("PUT", path, data=content, content_type="application/octet-stream")

    def delete(self, path: str, json: object = None, *, key: str | None = None) -> Answer:
        """Remove."""
        return self._call("DELETE", path, json=json, key=key)

    def _call(self, method: str, path: str, *, key: str | None = None, **options: Any) -> Answer:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if method != "GET":
            headers["Idempotency-Key"] = key or uuid.uuid4().hex
        if "data" not in options and options.get("json") is None and method in {"POST", "PUT"}:
            options["json"] = {}
        url = path if path.startswith(("/api", "/openapi")) else f"/api/v1{path}"
        response = self.app.test_client().open(url, method=method, headers=headers, **options)
        return Answer(response.status_code, response.get_json(silent=True), dict(response.headers))


@dataclass(frozen=True)
class Service:
    """The service of one test."""

    app: ServiceFlask
    database: str
    clock: MovableClock
    wechat: FakeWeChat

    def run(
        self, do: Callable[[Work], Answered], actor: Actor = SYSTEM, *, writes: bool = True
    ) -> Answered:
        """Run a piece of work in one transaction."""
        return self.app.transactions.run(do, writes=writes, load_actor=lambda _s, _n: actor)

    def actor(self, person_id: int) -> Actor:
        """Return a person as an actor, as she is now."""
        return self.run(
            lambda work: identity.actor_of(work.session, person_id, work.now), writes=False
        )

    def sign_in(self, person_id: int) -> Caller:
        """Return a caller signed in as a person."""
        signed_in = self.run(lambda work: identity.open_session(work, person_id))
        return Caller(self.app, signed_in.token)

    def stranger(self) -> Caller:
        """Return a caller nobody knows."""
        return Caller(self.app)

    @contextmanager
    def raw(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that sees every village, past all our own code."""
        with self.app.transactions.engine.begin() as connection:
            see_all(connection)
            yield connection

    def scalar(self, sql: str, **params: Any) -> Any:  # noqa: ANN401 - one value of any type
        """Return one value straight from the database."""
        with self.app.transactions.engine.connect() as connection:
            see_all(connection)
            return connection.execute(text(sql), params).scalar()

    def rows(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        """Return rows straight from the database."""
        with self.app.transactions.engine.connect() as connection:
            see_all(connection)
            return [tuple(row) for row in connection.execute(text(sql), params)]

    def settle_checks(self, verdict: Verdict = Verdict.PASS) -> None:
        """Record what WeChat finds in every text that waits for its check."""
        waiting = self.rows("SELECT id, text_hash FROM text_checks WHERE state = 'pending'")

        def record(work: Work) -> None:
            for check_id, text_hash in waiting:
                asked = {"check_id": check_id, "text_hash": text_hash}
                moderation.ASK.record(work, asked, TextCheck(verdict))

        self.run(record)

    def race(self, number: int, do: Callable[[int], Answered]) -> list[Answered | Exception]:
        """Let `number` threads do it at once; return each one's answer or exception."""
        barrier = threading.Barrier(number)
        results: list[Answered | Exception] = [RuntimeError("never ran")] * number

        def run(index: int) -> None:
            barrier.wait()
            try:
                results[index] = do(index)
            except Exception as error:  # noqa: BLE001 - the test judges every outcome
                results[index] = error

        threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results


class Room(Protocol):
    """A prepared database that can be opened empty, test after test."""

    def open(self) -> Service:
        """Return the service on an empty database."""
        ...


def settings_for(url: str, folder: Path, *, owner_url: str = "") -> Settings:
    """Return settings of a test installation."""
    return Settings.from_env(
        {
            "DATABASE_URL": url,
            "DATABASE_OWNER_URL": owner_url,
            "VAR_DIR": str(folder),
            "WEB_THREADS": str(CONNECTIONS),
        }
    )


def start(settings: Settings, database: str) -> Service:
    """Return a service wired with the movable clock and the fake WeChat."""
    clock, wechat = MovableClock(), FakeWeChat()
    app = create_app(settings, wechat=wechat, clock=clock)
    return Service(app, database, clock, wechat)


@dataclass(frozen=True)
class SqliteRoom:
    """SQLite: every test gets a fresh copy of the prepared file."""

    service: Service
    template: Path
    file: Path

    @classmethod
    def prepare(cls, folder: Path) -> "SqliteRoom":
        """Migrate and load the reference data, then keep a copy."""
        file = folder / "bayu.sqlite3"
        settings = settings_for(f"sqlite:///{file}", folder)
        migrate_database(settings)
        service = start(settings, "sqlite")
        load_all_reference(service.app)
        service.app.transactions.engine.dispose()
        template = folder / "template.sqlite3"
        shutil.copy(file, template)
        return cls(service, template, file)

    def open(self) -> Service:
        """Return the service on a fresh copy."""
        self.service.app.transactions.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.template, self.file)
        return _rewound(self.service)


@dataclass
class PostgresRoom:
    """PostgreSQL: every test finds all but the reference tables emptied by their owner."""

    service: Service
    owner_url: str
    owner: Engine
    opened: int = 0

    @classmethod
    def prepare(cls, server: PostgresServer, name: str, folder: Path) -> "PostgresRoom":
        """Create the database, migrate as owner, load the reference data as the app role."""
        server.create_database(name)
        owner_url = server.owner_url(name)
        settings = settings_for(server.app_url(name), folder, owner_url=owner_url)
        migrate_database(settings)
        service = start(settings, "postgresql")
        load_all_reference(service.app)
        return cls(service, owner_url, create_engine(owner_url, pool_pre_ping=True))

    def open(self) -> Service:
        """Return the service on empty tables."""
        self.opened += 1
        is_thorough = self.opened % THOROUGH_EVERY == 0
        with self.owner.begin() as connection:
            empty(connection, REFERENCE_TABLES, thoroughly=is_thorough)
        return _rewound(self.service)

    def close(self) -> None:
        """Let go of every connection."""
        self.owner.dispose()
        self.service.app.transactions.engine.dispose()


def _rewound(service: Service) -> Service:
    service.clock.instant = BEGINNING
    wechat = service.wechat
    for kept in (wechat.used, wechat.asked_phones, wechat.sent, wechat.checked):
        kept.clear()
    for seen in (wechat.pictures, wechat.drawn):
        seen.clear()
    for ordered in (wechat.outcomes, wechat.verdicts, wechat.traces):
        ordered.clear()
    service.app.limiter.reset()
    return replace(service)
