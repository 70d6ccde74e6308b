"""Every write is repeatable: one key, one effect, one answer.

A twin under way is in test_transactions, twins in a crowd in test_web_races, and answers that a
kill -9 swallowed after the commit, repeated until they come, in tests/kills.
"""

import hashlib

import pytest

from tests.http.web.tiny import SECRET
from tests.support.builders import a_person
from tests.support.service import Answer, Caller, Service

KEY = "tap-0001-of-her-phone"
BODY = {"name": "王淑芬"}


@pytest.fixture
def caller(tiny: Service) -> Caller:
    return tiny.sign_in(a_person(tiny))


def people(service: Service) -> int:
    count: int = service.scalar("SELECT count(*) FROM people")
    return count


def posted(caller: Caller, key: str | None) -> Answer:
    headers = {"Authorization": f"Bearer {caller.token}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    response = caller.app.test_client().post("/api/v1/tiny/people", json=BODY, headers=headers)
    return Answer(response.status_code, response.get_json(), dict(response.headers))


@pytest.mark.parametrize(
    "key", [None, "", "short", "x" * 65, "has space in it", "表单编号一二三四"]
)
def test_requirement_12_a_write_without_a_well_formed_key_is_refused(
    tiny: Service, caller: Caller, key: str | None
) -> None:
    before = people(tiny)
    answer = posted(caller, key)
    assert answer.status == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.body["header"] == "Idempotency-Key"
    assert people(tiny) == before


def test_the_shortest_and_the_longest_key_are_accepted(caller: Caller) -> None:
    assert caller.post("/tiny/people", BODY, key="x" * 8).status == 201
    assert caller.post("/tiny/people", BODY, key="x" * 64).status == 201


def test_requirement_12_the_same_request_again_gets_the_same_answer_and_acts_once(
    tiny: Service, caller: Caller
) -> None:
    before = people(tiny)
    first, again = (caller.post("/tiny/people", BODY, key=KEY) for _ in range(2))
    assert (first.status, first.body["name"]) == (201, "王淑芬")
    assert (again.status, again.body) == (first.status, first.body)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert people(tiny) == before + 1


def test_an_answer_without_a_body_is_repeated_without_one(tiny: Service, caller: Caller) -> None:
    before = people(tiny)
    first, again = (caller.delete("/tiny/people/5", key=KEY) for _ in range(2))
    assert (first.status, first.body) == (again.status, again.body) == (204, None)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.headers.get("Content-Type") == again.headers.get("Content-Type")
    assert people(tiny) == before + 1


def test_requirement_12_the_same_key_with_another_body_is_refused(
    tiny: Service, caller: Caller
) -> None:
    caller.post("/tiny/people", BODY, key=KEY)
    before = people(tiny)
    other = caller.post("/tiny/people", {"name": "李芳"}, key=KEY)
    assert other.status == 422
    assert other.body["type"] == "/problems/idempotency-key-reused"
    assert people(tiny) == before


def test_the_same_key_with_another_query_is_another_request(caller: Caller) -> None:
    caller.post("/tiny/people", BODY, key=KEY)
    assert caller.post("/tiny/people?x=1", BODY, key=KEY).status == 422


def test_a_key_belongs_to_one_person_and_one_route(tiny: Service, caller: Caller) -> None:
    other = tiny.sign_in(a_person(tiny))
    first = caller.post("/tiny/people", BODY, key=KEY)
    assert other.post("/tiny/people", BODY, key=KEY).body["id"] != first.body["id"]
    assert caller.post("/tiny/secrets", BODY, key=KEY).body["id"] != first.body["id"]


def test_the_key_holds_after_a_new_sign_in(tiny: Service) -> None:
    person = a_person(tiny)
    first = tiny.sign_in(person).post("/tiny/people", BODY, key=KEY)
    assert tiny.sign_in(person).post("/tiny/people", BODY, key=KEY).body == first.body


def test_a_refusal_is_not_kept_but_decided_afresh(tiny: Service, caller: Caller) -> None:
    refused = caller.post("/tiny/refusals", {"is_refused": True}, key=KEY)
    assert refused.status == 409
    assert tiny.scalar("SELECT count(*) FROM idempotency_keys") == 0
    accepted = caller.post("/tiny/refusals", {"is_refused": False}, key=KEY)
    assert accepted.status == 201


def test_an_input_fault_is_not_kept(caller: Caller) -> None:
    assert caller.post("/tiny/people", {"name": ""}, key=KEY).status == 422
    assert caller.post("/tiny/people", BODY, key=KEY).status == 201


def test_a_secret_is_told_again_but_never_kept(tiny: Service, caller: Caller) -> None:
    first, again = (caller.post("/tiny/secrets", BODY, key=KEY) for _ in range(2))
    assert first.status == again.status == 201
    assert first.body == again.body
    assert first.body["secret"].startswith(SECRET)
    assert again.headers["Idempotent-Replayed"] == "true"
    ((answer,),) = tiny.rows("SELECT CAST(answer AS TEXT) FROM idempotency_keys")
    assert SECRET not in answer
    assert '"name"' in answer


def test_the_person_is_told_nothing_of_the_stored_keys_of_others(
    tiny: Service, caller: Caller
) -> None:
    caller.post("/tiny/secrets", BODY, key=KEY)
    other = tiny.sign_in(a_person(tiny)).post("/tiny/secrets", BODY, key=KEY)
    assert "Idempotent-Replayed" not in other.headers


def test_a_stranger_is_sent_to_sign_in_before_her_key_is_looked_at(tiny: Service) -> None:
    answer = tiny.stranger().post("/tiny/people", BODY, key="bad")
    assert (answer.status, answer.body["type"]) == (401, "/problems/sign-in-required")


def test_without_keys_every_call_acts(tiny: Service) -> None:
    before = people(tiny)
    for _ in range(3):
        assert tiny.stranger().post("/tiny/people-without-keys", BODY, key=KEY).status == 201
    assert people(tiny) == before + 3


def test_the_stored_answer_is_written_with_the_effect(tiny: Service, caller: Caller) -> None:
    caller.post("/tiny/people", BODY, key=KEY)
    rows = tiny.rows("SELECT route, key, status FROM idempotency_keys")
    assert rows == [("POST /api/v1/tiny/people", KEY, 201)]


def test_what_was_asked_cannot_be_tried_from_what_is_kept(tiny: Service, caller: Caller) -> None:
    caller.post("/tiny/people", BODY, key=KEY)
    with tiny.app.test_request_context("/api/v1/tiny/people", method="POST", json=BODY) as asked:
        parts = "POST", asked.request.full_path, asked.request.get_data(as_text=True)
    tried = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    kept = tiny.scalar("SELECT request_hash FROM idempotency_keys")
    assert (len(kept), kept == tried) == (64, False)
