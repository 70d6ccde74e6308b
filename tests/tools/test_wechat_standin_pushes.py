import base64
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from config.settings import Settings
from tests.support.push_receiver import CRYPTO, PushReceiver, opened, push_receiver
from tests.support.standin_client import CREDENTIALS
from tools.wechat_standin import APP_ID, StandinServer
from tools.wechat_standin.credentials import ORIGINAL_ID, PUSH_KEY, PUSH_TOKEN
from tools.wechat_standin.pushing import (
    Manner,
    Mode,
    Outcome,
    PushRequest,
    Tampering,
    open_sealed,
    request_for,
    seal,
    signature_of,
)
from tools.wechat_standin.pushing.delivery import is_envelope
from tools.wechat_standin.pushing.envelope import NotSealed

_ERRORS = pytest.importorskip("wechatpy.exceptions")
_OTHER_KEY = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
_TEMPLATE = "BEwX0BOT3MqK3Uc5oTU3CGBqzjpndk2jzUf7VfExd8"


@pytest.mark.parametrize(
    ("timestamp", "nonce", "signature"),
    [
        ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
    ],
)
def test_the_signature_is_the_documented_one(timestamp: str, nonce: str, signature: str) -> None:
    assert signature_of("AAAAA", timestamp, nonce) == signature


def test_it_knows_the_push_settings_of_the_default_settings() -> None:
    settings = Settings.from_env({})
    known = (settings.wechat_push_token, settings.wechat_push_key, settings.wechat_original_id)
    assert known == (PUSH_TOKEN, PUSH_KEY, ORIGINAL_ID)


@pytest.mark.parametrize("length", [0, 1, 11, 12, 500])
def test_what_is_sealed_opens_with_its_key_for_its_mini_program_only(length: int) -> None:
    message = "福".encode() * length
    sealed = seal(message, key=PUSH_KEY, app_id=APP_ID)
    assert len(base64.b64decode(sealed)) % 32 == 0
    assert sealed != seal(message, key=PUSH_KEY, app_id=APP_ID)
    assert open_sealed(sealed, key=PUSH_KEY, app_id=APP_ID) == message
    for wrong in ({"key": _OTHER_KEY, "app_id": APP_ID}, {"key": PUSH_KEY, "app_id": "wx2"}):
        with pytest.raises(NotSealed):
            open_sealed(sealed, **wrong)
    for nonsense in ("", "AAAA", "?"):
        with pytest.raises(NotSealed):
            open_sealed(nonsense, key=PUSH_KEY, app_id=APP_ID)


def test_wechatpy_opens_what_we_seal_and_we_what_wechatpy_seals() -> None:
    event = {"ToUserName": ORIGINAL_ID, "FromUserName": "o-li", "Event": "吃饭了"}
    request = request_for(event, 1_714_036_504.9)
    assert opened(request) == event
    query = request.query
    assert query["timestamp"] == "1714036504"
    assert (query["openid"], query["encrypt_type"]) == ("o-li", "aes")
    assert query["signature"] == signature_of(PUSH_TOKEN, query["timestamp"], query["nonce"])
    assert json.loads(request.body).keys() == {"ToUserName", "Encrypt"}
    answer = CRYPTO.WeChatCrypto(PUSH_TOKEN, PUSH_KEY, APP_ID).encrypt_message("{}", "1", 2)
    sealed = answer.partition("<Encrypt><![CDATA[")[2].partition("]")[0]
    assert open_sealed(sealed, key=PUSH_KEY, app_id=APP_ID) == b"{}"


def test_pushes_that_are_wrong_in_one_way_each() -> None:
    event = {"ToUserName": ORIGINAL_ID, "FromUserName": "o-li"}

    def made(**manner: Any) -> PushRequest:
        return request_for(event, 1_000_000, Manner(**manner))

    assert made(age_seconds=301).query["timestamp"] == "999699"
    with pytest.raises(_ERRORS.InvalidAppIdException):
        opened(made(app_id="wx2"))
    for tampering in (Tampering.BODY, Tampering.SIGNATURE):
        with pytest.raises(_ERRORS.InvalidSignatureException):
            opened(made(tampering=tampering))
    with pytest.raises(_ERRORS.InvalidSignatureException):
        opened(made(token="another"))
    assert "msg_signature" not in made(tampering=Tampering.UNSIGNED).query
    plain = made(mode=Mode.PLAIN)
    assert json.loads(plain.body) == event
    assert "encrypt_type" not in plain.query
    assert json.loads(made(mode=Mode.COMPAT).body).keys() == {*event, "Encrypt"}


def test_an_envelope_as_an_answer_must_be_ours_and_signed() -> None:
    sealed = seal(b"{}", key=PUSH_KEY, app_id=APP_ID)
    good = {"Encrypt": sealed, "TimeStamp": 1, "Nonce": "2"}
    good["MsgSignature"] = signature_of(PUSH_TOKEN, "1", "2", sealed)
    assert is_envelope(json.dumps(good))
    for change in ({"MsgSignature": "0" * 40}, {"Encrypt": "AAAA"}, {"Nonce": "3"}):
        assert not is_envelope(json.dumps(good | change))
    for nonsense in ("", "[]", "fine", "{}"):
        assert not is_envelope(nonsense)


@pytest.fixture
def receiver() -> Iterator[PushReceiver]:
    with push_receiver() as found:
        yield found


