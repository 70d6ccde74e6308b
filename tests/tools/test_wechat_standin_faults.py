import time

import pytest
import requests

from tests.support.standin_client import CREDENTIALS, StandinClient
from tools.wechat_standin import FaultKind, StandinServer
from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.quotas import Quota

_STABLE, _LOGIN = "/cgi-bin/stable_token", "/sns/jscode2session"
_LOG_IN = CREDENTIALS | {"grant_type": "authorization_code"}
_TEXT, _CODE, _LINK = "/wxa/msg_sec_check", "/wxa/getwxacodeunlimit", "/wxa/generate_urllink"
_ASK = {"version": 2, "openid": "o-li", "scene": 2, "content": "hello"}


@pytest.fixture
def wechat() -> StandinClient:
    return StandinClient()


def test_faults_happen_in_order_and_end(wechat: StandinClient) -> None:
    wechat.order("fault", path=_STABLE, kind="errcode", errcode=45011, times=2)
    for kind in ("html", "http_500", "http_502", "redirect", "truncated", "wrong_type"):
        wechat.order("fault", path=_STABLE, kind=kind)
    wechat.order("fault", path=_STABLE, kind="oversized")

    answers = [wechat.http.post(_STABLE, json=CREDENTIALS) for _ in range(10)]
    assert [each.get_json(force=True)["errcode"] for each in answers[:2]] == [45011, 45011]
    assert [(each.status_code, each.mimetype) for each in answers[2:6]] == [
        (200, "text/html"),
        (500, "text/html"),
        (502, "text/html"),
        (302, "text/html"),
    ]
    truncated, odd, oversized, good = answers[6:]
    assert truncated.get_json(silent=True) is None
    assert odd.mimetype == "application/octet-stream"
    assert "access_token" in odd.get_json(force=True)
    assert len(oversized.data) > 1_000_000
    assert "access_token" in oversized.get_json(force=True)
    assert "access_token" in good.get_json(force=True)


def test_a_fault_may_wait_for_a_word_and_hit_any_address(wechat: StandinClient) -> None:
    wechat.order("fault", path="*", kind="errcode", errcode=61010, match="o-yu", times=2)
    found = [wechat.errcode(_TEXT, _ASK | {"openid": openid}) for openid in ("o-li", "o-yu")]
    assert found == [0, 61010]
    assert wechat.errcode(_LINK, {"query": "o-yu"}) == 61010
    assert wechat.errcode(_LINK, {"query": "o-yu"}) == 0
    assert [call["fault"] for call in wechat.look("journal")["calls"]] == [
        *(None, None, "errcode", "errcode", None)
    ]


@pytest.mark.parametrize("after_processing", [False, True])
def test_a_reset_drops_the_connection(*, after_processing: bool) -> None:
    with StandinServer() as standin:
        code = standin.login_code()
        standin.fault(_LOGIN, FaultKind.RESET, after_processing=after_processing)
        query = _LOG_IN | {"js_code": code}
        with pytest.raises(requests.ConnectionError):
            requests.get(standin.base_url + _LOGIN, params=query, timeout=5)
        again = requests.get(standin.base_url + _LOGIN, params=query, timeout=5).json()
        assert again.get("errcode") == (40163 if after_processing else None)


def test_a_delay_holds_up_its_own_call_only_and_ends_with_a_reset() -> None:
    with StandinServer() as standin:
        standin.fault(_LOGIN, FaultKind.DELAY, seconds=60)
        with pytest.raises(requests.ReadTimeout):
            requests.get(standin.base_url + _LOGIN, timeout=0.1)
        began = time.monotonic()
        requests.post(standin.base_url + _STABLE, json=CREDENTIALS, timeout=5)
        standin.reset()
        assert time.monotonic() - began < 5


def test_a_late_answer_was_thought_out_at_once() -> None:
    with StandinServer() as standin:
        standin.fault(_LOGIN, FaultKind.DELAY, seconds=60, after_processing=True)
        query = _LOG_IN | {"js_code": standin.login_code()}
        with pytest.raises(requests.ReadTimeout):
            requests.get(standin.base_url + _LOGIN, params=query, timeout=0.2)
        again = requests.get(standin.base_url + _LOGIN, params=query, timeout=5).json()
        assert again["errcode"] == 40163
        standin.reset()


def test_a_quota_has_a_window_of_a_second_a_minute_and_a_day() -> None:
    quota = Quota(per_second=(1, 44990), per_minute=(2, 45011), per_day=3)
    noon = 12 * 3600.0
    for moment, errcode in (
        *((noon, None), (noon + 0.5, 44990), (noon + 1, None), (noon + 2, 45011)),
        *((noon + 60, None), (noon + 120, 45009), (noon + 12 * 3600, None)),
    ):
        refused = None
        try:
            quota.take(moment)
        except Refused as refusal:
            refused = refusal.errcode
        # The day ends at midnight in Beijing, which is four in the afternoon of UTC.
        assert (moment, refused) == (moment, errcode)


def test_documented_quotas_scaled_down(wechat: StandinClient) -> None:
    wechat.order("quota", scale=0.0005)
    for path, asked, errcode in (
        (_TEXT, _ASK, 45009),
        (_CODE, {"scene": ""}, 45009),
        (_LINK, {}, 44990),
    ):
        assert wechat.errcode(path, asked) != errcode
        # Until a second or a minute has seen one call too many.
        assert any(wechat.errcode(path, asked) == errcode for _ in range(100))
    wechat.order("quota", scale=1, path=_TEXT)
    assert wechat.errcode(_TEXT, _ASK) == 0
    quota = wechat.call("/cgi-bin/openapi/quota/get", {"cgi_path": _TEXT})["quota"]
    assert quota["daily_limit"] == 2_000_000
    assert quota["remain"] == 2_000_000 - quota["used"]
    assert quota["used"] > 1


def test_one_person_logs_in_so_often_a_minute(wechat: StandinClient) -> None:
    wechat.order("quota", scale=0.01, path=_LOGIN)

    def log_in(openid: str) -> int:
        code = wechat.order("login-code", openid=openid)["code"]
        answer = wechat.http.get(_LOGIN, query_string=_LOG_IN | {"js_code": code})
        return int(answer.get_json(force=True).get("errcode", 0))

    assert log_in("o-li") == 0
    assert any(log_in("o-li") == 45011 for _ in range(100))
    assert log_in("o-yu") == 0
