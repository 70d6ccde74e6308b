import logging
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from server.adapters.token_store import FileTokenStore
from server.adapters.wechat import (
    WeChatAccountBlocked,
    WeChatAdapter,
    WeChatBusy,
    WeChatCodeInvalid,
    WeChatRefused,
)
from server.kernel.errors import DomainError
from server.kernel.wechat import WeChat, WeChatIdentity
from tools.wechat_standin import APP_ID, APP_SECRET, FaultKind, StandinServer

_LOGIN, _STABLE, _CLASSIC = "/sns/jscode2session", "/cgi-bin/stable_token", "/cgi-bin/token"
_CALL = "/cgi-bin/openapi/quota/get"
_CALL_BODY = {"cgi_path": _STABLE}
_TOKEN_KEY = f"wechat:{APP_ID}:access_token"

_FETCH_A_TOKEN = """
import sys
from pathlib import Path
from server.adapters.token_store import FileTokenStore
from server.adapters.wechat import WeChatAdapter

base, folder, app_id, secret = sys.argv[1:]
print(WeChatAdapter(app_id, secret, base, FileTokenStore(Path(folder))).stable_access_token())
"""


@pytest.fixture
def standin() -> Iterator[StandinServer]:
    with StandinServer() as server:
        yield server
        assert not server.journal(_CLASSIC)


@pytest.fixture
def tokens(tmp_path: Path) -> FileTokenStore:
    return FileTokenStore(tmp_path / "tokens")


@pytest.fixture
def wechat(standin: StandinServer, tokens: FileTokenStore) -> WeChatAdapter:
    return WeChatAdapter(APP_ID, APP_SECRET, standin.base_url, tokens)


def _everything_said_by(error: BaseException | None) -> str:
    """Follow the chain that a traceback hides after `from None` as well."""
    said = ""
    while error is not None:
        said += "".join(traceback.format_exception(error)) + repr(vars(error))
        error = error.__cause__ or error.__context__
    return said


def test_a_code_opens_for_its_person_once(standin: StandinServer, wechat: WeChatAdapter) -> None:
    port: WeChat = wechat
    code = standin.login_code("o-li", unionid="u-li")
    assert port.exchange_code(code) == WeChatIdentity(app_id=APP_ID, openid="o-li", unionid="u-li")
    with pytest.raises(WeChatCodeInvalid):
        port.exchange_code(code)
    assert port.exchange_code(standin.login_code("o-yu")).unionid is None


def test_the_login_sends_and_fetches_no_token(
    standin: StandinServer, wechat: WeChatAdapter
) -> None:
    wechat.exchange_code(standin.login_code())
    (call,) = standin.journal()
    assert call.path == _LOGIN
    assert call.parameters == ["appid", "grant_type", "js_code", "secret"]


def test_a_code_lives_five_minutes(standin: StandinServer, wechat: WeChatAdapter) -> None:
    code, late = standin.login_code("o-li"), standin.login_code("o-li")
    standin.advance(290)
    assert wechat.exchange_code(code).openid == "o-li"
    standin.advance(10)
    with pytest.raises(WeChatCodeInvalid):
        wechat.exchange_code(late)


def test_a_code_of_impossible_shape_never_reaches_wechat(
    standin: StandinServer, wechat: WeChatAdapter
) -> None:
    for code in (
        "",
        "short",
        "a" * 65,
        "with space",
        "abcdefgh\n",
        "汉字汉字汉字汉字",
        "a&b=c&d=e",
    ):
        with pytest.raises(WeChatCodeInvalid):
            wechat.exchange_code(code)
    assert not standin.journal()


def test_a_risky_account_is_blocked(standin: StandinServer, wechat: WeChatAdapter) -> None:
    with pytest.raises(WeChatAccountBlocked):
        wechat.exchange_code(standin.login_code(risk=True))


