from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.support.push_receiver import PushReceiver, push_receiver
from tests.support.standin_client import CREDENTIALS
from tools.wechat_standin import APP_ID, StandinServer
from tools.wechat_standin.credentials import ORIGINAL_ID

_MEDIA = "/wxa/media_check_async"


@pytest.fixture
def receiver() -> Iterator[PushReceiver]:
    with push_receiver() as found:
        yield found


@pytest.fixture
def standin(receiver: PushReceiver) -> Iterator[StandinServer]:
    with StandinServer(push_url=receiver.url) as server:
        yield server


def _hand_in(standin: StandinServer, **changes: object) -> dict[str, Any]:
    token = requests.post(
        f"{standin.base_url}/cgi-bin/stable_token", json=CREDENTIALS, timeout=5
    ).json()["access_token"]
    asked = {
        "media_url": f"{standin.base_url}/__ctl/clock",  # any address that answers
        "media_type": 2,
        "version": 2,
        "openid": "o-li",
        "scene": 1,
    }
    url = f"{standin.base_url}{_MEDIA}?access_token={token}"
    answer: dict[str, Any] = requests.post(url, json=asked | changes, timeout=5).json()
    standin.pushes()
    return answer


def _checks(standin: StandinServer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = requests.get(f"{standin.base_url}/__ctl/media", timeout=5).json()[
        "checks"
    ]
    return found


def test_a_picture_is_fetched_and_the_verdict_comes_by_push(
    receiver: PushReceiver, standin: StandinServer
) -> None:
    standin.order("media-verdict", regex="clock", suggest="risky", label=20002)
    answer = _hand_in(standin)
    assert (answer["errcode"], answer["errmsg"]) == (0, "ok")
    (event,) = receiver.events()
    assert isinstance(event.pop("CreateTime"), int)
    assert event == {
        "ToUserName": ORIGINAL_ID,
        "FromUserName": "o-li",
        "MsgType": "event",
        "Event": "wxa_media_check",
        "appid": APP_ID,
        "trace_id": answer["trace_id"],
        "version": 2,
        # A text here, where the check of texts has a number.
        "result": {"suggest": "risky", "label": "20002"},
        "detail": [
            {
                "strategy": "content_model",
                "errcode": 0,
                "suggest": "risky",
                "label": "20002",
                "prob": 90,
            },
            {"strategy": "keyword", "errcode": 0, "suggest": "risky", "label": "20002"},
        ],
    }
    (check,) = _checks(standin)
    assert check["fetched_bytes"] > 10


def test_what_cannot_be_fetched_passes_as_it_has_been_seen_to(
    receiver: PushReceiver, standin: StandinServer
) -> None:
    for url in ("http://127.0.0.1:9/x.jpg", "https://elsewhere.example/x.jpg"):
        _hand_in(standin, media_url=url)
    assert [event["result"]["suggest"] for event in receiver.events()] == ["pass", "pass"]
    assert [check["fetched_bytes"] for check in _checks(standin)] == [None, None]


def test_a_verdict_is_held_back_until_it_is_ordered_and_comes_again(
    receiver: PushReceiver, standin: StandinServer
) -> None:
    standin.order("media-verdict", hold=True)
    trace_id = _hand_in(standin)["trace_id"]
    assert receiver.taken == []
    for _ in range(2):
        standin.order("media-verdict", trace_id=trace_id, suggest="review", label=21000)
    assert [event["result"]["label"] for event in receiver.events()] == ["21000", "21000"]
    with pytest.raises(requests.HTTPError):
        standin.order("media-verdict", trace_id="unknown")


def test_the_first_version_answers_in_its_own_form(
    receiver: PushReceiver, standin: StandinServer
) -> None:
    _hand_in(standin, version=1)
    (event,) = receiver.events()
    assert (event["isrisky"], event["detail"], event["status_code"]) == (0, [], 0)
    assert "result" not in event


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"media_url": ""}, 40097),
        ({"media_type": 3}, 40097),
        ({"openid": None}, 40003),
        ({"scene": 0}, 40129),
    ],
)
def test_the_form_of_a_question(
    standin: StandinServer, change: dict[str, object], errcode: int
) -> None:
    assert _hand_in(standin, **change)["errcode"] == errcode
