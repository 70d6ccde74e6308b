import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from werkzeug.test import TestResponse

from config.settings import Settings
from tools.wechat_standin import APP_ID, APP_SECRET, StandinServer, create_standin

_STABLE, _LOGIN, _CALL = (
    "/cgi-bin/stable_token",
    "/sns/jscode2session",
    "/cgi-bin/openapi/quota/get",
)
_ASK = {"grant_type": "client_credential", "appid": APP_ID, "secret": APP_SECRET}
_LOG_IN = _ASK | {"grant_type": "authorization_code"}


@pytest.fixture
def app() -> Flask:
    return create_standin()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'service.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text("CREATE TABLE clock_offsets (id INTEGER PRIMARY KEY, seconds BIGINT NOT NULL)")
        )
    engine.dispose()
    return url


def _json(response: TestResponse) -> dict[str, Any]:
    answer: dict[str, Any] = response.get_json(force=True)
    return answer


def _token(client: FlaskClient, **changes: object) -> dict[str, Any]:
    return _json(client.post(_STABLE, json=_ASK | changes))


def _good(client: FlaskClient, token: object) -> int:
    """Return the errcode of a call with a token; 0 when it is good."""
    query = {"access_token": str(token)}
    return int(_json(client.post(_CALL, query_string=query, json={}))["errcode"])


def _code(client: FlaskClient, **wishes: object) -> str:
    return str(_json(client.post("/__ctl/login-code", json=wishes))["code"])


def _log_in(client: FlaskClient, code: str, **changes: str) -> dict[str, Any]:
    return _json(client.get(_LOGIN, query_string=_LOG_IN | {"js_code": code} | changes))


def _advance(client: FlaskClient, seconds: int) -> None:
    assert client.post("/__ctl/clock", json={"advance_seconds": seconds}).status_code == 200


def test_the_stable_token_stays_the_same_until_five_minutes_before_its_end(
    client: FlaskClient,
) -> None:
    first = _token(client)
    assert 7190 <= first["expires_in"] <= 7200
    _advance(client, 6800)
    again = _token(client)
    assert again["access_token"] == first["access_token"]
    assert 390 <= again["expires_in"] <= 400
    _advance(client, 150)
    renewed = _token(client)
    assert renewed["access_token"] != first["access_token"]
    assert [_good(client, each["access_token"]) for each in (first, renewed)] == [0, 0]
    _advance(client, 300)
    assert [_good(client, each["access_token"]) for each in (first, renewed)] == [42001, 0]


def test_a_forced_refresh_kills_the_old_token_but_not_within_half_a_minute(
    client: FlaskClient,
) -> None:
    first = _token(client)["access_token"]
    second = _token(client, force_refresh=True)["access_token"]
    assert [_good(client, first), _good(client, second)] == [40001, 0]
    assert _token(client, force_refresh=True)["access_token"] == second
    _advance(client, 31)
    assert _token(client, force_refresh=True)["access_token"] != second
    assert _good(client, second) == 40001


def test_twenty_forced_refreshes_a_day(client: FlaskClient) -> None:
    answers = []
    for _ in range(21):
        answers.append(_token(client, force_refresh=True))
        _advance(client, 60)
    refused = [answer["errcode"] for answer in answers if "errcode" in answer]
    # The test may run across midnight in Beijing, when the day's count begins anew.
    assert refused in ([45009], [])
    _advance(client, 86400)
    assert "access_token" in _token(client, force_refresh=True)


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"appid": ""}, 41002),
        ({"appid": "wx1"}, 40013),
        ({"secret": None}, 41004),
        ({"secret": "wrong"}, 40125),
        ({"grant_type": "password"}, 40002),
    ],
)
def test_who_may_not_have_a_token(
    client: FlaskClient, changes: dict[str, object], errcode: int
) -> None:
    answer = _token(client, **changes)
    assert answer["errcode"] == errcode
    assert ", rid: " in answer["errmsg"]
    classic = client.get("/cgi-bin/token", query_string=_ASK | changes)
    assert (classic.status_code, _json(classic)["errcode"]) == (200, errcode)


def test_the_form_of_a_token_request(client: FlaskClient) -> None:
    assert _json(client.get(_STABLE))["errcode"] == 43002
    assert _json(client.post(_STABLE))["errcode"] == 44002
    assert _json(client.post(_STABLE, data=_ASK))["errcode"] == 47001
    assert _json(client.post(_STABLE, json=[1]))["errcode"] == 47001


def test_each_classic_token_supersedes_the_one_before_and_no_stable_one(
    client: FlaskClient,
) -> None:
    stable = _token(client)["access_token"]
    old, new = (
        _json(client.get("/cgi-bin/token", query_string=_ASK))["access_token"] for _ in range(2)
    )
    assert [_good(client, token) for token in (old, new, stable)] == [0, 0, 0]
    _advance(client, 301)
    assert [_good(client, token) for token in (old, new, stable)] == [42001, 0, 0]
    assert [_good(client, "unknown"), _good(client, "")] == [40001, 41001]


def test_a_login_code_is_good_for_one_person_once(client: FlaskClient) -> None:
    code = _code(client, openid="o-li", unionid="u-li")
    response = client.get(_LOGIN, query_string=_LOG_IN | {"js_code": code})
    answer = _json(response)
    assert response.mimetype == "text/plain"
    assert (answer["openid"], answer["unionid"]) == ("o-li", "u-li")
    assert len(answer["session_key"]) == 24
    assert _log_in(client, code)["errcode"] == 40163
    assert "unionid" not in _log_in(client, _code(client, openid="o-yu"))


