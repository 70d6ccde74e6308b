import json
import re

import pytest

from tests.support.standin_client import StandinClient

_TEXT = "/wxa/msg_sec_check"
_ASK = {"version": 2, "openid": "o-li", "scene": 2, "content": "hello world!"}


@pytest.fixture
def wechat() -> StandinClient:
    return StandinClient()


def test_a_text_without_a_fault_passes(wechat: StandinClient) -> None:
    answer = wechat.call(_TEXT, _ASK)
    assert re.fullmatch(r"[0-9a-f]{32}", answer.pop("trace_id"))
    assert answer == {
        "errcode": 0,
        "errmsg": "ok",
        "result": {"suggest": "pass", "label": 100},
        "detail": [
            {
                "strategy": "content_model",
                "errcode": 0,
                "suggest": "pass",
                "label": 100,
                "prob": 90,
            },
            {"strategy": "keyword", "errcode": 0, "suggest": "pass", "label": 100},
        ],
    }


def test_rules_decide_the_newest_first(wechat: StandinClient) -> None:
    assert _result(wechat, "一起刷单吗") == ("risky", 20008)
    wechat.order("text-rule", regex="刷单.$", suggest="review", label=21000)
    assert _result(wechat, "一起刷单吗") == ("review", 21000)
    wechat.order("text-rule", regex="一起", suggest="pass", label=100)
    assert _result(wechat, "一起刷单吗") == ("pass", 100)
    wechat.reset()
    assert _result(wechat, "一起刷单吗") == ("risky", 20008)
    assert wechat.http.post("/__ctl/text-rule", json={"regex": "("}).status_code == 400


def _result(wechat: StandinClient, content: str) -> tuple[str, int]:
    # As the service writes it: the platform does not read backslash-u escapes.
    body = json.dumps(_ASK | {"content": content}, ensure_ascii=False).encode()
    query = {"access_token": wechat.token}
    response = wechat.http.post(_TEXT, data=body, query_string=query)
    found = response.get_json(force=True)["result"]
    return found["suggest"], found["label"]


def test_escaped_text_is_not_understood_and_so_passes(wechat: StandinClient) -> None:
    body = json.dumps(_ASK | {"content": "刷单"}).encode()
    assert b"\\u" in body
    query = {"access_token": wechat.token}
    answer = wechat.http.post(_TEXT, data=body, query_string=query).get_json(force=True)
    assert answer["result"]["suggest"] == "pass"


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"content": ""}, 44004),
        ({"content": "字" * 2500}, 0),
        ({"content": "字" * 2501}, 45002),
        ({"openid": ""}, 40003),
        ({"scene": 5}, 40129),
        ({"scene": None}, 40129),
    ],
)
def test_the_form_of_a_question(
    wechat: StandinClient, change: dict[str, object], errcode: int
) -> None:
    assert wechat.errcode(_TEXT, _ASK | change) == errcode


def test_the_first_version_knows_only_good_and_bad(wechat: StandinClient) -> None:
    query = {"access_token": wechat.token}
    for content, errcode in (("你好", 0), ("刷单", 87014)):
        body = json.dumps({"content": content}, ensure_ascii=False).encode()
        answer = wechat.http.post(_TEXT, data=body, query_string=query).get_json(force=True)
        assert (answer["errcode"], "result" in answer) == (errcode, False)