@pytest.fixture
def standin(receiver: PushReceiver) -> Iterator[StandinServer]:
    with StandinServer(push_url=receiver.url) as server:
        server.push_to(receiver.url, pause_seconds=0)
        yield server


def test_what_she_decides_and_what_arrives_is_pushed(
    receiver: PushReceiver, standin: StandinServer
) -> None:
    her = {"openid": "o-li", "template_id": _TEMPLATE}
    standin.order("subscribe", **her, n=2)
    standin.order("subscribe", **her, decision="off")
    standin.order("subscribe", **her, decision="reject")
    standin.order("subscribe", **her)
    token = requests.post(
        f"{standin.base_url}/cgi-bin/stable_token", json=CREDENTIALS, timeout=5
    ).json()["access_token"]
    message = {"touser": "o-li", "template_id": _TEMPLATE, "data": {"thing1": {"value": "好"}}}
    url = f"{standin.base_url}/cgi-bin/message/subscribe/send?access_token={token}"
    assert requests.post(url, json=message, timeout=5).json()["errcode"] == 0
    assert [one.outcome for one in standin.pushes()] == [Outcome.ACCEPTED] * 6
    events = receiver.events()
    accepted, changed, sent = events[0], events[2], events[5]
    assert [each["Event"].split("_")[2] for each in events] == [
        *("popup", "popup", "change", "popup", "popup"),
        "sent",
    ]
    assert accepted["List"] == {
        "TemplateId": _TEMPLATE,
        "SubscribeStatusString": "accept",
        "PopupScene": "0",
    }
    assert changed["List"] == {"TemplateId": _TEMPLATE, "SubscribeStatusString": "reject"}
    assert events[3]["List"]["SubscribeStatusString"] == "reject"
    assert sent["List"]["MsgID"] == str(standin.messages()[0].msgid)
    assert {each["FromUserName"] for each in events} == {"o-li"}
    times = [int(each["CreateTime"]) for each in events]
    assert times == sorted(set(times))  # nobody taps twice in one second
    assert isinstance(accepted["CreateTime"], str)


def test_one_dialogue_about_several_templates_is_one_event(
    receiver: PushReceiver, standin: StandinServer
) -> None:
    answers = {"template-1": "accept", "template-2": "reject"}
    standin.order("dialogue", openid="o-li", answers=answers)
    (event,) = receiver.events()
    # An array, where a single answer is an object.
    found = {each["TemplateId"]: each["SubscribeStatusString"] for each in event["List"]}
    assert found == answers
    for wrong in ({}, {"template-1": "off"}, {f"template-{n}": "accept" for n in range(4)}):
        with pytest.raises(requests.HTTPError):
            standin.order("dialogue", openid="o-li", answers=wrong)


def test_who_does_not_answer_in_time_is_late(standin: StandinServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/push"
        standin.push_to(url, patience_seconds=0.1, pause_seconds=0)
        (told,) = standin.order("push", event={"Event": "x"}, tries=2)["deliveries"]
    assert (told["outcome"], told["tries"], told["status"]) == (Outcome.LATE, 2, None)


def test_events_on_order_twice_and_out_of_order(
    receiver: PushReceiver, standin: StandinServer
) -> None:
    events = [{"Event": "first", "FromUserName": "o-1"}, {"Event": "second", "List": [{}, {}]}]
    standin.order("push", events=events, dup=2, reorder=True)
    assert [each["Event"] for each in receiver.events()] == ["second", "second", "first", "first"]
    assert receiver.taken[0] == receiver.taken[1]
    assert isinstance(receiver.events()[0]["CreateTime"], int)
    standin.order("push", event=events[0], dup=2, resealed=True)
    again = receiver.events()[4:]
    assert again[0] == again[1]
    assert receiver.taken[4] != receiver.taken[5]


@pytest.mark.parametrize(
    ("answers", "outcome", "tries"),
    [
        ([(200, "success")], Outcome.ACCEPTED, 1),
        ([(200, "")], Outcome.ACCEPTED, 1),
        ([(200, "thanks")], Outcome.FLAGGED, 1),
        ([(500, "success"), (200, "success")], Outcome.ACCEPTED, 2),
        ([(403, "")] * 3, Outcome.REFUSED, 3),
    ],
)
def test_what_is_not_taken_is_sent_again_and_odd_answers_are_flagged(
    receiver: PushReceiver,
    standin: StandinServer,
    answers: list[tuple[int, str]],
    outcome: Outcome,
    tries: int,
) -> None:
    receiver.answers = [*answers]
    (told,) = standin.order("push", event={"Event": "x"}, tries=3)["deliveries"]
    assert (told["outcome"], told["tries"], len(receiver.taken)) == (outcome, tries, tries)
    (delivery,) = standin.pushes()
    assert (delivery.outcome, delivery.tries) == (outcome, tries)
    assert len({request.query["nonce"] for request in receiver.taken}) == tries


def test_nobody_there_nobody_told(standin: StandinServer) -> None:
    assert standin.order("push-verify") == {"verified": True}
    standin.push_to("http://127.0.0.1:9/push", pause_seconds=0)
    (told,) = standin.order("push", event={"Event": "x"})["deliveries"]
    assert (told["outcome"], told["status"]) == (Outcome.UNREACHABLE, None)
    standin.push_to(None)
    standin.order("subscribe", openid="o-li", template_id=_TEMPLATE)
    with pytest.raises(requests.HTTPError):
        standin.order("push", event={"Event": "x"})
    with pytest.raises(ValueError, match="this machine"):
        standin.push_to("http://192.0.2.1/push")
