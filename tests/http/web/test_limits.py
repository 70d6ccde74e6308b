"""Limits: one caller's haste is her own, guessing is reported once, losing Redis stops nobody."""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask, request
from limits import parse
from redis import Redis

from config.settings import Settings
from models.vocabulary import Role
from server.app import create_app
from server.web.callers import HOLDERS_MAX, TokenHolders, address
from server.web.limits import (
    ANYTHING,
    COUNTER,
    DOWNLOADS,
    LETTERS,
    RATES,
    REFUSED_TOKENS,
    SCANS,
    SIGN_INS,
    Rate,
)
from tests.support.builders import a_person, a_village, an_officer
from tests.support.callers import in_order, send
from tests.support.plausible_calls import Request
from tests.support.redis import RedisServer, emptied_redis, own_redis
from tests.support.service import Answer, Caller, FakeWeChat, MovableClock, Room, Service
from tools.access_table import Call, calls_of

PATIENCE_SECONDS = 20
UNKNOWN = "/codes/" + "a" * 16
MOVING_POINTS = {
    *("add_walk_in", "call_roll", "cancel_order", "confirm_claims"),
    *("fulfil_order", "place_order", "revoke_claim"),
}
DIGITS = {"village_id": 1, "pickup_digits": "123456"}


def places(call: Call) -> list[str]:
    """Return the names in a call's path."""
    return re.findall(r"<\w+:(\w+)>", call.path)


def allowed(rate: Rate) -> int:
    return parse(rate.allowed).amount


def use_up(service: Service, rate: Rate, key: str) -> None:
    """Count as if the key had asked as often as it may."""
    item = parse(rate.allowed)
    assert service.app.limiter.limiter.hit(item, key, rate.name, cost=item.amount)


def a_shopkeeper(service: Service) -> Caller:
    return service.sign_in(an_officer(service, Role.SHOPKEEPER, a_village(service)))


def is_refused(answer: Answer) -> bool:
    return answer.status == 429


def counting_in(url: str, service: Service, folder: Path) -> AbstractContextManager[Service]:
    """Return another web process of this service, which counts in Redis."""
    return another_process(service, folder, {"REDIS_URL": url})


@contextmanager
def another_process(service: Service, folder: Path, more: Mapping[str, str]) -> Iterator[Service]:
    """Yield another web process of this service."""
    address_of_database = service.app.config["SQLALCHEMY_DATABASE_URI"]
    environ = {"DATABASE_URL": address_of_database, "VAR_DIR": str(folder), **more}
    clock = MovableClock(service.clock.instant)
    app = create_app(Settings.from_env(environ), wechat=FakeWeChat(), clock=clock)
    yield Service(app, service.database, clock, service.wechat)
    app.transactions.engine.dispose()


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    with own_redis() as server:
        yield server


def test_who_asks_too_often_is_told_when_to_come_back(service: Service) -> None:
    stranger = service.stranger()
    answers = [stranger.get(UNKNOWN) for _ in range(allowed(SCANS) + 1)]

    assert {answer.status for answer in answers[:-1]} == {404}
    refused = answers[-1]
    assert refused.status == 429
    assert refused.body["type"] == "/problems/too-many-requests"
    assert refused.body["detail"] == "点得太快了，请1分钟后再试。"
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.body["seconds"] == int(refused.headers["Retry-After"])


def test_a_stranger_who_guesses_is_reported_once_in_a_window(service: Service) -> None:
    for _ in range(allowed(SCANS) + 5):
        service.stranger().get(UNKNOWN)

    anomalies = service.rows("SELECT kind, person_id, object_type FROM anomalies")
    assert anomalies == [("code_guessing", None, "scans")]
    assert service.rows("SELECT action, outcome FROM audit_entries WHERE outcome = 'refused'") == [
        ("exceed_limit", "refused")
    ]


def test_a_signed_in_person_who_exceeds_it_is_left_to_the_domain(service: Service) -> None:
    caller = service.sign_in(a_person(service))
    assert caller.token is not None
    with service.app.test_request_context(headers={"Authorization": f"Bearer {caller.token}"}):
        key = SCANS.key()
    use_up(service, SCANS, key)

    assert is_refused(caller.get(UNKNOWN))
    assert service.scalar("SELECT count(*) FROM anomalies") == 0


def test_neighbours_behind_one_address_do_not_count_for_each_other(service: Service) -> None:
    use_up(service, ANYTHING, "address:127.0.0.1")
    neighbour = service.sign_in(a_person(service))

    assert is_refused(service.stranger().get("/about"))
    assert neighbour.get("/about").status == 200


