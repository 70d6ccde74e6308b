"""What comes in: unknown fields, every fault at once, in Chinese, with pointers; hostile bodies."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError, fields

from models.vocabulary import ProxyChannel
from server.app import BODY_BYTES_MAX
from server.kernel.work import OnBehalf
from server.web.problems import pointers
from server.web.schemas import InSchema, on_behalf
from tests.http.web.tiny import PersonIn
from tests.support.builders import a_person
from tests.support.service import Answer, Caller, Service

BEHALF = {"member_id": 5, "reason": "腿脚不便", "channel": "telephone"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
PAYLOADS = st.dictionaries(
    st.sampled_from([*PersonIn().fields, "member_id", "passed", "score"]), JSON, max_size=6
)


@pytest.fixture
def caller(tiny: Service) -> Caller:
    return tiny.sign_in(a_person(tiny))


def faults(answer: Answer) -> dict[str, str]:
    assert answer.status == 422
    assert answer.body["type"] == "/problems/invalid-input"
    return {fault["pointer"]: fault["detail"] for fault in answer.body["errors"]}


def send(caller: Caller, body: bytes, kind: str = "application/json") -> Answer:
    headers = {
        "Authorization": f"Bearer {caller.token}",
        "Idempotency-Key": "hostile-body",
        "Content-Type": kind,
    }
    response = caller.app.test_client().post("/api/v1/tiny/people", data=body, headers=headers)
    return Answer(response.status_code, response.get_json(), dict(response.headers))


def test_an_unknown_field_is_refused(caller: Caller) -> None:
    answer = caller.post("/tiny/people", {"name": "王淑芬", "passed": True, "score": 18})
    assert faults(answer) == {"#/passed": "这一项不用填。", "#/score": "这一项不用填。"}


def test_every_fault_is_named_at_once_with_its_pointer(caller: Caller) -> None:
    body = {
        "name": "",
        "note": "x" * 41,
        "number": 11,
        "relation": "boss",
        "on_behalf": {"member_id": "five", "reason": "x", "channel": "letter", "extra": 1},
    }
    assert faults(caller.post("/tiny/people", body)) == {
        "#/name": "请写1到20个字。",
        "#/note": "最多写40个字。",
        "#/number": "要在1到10之间。",
        "#/relation": "请从给出的几项里选。",
        "#/on_behalf/member_id": "这一项没看懂，请再填一次。",
        "#/on_behalf/reason": "请写2到200个字。",
        "#/on_behalf/channel": "请从给出的几项里选。",
        "#/on_behalf/extra": "这一项不用填。",
    }


def test_a_missing_and_an_empty_field_are_named(caller: Caller) -> None:
    assert faults(caller.post("/tiny/people", {"number": None, "note": None})) == {
        "#/name": "这一项要填。",
        "#/note": "这一项不能空着。",
    }


@pytest.mark.parametrize("body", [[], ["name"], "name", 5, True])
def test_a_body_that_is_no_object_is_refused(caller: Caller, body: object) -> None:
    assert faults(caller.post("/tiny/people", body)) == {"#": "没看懂，请再填一次。"}


def test_a_body_of_another_kind_counts_as_none(caller: Caller) -> None:
    answer = send(caller, b"name=x", "application/x-www-form-urlencoded")
    assert faults(answer) == {"#/name": "这一项要填。"}


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"name": "\xff"}', b"\x00", b'{"name": }', b"[" * 100_000, b'{"a":' * 30_000],
    ids=["cut off", "not UTF-8", "NUL", "no value", "deep list", "deep object"],
)
def test_unreadable_json_is_a_400(caller: Caller, body: bytes) -> None:
    answer = send(caller, body)
    assert (answer.status, answer.body["type"]) == (400, "/problems/unreadable-request")
    assert answer.body["title"] == "没看懂发来的内容"
    assert "errors" not in answer.body


def test_an_empty_body_is_missing_rather_than_unreadable(caller: Caller) -> None:
    assert faults(send(caller, b"")) == {"#/name": "这一项要填。"}


def test_a_body_that_is_too_large_is_a_413(caller: Caller) -> None:
    answer = send(caller, json.dumps({"name": "x" * BODY_BYTES_MAX}).encode())
    assert (answer.status, answer.body["type"]) == (413, "/problems/too-large")
    assert answer.body["detail"] == "内容太大了，请减少后再交。"


def test_texts_are_trimmed_and_kept_whole(caller: Caller) -> None:
    name = "<b>=cmd()\u200b𬱊🌿</b>"
    assert caller.post("/tiny/people", {"name": f"  {name}\n"}).body["name"] == name


def test_texts_in_an_address_are_trimmed_as_well(service: Service) -> None:
    search = service.stranger().get
    found = search("/divisions/search", name="双龙村").body
    assert found["items"]
    assert search("/divisions/search", name="  双龙村\n").body == found
    assert list(faults(search("/divisions/search", name="  "))) == ["#query/name"]


@pytest.mark.parametrize("parent", ["50011010800", "5001101080000", "５００１１０１０８０００"])
def test_a_number_of_a_division_is_twelve_plain_digits(service: Service, parent: str) -> None:
    answer = service.stranger().get("/divisions", parent=parent)
    assert list(faults(answer)) == ["#query/parent"]


@pytest.mark.parametrize("text", ["a\x00b", "\ud83c", "\udf3f\ud83c"])
def test_a_text_that_no_database_keeps_is_refused(caller: Caller, text: str) -> None:
    answer = send(caller, json.dumps({"name": text}).encode())
    assert faults(answer) == {"#/name": "这一项里有存不下的字，请换个写法。"}


def test_an_unknown_field_may_have_any_name(caller: Caller) -> None:
    answer = send(caller, json.dumps({"name": "x", "\ud83c": 1, "a/b": 2, "中": 3}).encode())
    assert set(faults(answer)) == {"#/\ud83c", "#/a~1b", "#/中"}


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400])
def test_a_number_that_no_column_holds_is_refused(caller: Caller, number: int) -> None:
    body = {"name": "x", "on_behalf": BEHALF | {"member_id": number}}
    assert "#/on_behalf/member_id" in faults(caller.post("/tiny/people", body))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1.5", '"2"', "true"])
def test_a_number_is_a_whole_number(caller: Caller, number: str) -> None:
    answer = send(caller, f'{{"name": "x", "number": {number}}}'.encode())
    assert list(faults(answer)) == ["#/number"]


@pytest.mark.parametrize("path", [f"/tiny/people/{2**63}", f"/tiny/people/{'9' * 3000}"])
def test_an_id_that_no_column_holds_is_not_found(caller: Caller, path: str) -> None:
    assert caller.delete(path).status == 404


@pytest.mark.parametrize("number", [10**18, 2**63, -1, "1.0", "１", "%EF%BC%91"])
def test_such_an_id_is_not_found_where_two_methods_share_the_path(
    tiny: Service, caller: Caller, number: object
) -> None:
    path = f"/villages/{number}/goods"
    assert caller.post(path, {"code": "1"}).status == 404
    assert tiny.stranger().get(path).status == 404


def test_the_largest_id_reaches_the_database(tiny: Service) -> None:
    assert tiny.stranger().get(f"/activities/{10**18 - 1}").body["type"] == (
        "/problems/activity-not-found"
    )


def test_a_word_in_a_path_reaches_the_database_whole(tiny: Service) -> None:
    assert tiny.stranger().get("/tiny/words/%E5%8F%8C%F0%9F%8C%BF'--").body == {"word": "双🌿'--"}


@pytest.mark.parametrize("word", ["%00", "a%00b"])
def test_a_word_with_nul_is_not_found(tiny: Service, word: str) -> None:
    assert tiny.stranger().get(f"/tiny/words/{word}").status == 404


@pytest.mark.parametrize("word", ["%FF", "%ED%A0%80"])
def test_a_word_that_is_not_utf_8_is_shown_as_such(tiny: Service, word: str) -> None:
    assert tiny.stranger().get(f"/tiny/words/{word}").status == 200


def test_a_page_has_a_default_and_a_largest_size(tiny: Service) -> None:
    ask = tiny.stranger().get
    assert ask("/tiny/pages").body == {"after": None, "size": 20}
    assert ask("/tiny/pages", after=7, size=100, utm_source="proxy").body == {
        "after": 7,
        "size": 100,
    }
    assert faults(ask("/tiny/pages", after=-1, size=101)) == {
        "#query/after": "不能小于0。",
        "#query/size": "要在1到100之间。",
    }
    assert list(faults(ask("/tiny/pages", size=0))) == ["#query/size"]
    assert list(faults(ask("/tiny/pages", after=2**63))) == ["#query/after"]


def test_what_is_said_twice_counts_once_and_is_checked(tiny: Service) -> None:
    ask = tiny.app.test_client().get
    assert ask("/api/v1/tiny/pages?size=7&size=500&after=3").get_json() == {"after": 3, "size": 7}
    assert ask("/api/v1/tiny/pages?size=500&size=7").status_code == 422


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PAYLOADS)
def test_whatever_comes_in_is_accepted_or_refused_in_chinese(payload: dict[str, Any]) -> None:
    try:
        PersonIn().load(payload)
    except ValidationError as refused:
        words = [fault["detail"] for fault in pointers({"json": refused.messages})]
        assert words
        assert not [word for word in words if word.isascii()]


def test_every_kind_of_field_refuses_in_chinese() -> None:
    class EveryKind(InSchema):
        text = fields.String()
        whole = fields.Integer(strict=True)
        yes = fields.Boolean()
        day = fields.Date()
        instant = fields.AwareDateTime()
        word = fields.Enum(ProxyChannel, by_value=True)
        many = fields.List(fields.Integer())
        inner = fields.Nested(PersonIn)

    def words_of(value: object) -> Iterator[str]:
        with pytest.raises(ValidationError) as caught:
            EveryKind().load(dict.fromkeys(EveryKind().fields, value))
        yield from (fault["detail"] for fault in pointers({"json": caught.value.messages}))

    values: list[object] = [None, object(), "x", 1e400, ["x"], {"x": 1}, "2026-11-10T09:00:00"]
    found = [word for value in values for word in words_of(value)]
    assert len(found) > 20
    assert [word for word in found if word.isascii()] == []


def test_acting_for_somebody_is_part_of_a_request(tiny: Service) -> None:
    ask = tiny.stranger().post
    assert ask("/tiny/prepared", {"name": "x", "on_behalf": BEHALF}).body["member_id"] == 5
    assert ask("/tiny/prepared", {"name": "x", "on_behalf": None}).body["member_id"] is None


def test_acting_for_somebody_names_her_the_reason_and_the_way() -> None:
    payload = PersonIn().load({"name": "x", "on_behalf": BEHALF})
    assert on_behalf(payload) == OnBehalf(5, "腿脚不便", ProxyChannel.TELEPHONE)
    assert on_behalf({}) is None
