"""A person's own phone number: once for each code, three a day, masked wherever it is shown."""

import logging

import pytest

from tests.support.builders import a_village
from tests.support.phones_builders import (
    MASKED,
    NUMBER,
    a_newcomer,
    everything_stored,
    registered_with,
)
from tests.support.service import Answer, Service


def told(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body.get("type", "")


def test_requirement_03_a_code_replayed_gives_one_number_and_one_call(service: Service) -> None:
    she = a_newcomer(service)
    body = {"code": she.code()}
    first = she.phone.post("/me/phone", body, key="tap-0001")
    same_key, other_key = (she.phone.post("/me/phone", body, key=f"tap-000{n}") for n in (1, 2))
    assert (first.status, first.body) == (201, {"phone": MASKED, "match": "none"})
    assert same_key.body == other_key.body == first.body
    assert service.wechat.asked_phones == [(body["code"], she.openid)]
    done = "SELECT count(*) FROM audit_entries WHERE action = 'bind_phone'"
    assert (service.scalar(done), service.scalar("SELECT taken FROM phone_tries")) == (1, 1)
    assert she.phone.get("/me").body["phone"] == MASKED


def test_requirement_03_the_code_of_another_person_opens_nothing(service: Service) -> None:
    she, thief = a_newcomer(service), a_newcomer(service)
    code = she.code()
    assert thief.phone.post("/me/phone", {"code": code}).status == 401
    assert she.phone.post("/me/phone", {"code": code}).status == 201
    assert told(thief.phone.post("/me/phone", {"code": code})) == (
        401,
        "/problems/wechat-code-invalid",
    )
    assert {openid for _, openid in service.wechat.asked_phones} == {she.openid, thief.openid}
    assert thief.phone.get("/me").body["phone"] is None


@pytest.mark.parametrize(
    "code", ["short", "x" * 129, "has space in it", "汉字汉字汉字汉字", 12345678]
)
def test_a_code_of_impossible_shape_is_not_asked(service: Service, code: object) -> None:
    she = a_newcomer(service)
    assert she.phone.post("/me/phone", {"code": code}).status == 422
    assert she.phone.post("/me/phone", {"code": she.code(), "phone": NUMBER}).status == 422
    assert service.wechat.asked_phones == []
    assert service.scalar("SELECT count(*) FROM phone_tries") == 0


def test_three_codes_a_day_are_asked_and_a_code_counts_once(service: Service) -> None:
    she = a_newcomer(service)
    spent = f"n1-{she.openid}x-1"  # WeChat refuses it
    assert [she.phone.post("/me/phone", {"code": spent}).status for _ in range(3)] == [401] * 3
    assert [she.gives().status for _ in range(2)] == [201] * 2
    calls = len(service.wechat.asked_phones)
    assert told(she.gives()) == (422, "/problems/phone-tried-too-often")
    assert len(service.wechat.asked_phones) == calls
    assert a_newcomer(service).gives().status == 201
    service.clock.advance(hours=15)  # it is 9 in the morning
    assert she.gives().status == 201


def test_who_did_not_come_by_wechat_signs_in_first(service: Service) -> None:
    she = a_newcomer(service)
    with service.raw() as connection:
        connection.exec_driver_sql("DELETE FROM wechat_accounts")
    assert told(she.gives()) == (401, "/problems/session-ended")


def test_another_number_replaces_the_first_and_needs_a_new_sign_in(service: Service) -> None:
    she = a_newcomer(service)
    service.clock.advance(minutes=1)
    assert [she.gives().status for _ in range(2)] == [201] * 2  # the same number is no change
    changed = she.gives("13900001111")
    assert (changed.status, changed.body["phone"]) == (201, "139****1111")
    assert told(she.phone.get("/me")) == (401, "/problems/session-ended")
    assert service.scalar("SELECT count(*) FROM person_phones") == 1


def test_a_number_from_abroad_is_kept_and_finds_nobody(service: Service) -> None:
    registered_with(service, a_village(service), "13812345678")
    she = a_newcomer(service)
    answer = she.gives("852_13812345678")
    assert answer.body == {"phone": "+85****5678", "match": "none"}
    assert told(she.asks()) == (409, "/problems/no-phone-match")


def test_what_was_taken_back_is_gone_and_its_code_with_it(service: Service) -> None:
    she = a_newcomer(service)
    code = she.code()
    she.phone.post("/me/phone", {"code": code})
    assert [she.phone.delete("/me/phone").status for _ in range(2)] == [204] * 2
    assert she.phone.get("/me").body["phone"] is None
    assert service.scalar("SELECT count(*) FROM person_phones") == 0
    assert she.phone.post("/me/phone", {"code": code}).status == 401


def test_the_number_stands_nowhere_but_sealed(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    she = a_newcomer(service)
    registered_with(service, a_village(service), NUMBER)
    code = she.code("13812345678")
    answers = [she.phone.post("/me/phone", {"code": code}), she.asks(), she.phone.get("/me")]
    answers += [she.phone.post("/me/phone", {"code": code}), she.gives("13900001111")]
    said = "\n".join(str((answer.body, answer.headers)) for answer in answers)
    for secret in (NUMBER, "13900001111", code):
        assert secret not in said + caplog.text + everything_stored(service)
    assert "138****5678" in said