def test_every_part_of_the_api_counts_for_one_caller(service: Service) -> None:
    caller = service.sign_in(a_person(service))
    for _ in range(allowed(ANYTHING) // 2):
        caller.get("/about")
        caller.get("/me")

    assert is_refused(caller.get("/messages"))


def test_made_up_tokens_count_for_the_address_they_come_from(service: Service) -> None:
    use_up(service, REFUSED_TOKENS, "address:127.0.0.1")

    assert is_refused(Caller(service.app, "made-up").get("/me"))
    assert service.stranger().get("/about").status == 200


def test_a_made_up_token_is_counted_when_it_was_refused(service: Service) -> None:
    item = parse(REFUSED_TOKENS.allowed)
    before = service.app.limiter.limiter.get_window_stats(
        item, "address:127.0.0.1", "refused_tokens"
    )
    assert Caller(service.app, "made-up").get("/me").status == 401
    service.sign_in(a_person(service)).get("/me")

    after = service.app.limiter.limiter.get_window_stats(
        item, "address:127.0.0.1", "refused_tokens"
    )
    assert before.remaining - after.remaining == 1


def test_sign_ins_count_for_the_address_whatever_token_is_sent(service: Service) -> None:
    use_up(service, SIGN_INS, "address:127.0.0.1")

    assert is_refused(Caller(service.app, "another").post("/sessions", {"code": "n.openid"}))
    assert service.wechat.used == set()


def test_links_that_are_made_up_count_for_the_address_whatever_token_is_sent(
    service: Service,
) -> None:
    """Each opens a transaction that writes, and asks nobody who she is."""
    use_up(service, DOWNLOADS, "address:127.0.0.1")
    for token in ("Bearer one", "Bearer other"):
        made_up = service.app.test_client().get("/downloads/x", headers={"Authorization": token})
        assert made_up.status_code == 429


def test_requirement_18_a_forged_address_changes_nothing(service: Service) -> None:
    """Behind a proxy, tests/journeys/test_proxies.py shows the same."""
    use_up(service, SIGN_INS, "address:127.0.0.1")
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", "Forwarded": "for=9"}
    client = service.app.test_client()

    answer = client.post("/api/v1/sessions", json={"code": "n.openid"}, headers=forged)

    assert answer.status_code == 429


@pytest.mark.parametrize("hops", [0, 1, 2])
def test_requirement_18_a_forged_address_changes_nothing_behind_so_many_proxies(
    sqlite_room: Room, hops: int, tmp_path: Path
) -> None:
    """Each proxy appends whom it heard; what the caller wrote herself stands too far in front."""
    environ = {"TRUSTED_PROXIES": str(hops)}
    with another_process(sqlite_room.open(), tmp_path, environ) as service:
        use_up(service, ANYTHING, "address:203.0.113.9")
        client = service.app.test_client()
        for caller, status in (("203.0.113.9", 429), ("203.0.113.8", 200)):
            heard = [caller, "10.0.0.2", "10.0.0.1"][: hops + 1]
            forwarded = ", ".join(["203.0.113.1", *heard[:-1]])
            answer = client.get(
                "/api/v1/about",
                headers={"X-Forwarded-For": forwarded, "X-Real-IP": "203.0.113.1"},
                environ_base={"REMOTE_ADDR": heard[-1]},
            )
            assert (caller, answer.status_code) == (caller, status)


def test_the_counter_hands_out_at_a_pace_of_its_own(service: Service) -> None:
    shopkeeper = a_shopkeeper(service)
    with service.app.test_request_context(headers={"Authorization": f"Bearer {shopkeeper.token}"}):
        use_up(service, COUNTER, COUNTER.key())

    assert is_refused(shopkeeper.post("/orders/lookups", DIGITS))
    assert is_refused(shopkeeper.post("/orders/fulfilments", DIGITS))
    assert shopkeeper.get("/me").status == 200


def test_letters_count_by_the_hour_over_all_phones_of_a_person(service: Service) -> None:
    """Whose a token is, a process learns at its first request, and counts that one for her too."""
    village, person_id = a_village(service), a_person(service)
    phones = [service.sign_in(person_id) for _ in range(3)]
    letter = {"village_id": village, "kind": "suggestion", "text": "路灯坏了。"}
    answers = [phones[turn % 3].post("/feedback", letter) for turn in range(allowed(LETTERS) + 1)]

    assert is_refused(answers[-1])
    assert not any(is_refused(answer) for answer in answers[:-1])
    assert answers[-1].body["seconds"] > 60
    assert [is_refused(phone.post("/feedback", letter)) for phone in phones] == [True] * 3
    assert service.sign_in(a_person(service)).post("/feedback", letter).status == 201


def test_whoever_has_an_ended_token_of_hers_does_not_use_up_her_room(service: Service) -> None:
    village, person_id = a_village(service), a_person(service)
    stolen, hers = service.sign_in(person_id), service.sign_in(person_id)
    letter = {"village_id": village, "kind": "suggestion", "text": "路灯坏了。"}
    assert stolen.post("/feedback", letter).status == 201
    assert hers.delete("/sessions?keep_current=true").status == 204

    def left() -> int:
        item, key = parse(LETTERS.allowed), f"person:{person_id}"
        return int(service.app.limiter.limiter.get_window_stats(item, key, LETTERS.name).remaining)

    assert stolen.post("/feedback", letter).status == 401
    before = left()
    assert [stolen.post("/feedback", letter).status for _ in range(3)] == [401] * 3
    assert left() == before
    assert hers.post("/feedback", letter).status == 201
    assert left() == before - 1


def test_a_process_that_knows_too_many_tokens_begins_anew() -> None:
    holders = TokenHolders(dict.fromkeys(map(str, range(HOLDERS_MAX)), 1))
    assert holders.learn("hers", 7)
    assert (holders.key_of("hers"), len(holders.people)) == ("person:7", 1)


def test_documents_and_health_are_not_counted(service: Service) -> None:
    use_up(service, ANYTHING, "address:127.0.0.1")
    client = service.app.test_client()

    assert client.get("/healthz").status_code == 200
    assert client.get("/openapi.json").status_code == 200


def test_an_installation_for_measuring_has_no_limits(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3", "RATE_LIMITS": "off"}
    app = create_app(Settings.from_env(environ))
    client = app.test_client()
    statuses = {client.get("/api/v1/none").status_code for _ in range(3)}

    assert not app.limiter.enabled
    assert statuses == {404}


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("203.0.113.7", "address:203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "address:203.0.113.7"),
        ("fe80::1%eth0", "address:fe80::/64"),
        ("203.0.113.7:4711", "address:none"),
        ("", "address:none"),
    ],
)
def test_a_household_of_ipv6_is_one_address(given: str, key: str) -> None:
    with Flask("test").test_request_context(environ_base={"REMOTE_ADDR": given}):
        assert request.remote_addr == given
        assert address() == key


def test_every_rate_can_be_read() -> None:
    assert {name: parse(rate.allowed).get_expiry() for name, rate in RATES.items()} == {
        "anything": 60,
        "refused_tokens": 60,
        "refused_pushes": 60,
        "sign_ins": 60,
        "scans": 60,
        "letters": 3600,
        "reports": 3600,
        "counter": 60,
        "downloads": 60,
    }


# Redis


def test_two_processes_count_together_in_redis(sqlite_room: Room, tmp_path: Path) -> None:
    service = sqlite_room.open()
    with (
        emptied_redis() as url,
        counting_in(url, service, tmp_path) as one,
        counting_in(url, service, tmp_path) as other,
    ):
        answers = [
            (one if turn % 2 else other).stranger().get(UNKNOWN)
            for turn in range(allowed(SCANS) + 4)
        ]
    assert [answer.status for answer in answers] == [404] * allowed(SCANS) + [429] * 4
    assert service.scalar("SELECT count(*) FROM anomalies") == 1


def test_without_redis_it_goes_on_with_limits_of_its_own(
    sqlite_room: Room, redis: RedisServer, tmp_path: Path
) -> None:
    with counting_in(redis.url, sqlite_room.open(), tmp_path) as service:
        stranger = service.stranger()
        assert stranger.get(UNKNOWN).status == 404
        redis.kill()
        answers = [stranger.get(UNKNOWN) for _ in range(allowed(SCANS) + 1)]

    assert [answer.status for answer in answers] == [404] * allowed(SCANS) + [429]


def test_requirement_18_without_redis_no_points_move_and_all_else_goes_on(
    sqlite_room: Room, redis: RedisServer, tmp_path: Path
) -> None:
    """Signing in goes on as well: the database counts it for each person. There are no passwords.

    tests/http/audit/test_every_write_http.py shows that these are the calls that move points.
    """
    with counting_in(redis.url, sqlite_room.open(), tmp_path) as service:
        shopkeeper = a_shopkeeper(service)
        assert shopkeeper.post("/orders/fulfilments", DIGITS).status == 404
        redis.kill()
        closed = set[str]()
        for call in sorted(calls_of(service.app), key=in_order):
            answer = send(shopkeeper, call, Request(dict.fromkeys(places(call), 1), {}, {}))
            if answer.status == 503:
                assert answer.body["type"] == "/problems/cannot-count"
                assert int(answer.headers["Retry-After"]) > 0
                closed.add(call.name)
        entered = [service.stranger().post("/sessions", {"code": f"n{n}.o1"}) for n in range(11)]
        redis.start()
        back = a_shopkeeper(service).post("/orders/fulfilments", DIGITS)
    assert closed == MOVING_POINTS
    assert [answer.status for answer in entered] == [201] * 10 + [429]
    assert back.status == 404


def test_a_redis_that_dies_between_asking_and_answering_spoils_no_answer(
    sqlite_room: Room, redis: RedisServer, tmp_path: Path
) -> None:
    """A refused token is counted after the answer is known."""
    with counting_in(redis.url, sqlite_room.open(), tmp_path) as service:

        @service.app.after_request
        def die(response):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            redis.kill()
            return response

        assert Caller(service.app, "made-up").get("/me").status == 401
        assert service.stranger().get("/about").status == 200


def test_when_redis_is_back_processes_count_together_again(
    sqlite_room: Room, redis: RedisServer, tmp_path: Path
) -> None:
    with (
        counting_in(redis.url, sqlite_room.open(), tmp_path) as service,
        Redis.from_url(redis.url) as client,
    ):
        redis.kill()
        assert service.stranger().get(UNKNOWN).status == 404
        redis.start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not client.keys("*scans*") and time.monotonic() < deadline:
            service.stranger().get("/about")
            service.stranger().get(UNKNOWN)
            time.sleep(0.05)
        assert client.keys("*scans*")
