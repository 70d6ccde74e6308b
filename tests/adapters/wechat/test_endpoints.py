"""Every interface: what is asked, what its answer must look like, what each errcode leads to."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.adapters.wechat import (
    MediaKind,
    RiskScene,
    WeChatAdapter,
    WeChatBusy,
    WeChatCodeInvalid,
    WeChatRefused,
)
from server.adapters.wechat.content import OVERLAP, SIGNS_MAX, parts_of
from server.kernel.errors import DomainError
from server.kernel.wechat import (
    SendOutcome,
    SubscriptionMessage,
    TextCheck,
    TextScene,
    Verdict,
    WeChatPhone,
)
from tests.support.wechat import GOOD_TOKEN, TOKEN_PATH, a_peer, a_platform, an_adapter
from tools.wechat_standin import APP_ID, FaultKind, StandinServer

_PHONE, _SEND = "/wxa/business/getuserphonenumber", "/cgi-bin/message/subscribe/send"
_TEXT, _MEDIA = "/wxa/msg_sec_check", "/wxa/media_check_async"
_CODE, _LINK = "/wxa/getwxacodeunlimit", "/wxa/generate_urllink"
_RISK, _SESSION_KEY = "/wxa/getuserriskrank", "/wxa/checksession"

MESSAGE = SubscriptionMessage("o-li", "tpl-order", "pages/points/points", {"thing1": "您的兑换单"})


@pytest.fixture
def standin() -> Iterator[StandinServer]:
    with StandinServer() as server:
        yield server


@pytest.fixture
def wechat(standin: StandinServer) -> WeChatAdapter:
    return an_adapter(standin.base_url)


def _asked(
    path: str, answer: object, ask: Callable[[WeChatAdapter], Any], **behaviour: object
) -> tuple[Any, dict[str, Any]]:
    """Return what comes of an answer (or the refusal it leads to), and what was posted for it."""
    answers = {TOKEN_PATH: GOOD_TOKEN} | ({path: answer} if answer is not None else {})
    with a_peer(answers=answers, **behaviour) as (peer, base):
        try:
            result = ask(an_adapter(base))
        except DomainError as refusal:
            result = type(refusal)
        return result, json.loads(peer.seen[-1][1] or b"{}")


# Phone numbers


def _phone_info(**changes: object) -> dict[str, Any]:
    mark = {"timestamp": int(datetime.now(UTC).timestamp()), "appid": APP_ID}
    info = {"phoneNumber": "13800000000", "purePhoneNumber": "13800000000", "countryCode": "86"}
    return {"errcode": 0, "phone_info": info | {"watermark": mark} | changes}


def _exchange(wechat: WeChatAdapter) -> WeChatPhone:
    return wechat.exchange_phone_code("a-fine-code", openid="o-li")


def test_a_phone_code_opens_for_its_own_openid_once(
    standin: StandinServer, wechat: WeChatAdapter
) -> None:
    code = standin.phone_code("o-li", "13900001234")
    assert wechat.exchange_phone_code(code, openid="o-li") == WeChatPhone("13900001234", "86")
    for again in (code, standin.phone_code("o-yu"), "unknown-code", "no", "has space"):
        with pytest.raises(WeChatCodeInvalid) as refused:
            wechat.exchange_phone_code(again, openid="o-li")
        assert "手机号" in refused.value.detail
    assert {tuple(call.parameters) for call in standin.journal(_PHONE)} == {
        ("access_token", "code", "openid")
    }


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"countryCode": 86}, WeChatPhone("13800000000", "86")),
        ({"watermark": {"timestamp": 1714036504, "appid": APP_ID}}, WeChatCodeInvalid),
        ({"purePhoneNumber": 13800000000}, WeChatBusy),
        ({"purePhoneNumber": "<b>"}, WeChatBusy),
        ({"countryCode": None}, WeChatBusy),
        ({"watermark": None}, WeChatBusy),
    ],
)
def test_a_number_is_believed_only_as_it_should_look(
    changes: dict[str, Any], result: object
) -> None:
    found, posted = _asked(_PHONE, _phone_info(**changes), _exchange)
    assert found == result
    assert posted == {"code": "a-fine-code", "openid": "o-li"}


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ({"errcode": 0, "phone_info": []}, WeChatBusy),
        ({"errcode": 0}, WeChatBusy),
        ({"errcode": 40003}, WeChatCodeInvalid),
        ({"errcode": 40013}, WeChatRefused),
        ({"errcode": -1}, WeChatBusy),
    ],
)
def test_without_a_number_there_is_a_refusal(answer: object, result: object) -> None:
    found, _ = _asked(_PHONE, answer, _exchange)
    assert found == result


def test_a_number_vouched_for_elsewhere_is_refused() -> None:
    mark = {"timestamp": int(datetime.now(UTC).timestamp()), "appid": "wxother"}
    assert _asked(_PHONE, _phone_info(watermark=mark), _exchange)[0] is WeChatCodeInvalid


def test_the_age_of_a_number_goes_by_the_clock_of_the_service(standin: StandinServer) -> None:
    platform = a_platform(standin.base_url)
    standin.advance(86_400)
    wechat = WeChatAdapter(platform, lambda: datetime.now(UTC) + timedelta(days=1))
    assert wechat.exchange_phone_code(standin.phone_code("o-li"), openid="o-li").number


# Subscription messages


def test_a_message_goes_out_for_a_permission(standin: StandinServer, wechat: WeChatAdapter) -> None:
    assert wechat.send_subscription(MESSAGE) is SendOutcome.NO_CREDIT
    standin.order("subscribe", openid="o-li", template_id="tpl-order", n=1, decision="accept")
    assert wechat.send_subscription(MESSAGE) is SendOutcome.SENT
    (sent,) = standin.messages()
    assert sent.message.data == MESSAGE.data


def test_a_message_says_which_version_and_language_it_is_for() -> None:
    outcome, posted = _asked(
        _SEND, {"errcode": 0, "msgid": 7}, lambda wechat: wechat.send_subscription(MESSAGE)
    )
    assert outcome is SendOutcome.SENT
    assert posted == {
        "touser": "o-li",
        "template_id": "tpl-order",
        "page": "pages/points/points",
        "data": {"thing1": {"value": "您的兑换单"}},
        "miniprogram_state": "developer",
        "lang": "zh_CN",
    }


@pytest.mark.parametrize(
    ("errcode", "outcome"),
    [
        (40003, SendOutcome.GONE),
        (43101, SendOutcome.NO_CREDIT),
        (45168, SendOutcome.SENSITIVE),
        (47003, SendOutcome.MALFORMED),
        (40037, SendOutcome.MISCONFIGURED),
        (41030, SendOutcome.MISCONFIGURED),
        (43107, SendOutcome.MISCONFIGURED),
        (48001, SendOutcome.MISCONFIGURED),
        (40164, SendOutcome.MISCONFIGURED),
        (99999, SendOutcome.MISCONFIGURED),
        (-1, SendOutcome.LATER),
        (43108, SendOutcome.LATER),
        (45009, SendOutcome.LATER),
        (45011, SendOutcome.LATER),
        (40001, SendOutcome.LATER),
    ],
)
def test_each_errcode_has_its_outcome(
    standin: StandinServer, wechat: WeChatAdapter, errcode: int, outcome: SendOutcome
) -> None:
    standin.fault(_SEND, FaultKind.ERRCODE, errcode=errcode, times=9)
    assert wechat.send_subscription(MESSAGE) is outcome


def test_a_lost_answer_is_told_apart_from_a_message_not_sent(
    standin: StandinServer, wechat: WeChatAdapter
) -> None:
    standin.fault(TOKEN_PATH, FaultKind.RESET)
    assert wechat.send_subscription(MESSAGE) is SendOutcome.LATER
    standin.fault(_SEND, FaultKind.RESET, after_processing=True)
    assert wechat.send_subscription(MESSAGE) is SendOutcome.UNKNOWN
    assert an_adapter("http://127.0.0.1:9").send_subscription(MESSAGE) is SendOutcome.LATER


# What others may see


def _check(wechat: WeChatAdapter, text: str = "楼道很干净") -> TextCheck:
    return wechat.check_text(text, openid="o-li", scene=TextScene.COMMENT)


def test_a_text_gets_its_verdict(wechat: WeChatAdapter) -> None:
    assert _check(wechat) == TextCheck(Verdict.PASS, 100)
    assert _check(wechat, "有人在低价代购") == TextCheck(Verdict.REVIEW, 10001)
    assert _check(wechat, "来赌钱") == TextCheck(Verdict.RISKY, 20006)


def test_a_long_text_is_checked_whole_and_the_worst_part_counts(
    standin: StandinServer, wechat: WeChatAdapter
) -> None:
    good = "净" * (SIGNS_MAX - 1)
    assert _check(wechat, good + "赌钱" + good).verdict is Verdict.RISKY  # across the cut
    assert len(standin.journal(_TEXT)) == 2
    assert _check(wechat, good + "广告位" + good).verdict is Verdict.REVIEW
    standin.fault(_TEXT, FaultKind.ERRCODE, errcode=61010)
    assert _check(wechat, good + good).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(("length", "parts"), [(1, 1), (2500, 1), (2501, 2), (4950, 2), (4951, 3)])
def test_the_parts_overlap_and_leave_nothing_out(length: int, parts: int) -> None:
    text = "".join(chr(0x4E00 + place) for place in range(length))
    cut = list(parts_of(text))
    assert len(cut) == parts
    assert max(map(len, cut)) <= SIGNS_MAX
    assert cut[0] + "".join(part[OVERLAP:] for part in cut[1:]) == text


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ({"errcode": 87014}, Verdict.RISKY),
        ({"errcode": 61010}, Verdict.UNKNOWN),
        ({"errcode": -1}, Verdict.UNKNOWN),
        ({"errcode": 45009}, Verdict.UNKNOWN),
        ({"errcode": 43104}, Verdict.UNKNOWN),
        ({"errcode": 0}, Verdict.UNKNOWN),
        ({"errcode": 0, "result": {"suggest": "fine", "label": 100}}, Verdict.UNKNOWN),
        ({"errcode": 0, "result": {"suggest": "pass", "label": None}}, Verdict.UNKNOWN),
        ({"errcode": 0, "result": {"suggest": "pass", "label": "100"}}, Verdict.PASS),
        (None, Verdict.UNKNOWN),
    ],
)
def test_no_answer_is_no_pass(answer: object, verdict: Verdict) -> None:
    found, posted = _asked(_TEXT, answer, _check)
    assert found.verdict is verdict
    assert posted == {"version": 2, "openid": "o-li", "scene": 2, "content": "楼道很干净"}


def _look_at(wechat: WeChatAdapter) -> str:
    url = "https://files.example/1.jpg"
    return wechat.check_media(url, kind=MediaKind.PICTURE, openid="o-li", scene=TextScene.COMMENT)


def test_a_picture_is_handed_in_by_its_address() -> None:
    trace, posted = _asked(_MEDIA, {"errcode": 0, "trace_id": "6a-b"}, _look_at)
    assert trace == "6a-b"
    assert posted["version"] == posted["media_type"] == 2
    assert _asked(_MEDIA, {"errcode": 0}, _look_at)[0] is WeChatBusy


# Ways in


_JPEG, _PNG = b"\xff\xd8\xff\xe0 a picture", b"\x89PNG\r\n\x1a\n a picture"


@pytest.mark.parametrize(
    ("kind", "body", "result"),
    [
        ("image/jpeg", _JPEG, _JPEG),
        ("image/png", _PNG, _PNG),
        ("image/jpeg", b"<html>", WeChatBusy),
        ("image/png", _JPEG, WeChatBusy),
        ("application/json", _JPEG, WeChatBusy),
        ("application/json", b'{"errcode": 41030}', WeChatRefused),
        ("image/jpeg", b'{"errcode": 0}', WeChatBusy),
        ("image/gif", b"GIF89a", WeChatBusy),
    ],
)
def test_a_code_is_a_picture_or_nothing(kind: str, body: bytes, result: object) -> None:
    def draw(wechat: WeChatAdapter) -> bytes:
        return wechat.draw_code("a_scene-1", page="pages/scan/scan")

    with a_peer(answers={TOKEN_PATH: GOOD_TOKEN}) as (_, base):
        platform = a_platform(base)
        platform.post(TOKEN_PATH, {}, lambda answer: answer)  # the token comes as JSON, always
        tokens = platform._token._store  # noqa: SLF001 - what it fetched
    with a_peer(body=body, kind=kind) as (peer, base):
        wechat = an_adapter(base, tokens)
        try:
            assert draw(wechat) == result
        except DomainError as refusal:
            assert type(refusal) is result  # noqa: PT017 - the outcome is one of both
        assert json.loads(peer.seen[-1][1]) == {
            "scene": "a_scene-1",
            "page": "pages/scan/scan",
            "width": 430,
            "env_version": "develop",
            "check_path": False,
        }


@pytest.mark.parametrize(
    "wrong",
    [
        {"scene": ""},
        {"scene": "a" * 33},
        {"scene": "a&b"},
        {"scene": "码"},
        {"scene": "a\n"},
        {"page": "/pages/scan"},
        {"page": "pages/scan?x=1"},
        {"width": 279},
        {"width": 1281},
    ],
)
def test_a_code_wechat_would_refuse_is_not_asked_for(wrong: Mapping[str, Any]) -> None:
    wishes = {"scene": "a_scene-1", "page": "pages/scan/scan"} | dict(wrong)
    with a_peer() as (peer, base), pytest.raises(ValueError, match="not what WeChat takes"):
        an_adapter(base).draw_code(wishes.pop("scene"), **wishes)
    assert peer.seen == []


def test_a_link_says_only_what_is_used() -> None:
    answer = {"errcode": 0, "url_link": "https://wxaurl.cn/TICKET"}
    link, posted = _asked(_LINK, answer, lambda wechat: wechat.make_link(days=7))
    assert link == "https://wxaurl.cn/TICKET"
    assert posted == {"expire_type": 1, "expire_interval": 7, "env_version": "develop"}
    elsewhere = answer | {"url_link": "https://evil.example/TICKET"}
    assert _asked(_LINK, elsewhere, lambda wechat: wechat.make_link(path="pages/a"))[0] is (
        WeChatBusy
    )
    for wrong in ({"days": 0}, {"days": 31}, {"query": "x" * 1025}):
        with pytest.raises(ValueError, match="not what WeChat takes"):
            an_adapter("http://127.0.0.1:9").make_link(**wrong)


# Risk and session keys


def _rank(wechat: WeChatAdapter) -> int | None:
    return wechat.rank_risk("o-li", scene=RiskScene.CONTENT, client_ip="203.0.113.7")


@pytest.mark.parametrize(
    ("answer", "rank"),
    [
        ({"errcode": 0, "errmsg": "getuserriskrank succ", "risk_rank": 0, "unoin_id": 123456}, 0),
        ({"errcode": 0, "risk_rank": 4, "unoin_id": 1}, 4),
        ({"errcode": 0, "risk_rank": 5}, None),
        ({"errcode": 0, "risk_rank": True}, None),
        ({"errcode": 0}, None),
        ({"errcode": 48001}, None),
        ({"errcode": 61010}, None),
        (None, None),
    ],
)
def test_a_risk_rank_is_a_signal_that_may_be_missing(answer: object, rank: int | None) -> None:
    found, posted = _asked(_RISK, answer, _rank)
    assert found == rank
    assert posted == {"appid": APP_ID, "openid": "o-li", "scene": 2, "client_ip": "203.0.113.7"}


@pytest.mark.parametrize(
    ("answer", "result"),
    [({"errcode": 0}, True), ({"errcode": 87009}, False), ({"errcode": 40003}, WeChatRefused)],
)
def test_a_session_key_is_hers_or_not(answer: object, result: object) -> None:
    def is_hers(wechat: WeChatAdapter) -> bool:
        return wechat.is_session_key("o0q0otL8aEzpcZL/FT9WsQ==", openid="o-li")

    assert _asked(_SESSION_KEY, answer, is_hers)[0] == result


def test_the_signing_key_is_the_base64_text_itself() -> None:
    """WeChat's own example, whose message is not empty."""
    key, message = b"o0q0otL8aEzpcZL/FT9WsQ==", b'{"foo":"bar"}'
    assert hmac.new(key, message, hashlib.sha256).hexdigest().startswith("654571f79995")
