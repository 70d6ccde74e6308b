from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.support.standin_client import CREDENTIALS, StandinClient
from tools.wechat_standin import FaultKind, StandinServer

_SEND = "/cgi-bin/message/subscribe/send"
_TEMPLATE = "BEwX0BOT3MqK3Uc5oTU3CGBqzjpndk2jzUf7VfExd8"


@pytest.fixture
def wechat() -> StandinClient:
    return StandinClient()


def _message(**changes: object) -> dict[str, Any]:
    """Return the sample request of the documentation, with a page that we have."""
    fields = {
        "character_string01": "339208499",
        "time01": "2015年01月05日 15:01",
        "thing01": "TIT创意园",
        "thing02": "广州市新港中路397号",
    }
    return {
        "touser": "o-li",
        "template_id": _TEMPLATE,
        "page": "packages/me/messages/messages?from=push",
        "miniprogram_state": "developer",
        "lang": "zh_CN",
        "data": {name: {"value": value} for name, value in fields.items()},
    } | changes


def test_one_tap_one_message_and_it_can_be_looked_at(wechat: StandinClient) -> None:
    assert wechat.errcode(_SEND, _message()) == 43101
    wechat.order("subscribe", openid="o-li", template_id=_TEMPLATE, n=2)
    answer = wechat.call(_SEND, _message())
    assert (answer["errcode"], answer["errmsg"]) == (0, "ok")
    assert [wechat.errcode(_SEND, _message()) for _ in range(2)] == [0, 43101]
    first, _ = wechat.look("messages")["messages"]
    assert (first["openid"], first["template_id"]) == ("o-li", _TEMPLATE)
    assert first["data"]["thing01"] == "TIT创意园"
    assert first["msgid"] == answer["msgid"]


def test_permissions_are_hers_and_of_one_template(wechat: StandinClient) -> None:
    wechat.order("subscribe", openid="o-li", template_id=_TEMPLATE)
    assert wechat.errcode(_SEND, _message(touser="o-yu")) == 43101
    assert wechat.errcode(_SEND, _message(template_id="another-template")) == 43101
    assert wechat.errcode(_SEND, _message()) == 0


@pytest.mark.parametrize("decision", ["reject", "off"])
def test_a_refusal_takes_all_permissions(wechat: StandinClient, decision: str) -> None:
    wechat.order("subscribe", openid="o-li", template_id=_TEMPLATE, n=3)
    wechat.order("subscribe", openid="o-li", template_id=_TEMPLATE, decision=decision)
    assert wechat.errcode(_SEND, _message()) == 43101
    wechat.order("subscribe", openid="o-li", template_id=_TEMPLATE)
    assert wechat.errcode(_SEND, _message()) == 0


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"touser": ""}, 40003),
        ({"touser": "o li"}, 40003),
        ({"template_id": None}, 40037),
        ({"page": "/packages/me/messages/messages"}, 41030),
        ({"page": "pages/nowhere/nowhere"}, 41030),
        ({"miniprogram_state": "beta"}, 40097),
        ({"lang": "de"}, 40097),
        ({"data": {}}, 47003),
    ],
)
def test_a_message_that_is_wrong_costs_no_permission(
    wechat: StandinClient, change: dict[str, object], errcode: int
) -> None:
    wechat.order("subscribe", openid="o-li", template_id=_TEMPLATE)
    assert wechat.errcode(_SEND, _message(**change)) == errcode
    assert wechat.errcode(_SEND, _message()) == 0


GOOD = {
    "thing1": ["福", "二十个字以内什么都可以，数字1和!也行"],
    "number1": ["3", "-2.5", "1" * 32],
    "letter1": ["ABCdef"],
    "symbol1": ["!?", "——"],
    "character_string1": ["AB-12_x"],
    "time1": ["15:01", "2019年10月1日 15:01", "15:01~16:00", "2019年10月1日 8:00~9:30"],
    "date1": ["2019年10月1日", "2019年10月1日 15:01"],
    "amount1": ["￥100", "¥12.50元", "100元"],
    "phone_number1": ["+86-0766-66888866"],
    "car_number1": ["渝A8Z888", "渝AD12345"],
    "name1": ["王秀英", "Li Hua"],
    "phrase1": ["配送中", "已经能用了"],
    "enum1": ["男"],
}
BAD: dict[str, list[object]] = {
    "thing1": ["", " ", "字" * 21, "第一行\n第二行", 3, None],
    "number1": ["三", "1" * 33, "1,000"],
    "letter1": ["字母", "a" * 33, "a1"],
    "symbol1": ["!!!!!!", "a"],
    "character_string1": ["字", "a" * 33, "a b"],
    "time1": ["明天", "2019-10-01 15:01", "15点"],
    "date1": ["15:01", "2019/10/1"],
    "amount1": ["一百元", "￥" + "1" * 11],
    "phone_number1": ["1" * 18, "电话"],
    "car_number1": ["渝AD1234567"],
    "name1": ["王" * 11, "Li" * 11, "王Li"],
    "phrase1": ["六个字不可以", "OK", "3分"],
    "nothing1": ["x"],
    "thing": ["x"],
}


@pytest.mark.parametrize("name", [*GOOD])
def test_what_a_field_may_hold(wechat: StandinClient, name: str) -> None:
    wechat.order("subscribe", openid="o-li", template_id=_TEMPLATE, n=9)
    for value in GOOD[name]:
        answer = wechat.call(_SEND, _message(data={name: {"value": value}}))
        assert (value, answer["errcode"]) == (value, 0)


@pytest.mark.parametrize("name", [*BAD])
def test_what_a_field_may_not_hold_is_refused_by_its_name(wechat: StandinClient, name: str) -> None:
    wechat.order("subscribe", openid="o-li", template_id=_TEMPLATE)
    for value in BAD[name]:
        answer = wechat.call(
            _SEND, _message(data={"thing9": {"value": "好"}, name: {"value": value}})
        )
        assert (value, answer["errcode"]) == (value, 47003)
        assert f"data.{name}.value" in answer["errmsg"]


def test_two_sends_to_one_person_at_a_time_are_one_too_many() -> None:
    with StandinServer() as standin:
        standin.order("subscribe", openid="o-li", template_id=_TEMPLATE, n=9)
        standin.order("subscribe", openid="o-yu", template_id=_TEMPLATE, n=9)
        token = requests.post(
            f"{standin.base_url}/cgi-bin/stable_token", json=CREDENTIALS, timeout=5
        ).json()["access_token"]
        standin.fault(_SEND, FaultKind.DELAY, seconds=0.5, after_processing=True, times=3)

        def send(openid: str) -> int:
            url = f"{standin.base_url}{_SEND}?access_token={token}"
            return int(
                requests.post(url, json=_message(touser=openid), timeout=5).json()["errcode"]
            )

        with ThreadPoolExecutor(3) as three:
            assert sorted(three.map(send, ["o-li", "o-li", "o-yu"])) == [0, 0, 43108]
        assert send("o-li") == 0
        assert [sent.message.openid for sent in standin.messages()].count("o-li") == 2
