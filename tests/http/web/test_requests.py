"""The request path: who may call, the id of a request, headers, records of refusals."""

import re

import pytest

from models.vocabulary import Role
from tests.http.web.tiny import NOTHING_TO_ASK
from tests.support.builders import a_person, a_village, an_officer
from tests.support.service import Answer, Service

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}


def ask(service: Service, path: str, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = service.app.test_client().get(path, headers=named)
    return Answer(response.status_code, response.get_json(silent=True), dict(response.headers))


# Who may call


def test_a_stranger_may_call_what_is_public(tiny: Service) -> None:
    assert tiny.stranger().get("/tiny/pages").status == 200


def test_a_stranger_is_asked_to_sign_in(tiny: Service) -> None:
    answer = tiny.stranger().post("/tiny/confirmations")
    assert (answer.status, answer.body["type"]) == (401, "/problems/sign-in-required")


@pytest.mark.parametrize("token", ["unknown", "", "x" * 5000])
def test_an_unknown_token_is_ended_rather_than_a_stranger(tiny: Service, token: str) -> None:
    answer = ask(tiny, "/api/v1/tiny/pages", Authorization=f"Bearer {token}")
    assert answer.status == (401 if token else 200)


@pytest.mark.parametrize("value", ["Basic dXNlcjpwYXNz", "Bearer", "bearer ", "Token x"])
def test_another_scheme_is_no_token(tiny: Service, value: str) -> None:
    assert ask(tiny, "/api/v1/tiny/pages", Authorization=value).status == 200


def test_the_scheme_is_read_in_any_case(tiny: Service) -> None:
    token = tiny.sign_in(a_person(tiny)).token
    assert ask(tiny, "/api/v1/me", Authorization=f"bEARER  {token} ").status == 200


@pytest.mark.parametrize("role", [None, Role.SUPERVISOR])
def test_who_may_not_do_something_is_told_where_to_turn(tiny: Service, role: Role | None) -> None:
    person = an_officer(tiny, role, a_village(tiny)) if role else a_person(tiny)
    caller = tiny.sign_in(person)
    office, home = caller.post("/tiny/confirmations"), caller.get("/messages")
    assert (office.status, home.status) == (403, 403)
    assert office.body["detail"] == "这件事您这里办不了，请找村（社区）妇联。"
    assert ("入户码" in home.body["detail"]) is (role is None)


def test_without_the_permission_a_person_is_refused_and_it_is_audited(tiny: Service) -> None:
    person = a_person(tiny)
    answer = tiny.sign_in(person).post("/tiny/confirmations")
    assert (answer.status, answer.body["type"]) == (403, "/problems/not-allowed")
    rows = tiny.rows(
        "SELECT person_id, outcome, request_id FROM audit_entries WHERE object_id IS NULL"
    )
    assert (person, "refused", answer.headers["X-Request-Id"]) in rows


def test_with_the_permission_anywhere_a_person_may_call(tiny: Service) -> None:
    officer = an_officer(tiny, Role.ASSESSOR, a_village(tiny))
    assert tiny.sign_in(officer).post("/tiny/confirmations").body == {"done": True}


def test_signing_in_prepares_first_and_ignores_an_old_token(tiny: Service) -> None:
    person = a_person(tiny)
    for caller in (tiny.stranger(), tiny.sign_in(person)):
        body = caller.post("/tiny/prepared", {"name": "x"}).body
        assert (body["prepared"], body["person_id"]) == ("prepared x", None)


def test_preparing_copes_with_any_body(tiny: Service) -> None:
    assert tiny.stranger().post("/tiny/prepared", ["x"]).status == 422


# Asking the outside by somebody who is known


def test_a_question_knows_who_asks_and_is_over_before_the_call(tiny: Service) -> None:
    person = a_person(tiny)
    answer = tiny.sign_in(person).post("/tiny/asked", {"name": "x"})
    asked = answer.body["asked"]
    assert (answer.status, asked["person_id"], asked["connections"]) == (201, person, 0)
    assert tiny.scalar("SELECT count(*) FROM people WHERE id = :id", id=asked["claim"]) == 1


def test_a_question_that_is_none_or_was_answered_is_not_asked(tiny: Service) -> None:
    caller = tiny.sign_in(a_person(tiny))
    assert caller.post("/tiny/asked", {"name": NOTHING_TO_ASK}).body["asked"] is None
    first = caller.post("/tiny/asked", {"name": "x"}, key="tap-0001-asked")
    people = tiny.scalar("SELECT count(*) FROM people")
    assert caller.post("/tiny/asked", {"name": "x"}, key="tap-0001-asked").body == first.body
    assert tiny.scalar("SELECT count(*) FROM people") == people


def test_who_is_not_signed_in_or_has_no_key_asks_nothing(tiny: Service) -> None:
    person = a_person(tiny)
    caller = tiny.sign_in(person)
    people = tiny.scalar("SELECT count(*) FROM people")
    assert tiny.stranger().post("/tiny/asked", {"name": "x"}).status == 401
    assert caller.post("/tiny/asked", {"name": "x"}, key="short").status == 400
    assert tiny.scalar("SELECT count(*) FROM people") == people


# The id of a request


def test_every_answer_has_an_id_of_its_own(tiny: Service) -> None:
    first, second = (ask(tiny, "/api/v1/tiny/pages").headers["X-Request-Id"] for _ in range(2))
    assert first != second
    assert re.fullmatch(r"[0-9a-f]{32}", first)


def test_a_well_formed_id_of_a_proxy_is_kept(tiny: Service) -> None:
    answer = ask(tiny, "/api/v1/nowhere", X_Request_Id="proxy-0001_abc")
    assert answer.headers["X-Request-Id"] == "proxy-0001_abc"
    assert answer.body["instance"] == "/requests/proxy-0001_abc"


@pytest.mark.parametrize("given", ["short", "x" * 65, "has space", "<script>alert(1)</script>"])
def test_a_malformed_id_is_replaced(tiny: Service, given: str) -> None:
    answer = ask(tiny, "/api/v1/tiny/pages", X_Request_Id=given)
    assert answer.headers["X-Request-Id"] != given
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-Id"])


def test_the_view_knows_the_id(tiny: Service) -> None:
    answer = tiny.stranger().post("/tiny/prepared", {"name": "x"})
    assert answer.body["request_id"] == answer.headers["X-Request-Id"]


# Headers


@pytest.mark.parametrize("path", ["/api/v1/tiny/pages", "/api/v1/nowhere", "/api/v1/tiny/crashes"])
def test_every_answer_is_hardened_and_never_kept(tiny: Service, path: str) -> None:
    headers = ask(tiny, path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert headers["Cache-Control"] == "no-store"


def test_the_answer_to_a_write_is_never_kept(tiny: Service) -> None:
    answer = tiny.sign_in(a_person(tiny)).post("/tiny/people", {"name": "x"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_reader_of_the_document_may_run_its_own_scripts_only(tiny: Service) -> None:
    policy = ask(tiny, "/docs").headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'"):
        assert part in policy
    assert "http" not in policy


# Records of refusals and of wide reading


def test_a_refused_write_leaves_its_records_and_nothing_else(tiny: Service) -> None:
    caller = tiny.sign_in(a_person(tiny))
    before = tiny.scalar("SELECT count(*) FROM people")
    answer = caller.post("/tiny/refusals", {"is_refused": True})
    assert tiny.scalar("SELECT count(*) FROM people") == before
    assert tiny.rows(
        "SELECT action, outcome, object_id FROM audit_entries WHERE request_id = :id",
        id=answer.headers["X-Request-Id"],
    ) == [("tiny_refused", "refused", 7)]
    assert tiny.rows("SELECT kind, object_type, object_id FROM anomalies") == [
        ("foreign_id", "person", 7)
    ]


def test_a_refused_read_leaves_its_records_too(tiny: Service) -> None:
    person = a_person(tiny)
    assert tiny.sign_in(person).get("/tiny/refusals").status == 404
    assert tiny.rows("SELECT kind, person_id FROM anomalies") == [("foreign_id", person)]


def test_an_accepted_write_leaves_its_records_with_the_effect(tiny: Service) -> None:
    caller = tiny.sign_in(a_person(tiny))
    made = caller.post("/tiny/refusals", {"is_refused": False}).body["id"]
    sql = "SELECT outcome FROM audit_entries WHERE action = 'make_or_refuse' AND object_id = :id"
    assert tiny.rows(sql, id=made) == [("done",)]


def test_reading_everything_is_audited_on_get(tiny: Service) -> None:
    assert tiny.stranger().get("/tiny/everything").body == {"is_everything": True}
    ((detail,),) = tiny.rows(
        "SELECT CAST(detail AS TEXT) FROM audit_entries WHERE action = 'read_everything'"
    )
    assert "tiny" in detail


def test_a_read_cannot_write(tiny: Service) -> None:
    before = tiny.scalar("SELECT count(*) FROM people")
    answer = tiny.stranger().get("/tiny/writes")
    assert answer.status == (500 if tiny.database == "postgresql" else 200)
    assert tiny.scalar("SELECT count(*) FROM people") == before