@pytest.mark.parametrize(
    ("errcode", "refusal", "calls"),
    [
        (40029, WeChatCodeInvalid, 1),
        (40163, WeChatCodeInvalid, 1),
        (40226, WeChatAccountBlocked, 1),
        (-1, WeChatBusy, 2),
        (45009, WeChatBusy, 1),
        (45011, WeChatBusy, 1),
        (40013, WeChatRefused, 1),
        (40125, WeChatRefused, 1),
        (40164, WeChatRefused, 1),
        (41002, WeChatRefused, 1),
        (48001, WeChatRefused, 1),
        (40001, WeChatRefused, 1),
    ],
)
def test_each_errcode_has_its_refusal(
    standin: StandinServer,
    wechat: WeChatAdapter,
    errcode: int,
    refusal: type[DomainError],
    calls: int,
) -> None:
    standin.fault(_LOGIN, FaultKind.ERRCODE, errcode=errcode, times=9)
    with pytest.raises(refusal) as raised:
        wechat.exchange_code(standin.login_code())
    assert str(errcode) not in raised.value.detail
    assert not raised.value.facts
    assert len(standin.journal(_LOGIN)) == calls


def test_busy_once_is_asked_once_more(standin: StandinServer, wechat: WeChatAdapter) -> None:
    standin.fault(_LOGIN, FaultKind.ERRCODE, errcode=-1)
    assert wechat.exchange_code(standin.login_code("o-li")).openid == "o-li"
    assert len(standin.journal(_LOGIN)) == 2


@pytest.mark.parametrize(
    "kind", [FaultKind.HTTP_500, FaultKind.HTML, FaultKind.TRUNCATED, FaultKind.RESET]
)
def test_a_broken_answer_is_not_asked_for_again(
    standin: StandinServer, wechat: WeChatAdapter, kind: FaultKind
) -> None:
    standin.fault(_LOGIN, kind, times=9)
    with pytest.raises(WeChatBusy):
        wechat.exchange_code(standin.login_code())
    assert len(standin.journal(_LOGIN)) == 1


def test_after_a_lost_answer_the_code_is_spent(
    standin: StandinServer, wechat: WeChatAdapter
) -> None:
    code = standin.login_code()
    standin.fault(_LOGIN, FaultKind.RESET, after_processing=True)
    with pytest.raises(WeChatBusy):
        wechat.exchange_code(code)
    with pytest.raises(WeChatCodeInvalid):
        wechat.exchange_code(code)


def test_a_silent_wechat_is_given_up_in_time(standin: StandinServer, wechat: WeChatAdapter) -> None:
    standin.fault(_LOGIN, FaultKind.DELAY, seconds=30)
    began = time.monotonic()
    with pytest.raises(WeChatBusy):
        wechat.exchange_code(standin.login_code())
    assert time.monotonic() - began < 8


def test_nobody_at_the_address(tokens: FileTokenStore) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{free.getsockname()[1]}"
    wechat = WeChatAdapter(APP_ID, APP_SECRET, base, tokens)
    with pytest.raises(WeChatBusy):
        wechat.exchange_code("a-fine-code")
    with pytest.raises(WeChatBusy):
        wechat.stable_access_token()


