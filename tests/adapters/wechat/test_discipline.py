"""What a call may cost: time, places, tries. Nothing here believes in WeChat."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from server.adapters.wechat import WeChatAdapter, WeChatBusy
from server.adapters.wechat.failures import Lost, NotAsked, Refused
from server.adapters.wechat.fields import Fields
from server.adapters.wechat.gate import PLACES, Budget, Gate
from server.adapters.wechat.transport import FAILURES_MAX
from tests.support.wechat import TOKEN_PATH, MemoryTokenStore, Peer, a_peer, a_platform, an_adapter
from tools.wechat_standin import FaultKind, StandinServer

_LOGIN, _PHONE = "/sns/jscode2session", "/wxa/business/getuserphonenumber"
_CALL = "/cgi-bin/openapi/quota/get"
_FOR_EVER_SECONDS = 30


@pytest.fixture
def standin() -> Iterator[StandinServer]:
    with StandinServer() as server:
        yield server
        assert not server.journal("/cgi-bin/token")


# Time


def _log_in(wechat: WeChatAdapter) -> None:
    wechat.exchange_code("a-fine-code")


def _ask_for_a_phone(wechat: WeChatAdapter) -> None:
    wechat.exchange_phone_code("a-fine-code", openid="o-li")


def _late(ask: Callable[[WeChatAdapter], None], **seconds: float) -> float:
    """Return how long it takes to give up a WeChat that is late with some answers."""
    with StandinServer() as standin:
        for name, late in seconds.items():
            path = {"login": _LOGIN, "token": TOKEN_PATH, "phone": _PHONE}[name]
            standin.fault(path, FaultKind.DELAY, seconds=late, times=9)
        return _seconds_of(ask, an_adapter(standin.base_url))


def _misbehaved(**behaviour: object) -> float:
    with a_peer(**behaviour) as (_, base):
        return _seconds_of(_log_in, an_adapter(base))


def _refreshed_elsewhere() -> float:
    tokens = MemoryTokenStore()
    tokens.claim()
    return _seconds_of(_ask_for_a_phone, an_adapter("http://127.0.0.1:9", tokens))


def _seconds_of(ask: Callable[[WeChatAdapter], None], wechat: WeChatAdapter) -> float:
    began = time.monotonic()
    with pytest.raises(WeChatBusy):
        ask(wechat)
    return time.monotonic() - began


def _dribble_headers(peer: Peer, path: str) -> None:
    del path
    for sign in b"HTTP/1.1 200 OK and so on":
        peer.wfile.write(bytes([sign]))
        time.sleep(1)


def _be_silent(peer: Peer, body: bytes) -> None:
    del peer, body
    time.sleep(_FOR_EVER_SECONDS)


def test_requirement_04_a_wechat_that_hangs_costs_eight_seconds_at_most() -> None:
    for_ever = float(_FOR_EVER_SECONDS)
    cases = {
        "login": partial(_late, _log_in, login=for_ever),
        "token": partial(_late, _ask_for_a_phone, token=for_ever),
        "call": partial(_late, _ask_for_a_phone, phone=for_ever),
        "both are late": partial(_late, _ask_for_a_phone, token=4.0, phone=for_ever),
        "another's refresh": _refreshed_elsewhere,
        "silence after the headers": partial(_misbehaved, body=b" " * 9, _write=_be_silent),
        "a body that dribbles": partial(_misbehaved, body=b" " * 100, pause_seconds=0.4),
        "headers that dribble": partial(_misbehaved, hold=_dribble_headers),
    }
    with ThreadPoolExecutor(len(cases)) as pool:
        seconds = dict(zip(cases, pool.map(lambda case: case(), cases.values()), strict=True))
    assert {name: spent for name, spent in seconds.items() if spent > 8} == {}


# Places


def test_two_wait_and_the_third_is_refused_at_once() -> None:
    gate, may_answer, waiting = Gate(), threading.Event(), threading.Semaphore(0)

    def hang(_: Budget) -> str:
        waiting.release()
        may_answer.wait()
        return "late"

    with ThreadPoolExecutor(PLACES) as pool:
        callers = [pool.submit(gate.pass_through, hang, Budget()) for _ in range(PLACES)]
        for _ in callers:
            waiting.acquire()
        with pytest.raises(NotAsked):
            gate.pass_through(lambda _: "never", Budget())
        may_answer.set()
        assert [caller.result() for caller in callers] == ["late"] * PLACES
    assert _passes_soon(gate)


def test_a_place_is_free_again_when_its_thread_has_ended_not_when_its_caller_left() -> None:
    gate, may_end = Gate(places=1), threading.Event()
    with pytest.raises(Lost):
        gate.pass_through(lambda _: may_end.wait(), Budget(0.1))
    with pytest.raises(NotAsked):
        gate.pass_through(lambda _: "never", Budget())
    may_end.set()
    assert _passes_soon(gate)


def _passes_soon(gate: Gate) -> bool:
    for _ in range(200):
        try:
            return gate.pass_through(lambda _: True, Budget())
        except NotAsked:
            time.sleep(0.01)
    return False


def test_without_time_nothing_is_asked() -> None:
    with pytest.raises(NotAsked):
        Gate().pass_through(lambda _: "never", Budget(0))


# Tries


def _refused(wechat: WeChatAdapter, times: int) -> list[int]:
    """Return when to come back, as each of so many logins is told."""
    seconds = []
    for _ in range(times):
        with pytest.raises(WeChatBusy) as raised:
            _log_in(wechat)
        seconds.append(raised.value.facts["seconds"])
    return seconds


def test_an_endpoint_that_failed_five_times_rests_and_no_other(standin: StandinServer) -> None:
    wechat = an_adapter(standin.base_url)
    standin.fault(_LOGIN, FaultKind.RESET, times=99)
    assert min(_refused(wechat, FAILURES_MAX + 3)) > 0
    assert len(standin.journal(_LOGIN)) == FAILURES_MAX
    assert wechat.exchange_phone_code(standin.phone_code("o-li"), openid="o-li").number


def test_after_its_rest_one_good_answer_opens_it_and_one_bad_one_does_not(
    standin: StandinServer,
) -> None:
    wechat = an_adapter(standin.base_url, rest_seconds=0)
    standin.fault(_LOGIN, FaultKind.RESET, times=FAILURES_MAX + 1)
    _refused(wechat, FAILURES_MAX + 1)
    assert len(standin.journal(_LOGIN)) == FAILURES_MAX + 1
    assert wechat.exchange_code(standin.login_code("o-li")).openid == "o-li"
    standin.fault(_LOGIN, FaultKind.RESET, times=FAILURES_MAX - 1)
    _refused(wechat, FAILURES_MAX - 1)
    assert wechat.exchange_code(standin.login_code("o-yu")).openid == "o-yu"


def test_a_trial_that_fails_makes_it_rest_again(standin: StandinServer) -> None:
    platform = a_platform(standin.base_url, rest_seconds=0)
    standin.fault(_LOGIN, FaultKind.HTML, times=FAILURES_MAX + 1)
    for _ in range(FAILURES_MAX + 1):
        with pytest.raises(Lost):
            platform.get_with_secret(_LOGIN, [], Fields)
    transport = platform._transport  # noqa: SLF001 - the state is nobody else's business
    assert transport._breakers[_LOGIN].current_state == "open"  # noqa: SLF001 - same


def test_an_errcode_is_an_answer_and_lets_nothing_rest(standin: StandinServer) -> None:
    standin.fault(_LOGIN, FaultKind.ERRCODE, errcode=45011, times=99)
    _refused(an_adapter(standin.base_url), FAILURES_MAX + 3)
    assert len(standin.journal(_LOGIN)) == FAILURES_MAX + 3


@pytest.mark.parametrize(
    ("errmsg", "most"), [("reach max api minute quota", 60), ("daily", 86_400)]
)
def test_a_quota_that_is_used_up_is_waited_for(errmsg: str, most: int) -> None:
    with a_peer(answers={_LOGIN: {"errcode": 45009, "errmsg": errmsg}}) as (peer, base):
        seconds = _refused(an_adapter(base), 3)
        assert len(peer.seen) == 1
        assert 0 < min(seconds) <= max(seconds) <= most


def test_every_call_is_counted_by_its_end(standin: StandinServer) -> None:
    counted: list[tuple[str, str]] = []
    platform = a_platform(standin.base_url, counted=counted)
    platform.post(_CALL, {}, Fields)
    standin.fault(_CALL, FaultKind.ERRCODE, errcode=48001)
    with pytest.raises(Refused):
        platform.post(_CALL, {}, Fields)
    assert counted == [(TOKEN_PATH, "ok"), (_CALL, "ok"), (_CALL, "refused")]