def test_codes_that_do_not_open(client: FlaskClient) -> None:
    late = _code(client)
    assert _log_in(client, "unknown-code")["errcode"] == 40029
    assert _log_in(client, "")["errcode"] == 41008
    assert _log_in(client, late, appid="wx1")["errcode"] == 40013
    assert _log_in(client, late, secret="wrong")["errcode"] == 40125
    assert _log_in(client, late, grant_type="client_credential")["errcode"] == 40002
    assert _log_in(client, _code(client, risk=True))["errcode"] == 40226
    _advance(client, 300)
    assert _log_in(client, late)["errcode"] == 40029


def test_new_people_differ(client: FlaskClient) -> None:
    people = {_log_in(client, _code(client))["openid"] for _ in range(5)}
    assert len(people) == 5


def test_time_only_moves_forward(client: FlaskClient) -> None:
    _advance(client, 100)
    for move in ({"advance_seconds": -1}, {"offset_seconds": 99}, {"offset_seconds": -1}):
        assert client.post("/__ctl/clock", json=move).status_code == 400
    for nonsense in ({}, {"advance_seconds": 1, "offset_seconds": 200}, {"advance_seconds": "1"}):
        assert client.post("/__ctl/clock", json=nonsense).status_code == 400
    assert client.post("/__ctl/clock", json={"offset_seconds": 100}).status_code == 200
    client.post("/__ctl/reset")
    assert _json(client.get("/__ctl/clock"))["offset_seconds"] == 100


def test_the_clock_is_the_row_in_the_services_database(database_url: str) -> None:
    with StandinServer(database_url) as first, StandinServer(database_url) as second:
        clock = f"{first.base_url}/__ctl/clock"
        assert requests.get(clock, timeout=5).json()["offset_seconds"] == 0
        first.advance(60)
        second.advance(40)
        assert requests.post(clock, json={"advance_seconds": 5}, timeout=5).ok
        assert requests.post(clock, json={"offset_seconds": 104}, timeout=5).status_code == 400
        assert requests.post(clock, json={"advance_seconds": -1}, timeout=5).status_code == 400
        assert requests.post(clock, json={"offset_seconds": 900}, timeout=5).ok
        code = second.login_code()
        first.advance(300)
        query = _LOG_IN | {"js_code": code}
        answer = requests.get(second.base_url + _LOGIN, params=query, timeout=5).json()
        assert answer["errcode"] == 40029
    engine = create_engine(database_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, seconds FROM clock_offsets")).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [(1, 1200)]


@pytest.mark.parametrize(
    ("path", "posted"),
    [
        ("login-code", {"openid": "o li"}),
        ("login-code", {"openId": "o-li"}),
        ("login-code", {"risk": "perhaps"}),
        ("fault", {"path": _STABLE}),
        ("fault", {"path": _STABLE, "kind": "flood"}),
        ("fault", {"path": _STABLE, "kind": "html", "times": 0}),
        ("fault", {"path": "/__ctl/reset", "kind": "html"}),
        ("fault", {"path": _STABLE, "kind": "delay", "seconds": 61}),
        ("fault", {"path": "**", "kind": "html"}),
        ("clock", {"advance_seconds": 10**10}),
        ("quota", {"scale": 2}),
        ("subscribe", {"openid": "o-li", "template_id": "t", "decision": "perhaps"}),
        ("phone-code", {"openid": "o-li", "phone": "+86 1"}),
        ("clock", [1]),
    ],
)
def test_a_control_call_that_makes_no_sense_is_refused(
    client: FlaskClient, path: str, posted: object
) -> None:
    response = client.post(f"/__ctl/{path}", json=posted)
    assert response.status_code == 400
    assert response.get_json()["errors"]


def test_a_web_page_elsewhere_controls_nothing(client: FlaskClient) -> None:
    plain = client.post("/__ctl/clock", data='{"advance_seconds": 9}', content_type="text/plain")
    assert plain.status_code == 400
    rebound = client.get("/__ctl/journal", headers={"Host": "evil.example"})
    assert rebound.status_code == 400
    assert _json(client.get("/__ctl/clock"))["offset_seconds"] == 0


def test_the_journal_names_calls_and_holds_no_values(client: FlaskClient) -> None:
    _token(client, appid="wx1")
    client.get("/cgi-bin/token", query_string=_ASK)
    calls = client.get("/__ctl/journal").get_json()["calls"]
    assert [(call["method"], call["path"], call["errcode"]) for call in calls] == [
        ("POST", _STABLE, 40013),
        ("GET", "/cgi-bin/token", None),
    ]
    assert calls[1]["parameters"] == ["appid", "grant_type", "secret"]
    assert APP_SECRET not in str(calls)
    client.post("/__ctl/reset")
    assert client.get("/__ctl/journal").get_json() == {"calls": []}


def test_it_knows_the_mini_program_of_the_default_settings() -> None:
    settings = Settings.from_env({})
    assert (settings.wechat_app_id, settings.wechat_app_secret) == (APP_ID, APP_SECRET)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def command(database_url: str, free_port: int) -> Iterator[subprocess.Popen[str]]:
    options = ["--port", str(free_port), "--database-url", database_url]
    arguments = [sys.executable, "-m", "tools.wechat_standin", *options]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.terminate()


def test_the_command_says_where_it_is_and_listens_on_the_loopback_only(
    command: subprocess.Popen[str], free_port: int
) -> None:
    assert command.stdout is not None
    assert command.stdout.readline().strip() == (f"WeChat stand-in: http://127.0.0.1:{free_port}/")
    assert requests.get(f"http://127.0.0.1:{free_port}/__ctl/clock", timeout=5).ok
    # 127.0.0.2 is this machine too: a server on every address would answer there.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", free_port), timeout=2)