def test_a_proxy_variable_is_ignored(
    standin: StandinServer, wechat: WeChatAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    assert wechat.exchange_code(standin.login_code("o-li")).openid == "o-li"


@pytest.mark.parametrize("kind", list(FaultKind))
@pytest.mark.parametrize("path", [_LOGIN, _STABLE, _CALL])
def test_no_fault_lets_a_secret_out(
    standin: StandinServer,
    tokens: FileTokenStore,
    caplog: pytest.LogCaptureFixture,
    path: str,
    kind: FaultKind,
) -> None:
    caplog.set_level(logging.DEBUG)
    wechat = WeChatAdapter(APP_ID, APP_SECRET, standin.base_url, tokens)
    tokens.set(_TOKEN_KEY, "canary-token", 60)  # refused, so that the call goes the whole way
    code = standin.login_code()
    standin.fault(path, kind, errcode=40013, times=9)
    said = ""
    for attempt in (lambda: wechat.exchange_code(code), lambda: wechat.call(_CALL, _CALL_BODY)):
        try:
            attempt()
        except DomainError as refusal:
            said += _everything_said_by(refusal)
    assert "=…" in caplog.text  # urllib3 did write its lines
    for canary in (APP_SECRET, code, "canary-token", tokens.get(_TOKEN_KEY), "session_key"):
        assert str(canary) not in said + caplog.text


def test_the_log_names_errcode_and_request_id_but_no_everyday_refusal(
    standin: StandinServer, wechat: WeChatAdapter, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(WeChatCodeInvalid):
        wechat.exchange_code("unknown-code")
    standin.fault(_LOGIN, FaultKind.ERRCODE, errcode=-1)
    wechat.exchange_code(standin.login_code())
    assert not caplog.records
    standin.fault(_LOGIN, FaultKind.ERRCODE, errcode=40164)
    with pytest.raises(WeChatRefused):
        wechat.exchange_code(standin.login_code())
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "errcode=40164 rid=" in record.getMessage()
    assert "rid=-" not in record.getMessage()


def test_the_wrong_secret_is_told_apart_from_a_bad_code(
    standin: StandinServer, tokens: FileTokenStore
) -> None:
    wechat = WeChatAdapter(APP_ID, "another-secret", standin.base_url, tokens)
    for attempt in (lambda: wechat.exchange_code("a-fine-code"), wechat.stable_access_token):
        with pytest.raises(WeChatRefused) as raised:
            attempt()
        assert raised.value.errcode == 40125


def test_the_token_is_fetched_once_and_shared(
    standin: StandinServer, wechat: WeChatAdapter, tokens: FileTokenStore
) -> None:
    token = wechat.stable_access_token()
    another = WeChatAdapter(APP_ID, APP_SECRET, f"{standin.base_url}/", tokens)
    assert another.stable_access_token() == token
    assert wechat.call(_CALL, _CALL_BODY)["quota"]["used"] == 1
    assert len(standin.journal(_STABLE)) == 1


def test_two_processes_that_start_together_fetch_one_token(
    standin: StandinServer, tmp_path: Path
) -> None:
    arguments = [standin.base_url, str(tmp_path / "tokens"), APP_ID, APP_SECRET]
    command = [sys.executable, "-c", _FETCH_A_TOKEN, *arguments]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    assert len({process.communicate(timeout=60)[0] for process in running}) == 1
    assert len(standin.journal(_STABLE)) == 1


def test_an_expired_token_is_renewed_within_the_call(
    standin: StandinServer, wechat: WeChatAdapter
) -> None:
    wechat.call(_CALL, _CALL_BODY)
    standin.advance(8 * 86400)
    assert wechat.call(_CALL, _CALL_BODY)["errcode"] == 0
    assert [call.errcode for call in standin.journal(_CALL)] == [None, 42001, None]
    assert len(standin.journal(_STABLE)) == 2


@pytest.mark.race
def test_eight_threads_with_a_dead_token_fetch_one(
    standin: StandinServer, wechat: WeChatAdapter, tokens: FileTokenStore
) -> None:
    tokens.set(_TOKEN_KEY, "dead", 60)
    barrier = Barrier(8)

    def call(_: int) -> int:
        barrier.wait()
        return int(wechat.call(_CALL, _CALL_BODY)["errcode"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(call, range(8))) == [0] * 8
    assert len(standin.journal(_STABLE)) == 1
    assert len(standin.journal(_CALL)) <= 16


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
def test_a_token_refused_for_ever_ends_after_three_requests(
    standin: StandinServer, wechat: WeChatAdapter, tokens: FileTokenStore, errcode: int
) -> None:
    tokens.set(_TOKEN_KEY, "dead", 60)
    standin.fault(_CALL, FaultKind.ERRCODE, errcode=errcode, times=999)
    with pytest.raises(WeChatRefused) as raised:
        wechat.call(_CALL, _CALL_BODY)
    assert raised.value.errcode == errcode
    assert [call.path for call in standin.journal()] == [_CALL, _STABLE, _CALL]


@pytest.mark.parametrize("errcode", [43101, 40029, 45009])
def test_a_call_refused_for_itself_is_made_once(
    standin: StandinServer, wechat: WeChatAdapter, errcode: int
) -> None:
    standin.fault(_CALL, FaultKind.ERRCODE, errcode=errcode, times=9)
    with pytest.raises(DomainError):
        wechat.call(_CALL, _CALL_BODY)
    assert len(standin.journal(_CALL)) == 1


def test_a_refresh_that_hangs_elsewhere_is_not_waited_for(
    standin: StandinServer, tmp_path: Path
) -> None:
    tokens = FileTokenStore(tmp_path, lock_wait_seconds=0.1)
    wechat = WeChatAdapter(APP_ID, APP_SECRET, standin.base_url, tokens)
    with tokens.lock(), pytest.raises(WeChatBusy):
        wechat.stable_access_token()
