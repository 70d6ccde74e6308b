import re
from typing import Any

import pytest

from tests.support.standin_client import CREDENTIALS, StandinClient
from tools.wechat_standin import APP_ID
from tools.wechat_standin.phone_codes import made_up_number
from tools.wechat_standin.session_keys import sign

_PHONE = "/wxa/business/getuserphonenumber"
_RISK = "/wxa/getuserriskrank"
_SESSION = "/wxa/checksession"


@pytest.fixture
def wechat() -> StandinClient:
    return StandinClient()


def test_a_phone_code_opens_her_number_once(wechat: StandinClient) -> None:
    handed = wechat.order("phone-code", openid="o-li", phone="13800138000")
    assert re.fullmatch(r"[0-9a-f]{64}", handed["code"])
    asked = {"code": handed["code"], "openid": "o-li"}
    answer = wechat.call(_PHONE, asked)
    found = answer["phone_info"]
    watermark = found.pop("watermark")
    assert (answer["errcode"], answer["errmsg"]) == (0, "ok")
    # The documentation calls countryCode a string; its sample shows a number.
    assert found == {
        "phoneNumber": "13800138000",
        "purePhoneNumber": "13800138000",
        "countryCode": 86,
    }
    assert watermark["appid"] == APP_ID
    assert wechat.errcode(_PHONE, asked) == 40029
    # A number once named stays hers.
    assert wechat.order("phone-code", openid="o-li")["phone"] == "13800138000"


def test_codes_that_open_no_number(wechat: StandinClient) -> None:
    hers = wechat.order("phone-code", openid="o-li")["code"]
    login = wechat.order("login-code", openid="o-li")["code"]
    for asked in (
        {"code": "0" * 64},
        {"code": login},
        {"code": hers, "openid": "o-yu"},
        {"code": None},
        {},
    ):
        assert wechat.errcode(_PHONE, asked) == 40029
    # Who asked for another's number did not use it up; without an openid it opens, too.
    assert wechat.errcode(_PHONE, {"code": hers}) == 0
    late = wechat.order("phone-code", openid="o-li")["code"]
    wechat.order("clock", advance_seconds=300)
    assert wechat.errcode(_PHONE, {"code": late}) == 40029


def test_people_without_a_named_number_have_a_made_up_one_of_their_own(
    wechat: StandinClient,
) -> None:
    numbers = {
        wechat.order("phone-code", openid=f"demo-{each}")["phone"] for each in (*range(50), 0)
    }
    assert len(numbers) == 50
    assert all(re.fullmatch(r"1999\d{7}", number) for number in numbers)
    assert made_up_number("demo-0") in numbers


def test_a_foreign_number_carries_its_country(wechat: StandinClient) -> None:
    code = wechat.order("phone-code", openid="o-li", phone="91234567", country="852")["code"]
    found = wechat.call(_PHONE, {"code": code, "openid": "o-li"})["phone_info"]
    assert found["phoneNumber"] == "+85291234567"
    assert (found["purePhoneNumber"], found["countryCode"]) == ("91234567", 852)


@pytest.mark.parametrize(
    "path",
    [
        _PHONE,
        _RISK,
        "/cgi-bin/message/subscribe/send",
        "/wxa/msg_sec_check",
        "/wxa/media_check_async",
        "/wxa/getwxacodeunlimit",
        "/wxa/generate_urllink",
    ],
)
def test_every_call_needs_a_token_and_posted_json(wechat: StandinClient, path: str) -> None:
    query = {"access_token": wechat.token}
    answers = [
        wechat.http.post(path, json={}),
        wechat.http.post(path, json={}, query_string={"access_token": "unknown"}),
        wechat.http.get(path, query_string=query),
        wechat.http.post(path, query_string=query),
        wechat.http.post(path, query_string=query, data={"code": "1"}),
        wechat.http.post(path, query_string=query, json=["code"]),
    ]
    errcodes = [each.get_json(force=True)["errcode"] for each in answers]
    assert errcodes == [41001, 40001, 43002, 44002, 47001, 47001]


def test_nobody_is_risky_until_somebody_says_so(wechat: StandinClient) -> None:
    asked = {"appid": APP_ID, "openid": "o-li", "scene": 0, "client_ip": "127.0.0.1"}
    answer = wechat.call(_RISK, asked)
    assert answer.keys() == {"errcode", "errmsg", "risk_rank", "unoin_id"}  # spelt so there
    assert (answer["errmsg"], answer["risk_rank"]) == ("getuserriskrank succ", 0)
    wechat.order("risk", openid="o-li", rank=4)
    assert wechat.call(_RISK, asked)["risk_rank"] == 4
    for change, errcode in (
        ({"appid": "wx2"}, 40013),
        ({"openid": None}, 40003),
        ({"scene": 3}, 40097),
        ({"client_ip": ""}, 40097),
    ):
        assert wechat.errcode(_RISK, asked | change) == errcode


def test_a_session_key_signs_with_its_base64_text_as_the_documented_sample() -> None:
    assert sign("o0q0otL8aEzpcZL/FT9WsQ==", '{"foo":"bar"}').startswith("654571f79995")


def test_only_the_key_of_the_last_login_is_good(wechat: StandinClient) -> None:
    first, second = (_log_in(wechat)["session_key"] for _ in range(2))
    assert [_session(wechat, sign(key, "")) for key in (first, second, "x")] == [87009, 0, 87009]
    assert _session(wechat, sign(second, ""), sig_method="md5") == 87009
    assert _session(wechat, sign(second, ""), openid="o-yu") == 87009
    assert _session(wechat, sign(second, ""), access_token="unknown") == 40001
    assert wechat.errcode(_SESSION, {}) == 43001


def _log_in(wechat: StandinClient) -> dict[str, Any]:
    query = CREDENTIALS | {"grant_type": "authorization_code"}
    query["js_code"] = wechat.order("login-code", openid="o-li")["code"]
    answer: dict[str, Any] = wechat.http.get("/sns/jscode2session", query_string=query).get_json(
        force=True
    )
    return answer


def _session(wechat: StandinClient, signature: str, **changes: str) -> int:
    query = {
        "access_token": wechat.token,
        "openid": "o-li",
        "signature": signature,
        "sig_method": "hmac_sha256",
    }
    answer = wechat.http.get(_SESSION, query_string=query | changes)
    return int(answer.get_json(force=True)["errcode"])
