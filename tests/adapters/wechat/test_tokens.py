"""The access token: one for all processes, fetched by one of them, sealed where it is kept."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from server.adapters.field_cipher import AesFieldCipher
from server.adapters.wechat import DatabaseTokenStore, RedisTokenStore, TokenStore
from server.adapters.wechat.failures import NotAsked, Refused
from server.adapters.wechat.fields import Fields
from server.adapters.wechat.gate import Budget
from server.adapters.wechat.tokens import LEASE_SECONDS, AccessToken
from tests.support.redis import RedisServer, emptied_redis, own_redis
from tests.support.service import Room, Service
from tests.support.token_users import PROCESSES, Installation, check_texts_together
from tests.support.wechat import (
    CIPHER,
    PLACE,
    TOKEN_PATH,
    MemoryTokenStore,
    a_platform,
    kept_token,
    put_token,
)
from tools.wechat_standin import APP_ID, FaultKind, StandinServer

_CALL = "/cgi-bin/openapi/quota/get"
_CALL_BODY = {"cgi_path": TOKEN_PATH}


@pytest.fixture
def standin() -> Iterator[StandinServer]:
    with StandinServer() as server:
        yield server
        assert not server.journal("/cgi-bin/token")


@pytest.fixture
def tokens() -> MemoryTokenStore:
    return MemoryTokenStore()


@pytest.fixture
def database_store(service: Service) -> DatabaseTokenStore:
    return DatabaseTokenStore(service.app.transactions.run, APP_ID)


@pytest.fixture
def redis() -> Iterator[str]:
    with emptied_redis() as url:
        yield url


# How it is used


def test_the_token_is_fetched_once_and_shared(
    standin: StandinServer, tokens: MemoryTokenStore
) -> None:
    for base in (standin.base_url, f"{standin.base_url}/"):
        a_platform(base, tokens).post(_CALL, _CALL_BODY, Fields)
    assert len(standin.journal(TOKEN_PATH)) == 1


def test_an_expired_token_is_renewed_within_the_call(
    standin: StandinServer, tokens: MemoryTokenStore
) -> None:
    platform = a_platform(standin.base_url, tokens)
    platform.post(_CALL, _CALL_BODY, Fields)
    standin.advance(8 * 86400)
    platform.post(_CALL, _CALL_BODY, Fields)
    assert [call.errcode for call in standin.journal(_CALL)] == [None, 42001, None]
    assert len(standin.journal(TOKEN_PATH)) == 2


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
def test_requirement_04_a_token_refused_for_ever_ends_after_three_requests(
    standin: StandinServer, tokens: MemoryTokenStore, errcode: int
) -> None:
    put_token(tokens, "dead")
    standin.fault(_CALL, FaultKind.ERRCODE, errcode=errcode, times=999)
    with pytest.raises(Refused) as raised:
        a_platform(standin.base_url, tokens).post(_CALL, _CALL_BODY, Fields)
    assert raised.value.errcode == errcode
    assert [call.path for call in standin.journal()] == [_CALL, TOKEN_PATH, _CALL]


@pytest.mark.parametrize("errcode", [43101, 40029, 45009])
def test_a_call_refused_for_itself_is_made_once(
    standin: StandinServer, tokens: MemoryTokenStore, errcode: int
) -> None:
    standin.fault(_CALL, FaultKind.ERRCODE, errcode=errcode, times=9)
    with pytest.raises(Refused):
        a_platform(standin.base_url, tokens).post(_CALL, _CALL_BODY, Fields)
    assert len(standin.journal(_CALL)) == 1


# Who fetches it


def test_whoever_had_the_lease_before_may_have_brought_it(tokens: MemoryTokenStore) -> None:
    class Overtaken(MemoryTokenStore):
        """Somebody else brings a token between our look and our lease."""

        def claim(self) -> str | None:
            put_token(tokens, "fresh")
            self.sealed = tokens.sealed
            return super().claim()

    store = Overtaken()
    assert AccessToken(store, CIPHER, PLACE, lambda _: ("ours", 60)).current(Budget()) == "fresh"
    assert store.lease is None


def test_a_refresh_that_hangs_elsewhere_is_waited_for_within_the_budget(
    tokens: MemoryTokenStore,
) -> None:
    assert tokens.claim()
    token = AccessToken(tokens, CIPHER, PLACE, lambda _: ("ours", 60))
    with pytest.raises(NotAsked):
        token.current(Budget(0.2))


def test_a_fetch_that_fails_gives_its_lease_back(
    standin: StandinServer, tokens: MemoryTokenStore
) -> None:
    standin.fault(TOKEN_PATH, FaultKind.ERRCODE, errcode=40164)
    with pytest.raises(Refused):
        a_platform(standin.base_url, tokens).post(_CALL, _CALL_BODY, Fields)
    assert tokens.lease is None
    a_platform(standin.base_url, tokens).post(_CALL, _CALL_BODY, Fields)


def test_a_token_sealed_with_another_key_is_fetched_anew(tokens: MemoryTokenStore) -> None:
    put_token(tokens, "kept")
    other = AccessToken(tokens, AesFieldCipher("x" * 32), PLACE, lambda _: ("fetched", 60))
    assert other.current(Budget()) == "fetched"


# Where it is kept


def _behaves(store: TokenStore) -> None:
    assert store.find() is None
    lease = store.claim()
    assert lease
    assert store.claim() is None
    store.keep("another's", "overtaken", 60)
    store.release("another's")
    assert store.find() is store.claim() is None
    store.keep(lease, "sealed", 60)
    assert store.find() == "sealed"
    again = store.claim()
    assert again
    store.release(again)
    assert store.find() == "sealed"
    assert store.claim()


def test_the_lease_row_keeps_one_token(
    service: Service, database_store: DatabaseTokenStore
) -> None:
    _behaves(database_store)
    service.clock.advance(seconds=60)
    assert database_store.find() is None
    assert database_store.claim()  # the lease of the one before has run out as well


def test_a_lease_from_a_clock_that_was_wrong_binds_nobody(
    service: Service, database_store: DatabaseTokenStore
) -> None:
    service.clock.advance(hours=1)
    assert database_store.claim()
    service.clock.instant -= timedelta(hours=1)
    assert database_store.claim()
    service.clock.advance(seconds=LEASE_SECONDS - 1)
    assert database_store.claim() is None


def test_redis_keeps_one_token_and_forgets_in_time(redis: str) -> None:
    store = RedisTokenStore(redis, APP_ID)
    _behaves(store)
    with Redis.from_url(redis) as client:
        times = [client.pttl(key) for key in client.scan_iter("bayu:wechat:*")]
    assert len(times) == 2
    assert all(0 < time <= 60_000 for time in times)


def test_without_redis_nothing_is_asked() -> None:
    with own_redis() as server:
        store = RedisTokenStore(server.url, APP_ID)
        server.kill()
        _gone(server, store)


def _gone(server: RedisServer, store: RedisTokenStore) -> None:
    del server
    with pytest.raises(NotAsked):
        a_platform("http://127.0.0.1:9", store).post(_CALL, _CALL_BODY, Fields)


# Eight processes


@pytest.mark.race
def test_requirement_04_eight_processes_with_a_dead_token_fetch_one(
    service: Service, database_store: DatabaseTokenStore, standin: StandinServer
) -> None:
    service.clock.instant = datetime.now(UTC)
    _fetch_one(Installation(_url_of(service), "", standin.base_url), database_store, standin)
    assert "dead" not in str(service.rows("SELECT * FROM access_tokens"))


@pytest.mark.race
def test_requirement_04_eight_processes_with_redis_fetch_one(
    sqlite_room: Room, redis: str, standin: StandinServer
) -> None:
    installation = Installation(_url_of(sqlite_room.open()), redis, standin.base_url)
    _fetch_one(installation, RedisTokenStore(redis, APP_ID), standin)


@pytest.mark.race
def test_control_without_a_lease_each_fetches_one_of_its_own() -> None:
    class Generous(MemoryTokenStore):
        def claim(self) -> str:
            return "for everybody"

    all_fetch = threading.Barrier(PROCESSES)

    def fetch(_: Budget) -> tuple[str, int]:
        all_fetch.wait()
        fetched.append("fresh")
        return "fresh", 60

    fetched: list[str] = []
    token = AccessToken(Generous(), CIPHER, PLACE, fetch)
    with ThreadPoolExecutor(PROCESSES) as pool:
        list(pool.map(lambda _: token.current(Budget()), range(PROCESSES)))
    assert len(fetched) == PROCESSES


def _url_of(service: Service) -> str:
    return service.app.transactions.engine.url.render_as_string(hide_password=False)


def _fetch_one(installation: Installation, store: TokenStore, standin: StandinServer) -> None:
    put_token(store, "dead")
    assert check_texts_together(installation) == ["pass"] * PROCESSES
    assert len(standin.journal(TOKEN_PATH)) == 1
    assert PROCESSES < len(standin.journal("/wxa/msg_sec_check")) <= 2 * PROCESSES
    assert kept_token(store) not in {None, "dead"}
