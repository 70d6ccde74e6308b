"""Sign-in over HTTP: one person for one phone, nothing of WeChat's in any answer."""

from base64 import urlsafe_b64decode
from datetime import datetime, timedelta

import pytest

from models import Base
from models.vocabulary import Role
from server.domains.organisations import service as organisations
from server.kernel.secrets import digest
from tests.support.builders import a_household, a_person, a_resident, a_village, an_officer
from tests.support.offices_builders import a_branch, appoint
from tests.support.service import REFERENCE_TABLES, Answer, Caller, Service

SECRETS = ("openid-of-hers", "unionid-of-hers", "session_key", "wxtest")


def sign_in(service: Service, code: str) -> Answer:
    return service.stranger().post("/sessions", {"code": code})


def caller(service: Service, code: str) -> Caller:
    return Caller(service.app, sign_in(service, code).body["token"])


def test_the_first_sign_in_makes_a_person_and_the_second_finds_her(service: Service) -> None:
    first, second = (sign_in(service, f"n{number}.openid-of-hers") for number in (1, 2))
    assert (first.status, second.status) == (201, 201)
    assert first.body["person_id"] == second.body["person_id"]
    assert first.body["token"] != second.body["token"]
    assert set(first.body) == {"token", "person_id", "expires_at"}
    ends = datetime.fromisoformat(first.body["expires_at"])
    assert ends == service.clock.instant + timedelta(days=30)


def test_a_replayed_code_is_a_401_and_never_a_second_person(service: Service) -> None:
    sign_in(service, "n1.openid-of-hers")
    replayed = sign_in(service, "n1.openid-of-hers")
    assert (replayed.status, replayed.body["type"]) == (401, "/problems/wechat-code-invalid")
    assert service.scalar("SELECT count(*) FROM people") == 1
    assert service.scalar("SELECT count(*) FROM sign_in_sessions") == 1


def test_sign_in_needs_no_repeat_key(service: Service) -> None:
    response = service.app.test_client().post("/api/v1/sessions", json={"code": "n1.o1"})
    assert response.status_code == 201


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": None}, {"code": 5}, {"code": ["x"]}])
def test_without_a_code_nothing_is_asked_of_wechat(service: Service, body: object) -> None:
    answer = service.stranger().post("/sessions", body)
    assert (answer.status, answer.body["errors"][0]["pointer"]) == (422, "#/code")
    assert service.scalar("SELECT count(*) FROM people") == 0


def test_more_than_a_code_is_refused(service: Service) -> None:
    answer = service.stranger().post("/sessions", {"code": "n1.o1", "openid": "o2"})
    assert (answer.status, answer.body["errors"][0]["pointer"]) == (422, "#/openid")
    assert service.scalar("SELECT count(*) FROM people") == 0


def test_an_ended_token_does_not_stop_a_new_sign_in(service: Service) -> None:
    old = caller(service, "n1.o1")
    old.delete("/sessions/current")
    assert old.get("/me").status == 401
    assert old.post("/sessions", {"code": "n2.o1"}).status == 201


def test_signing_out_ends_the_session(service: Service) -> None:
    phone, tablet = caller(service, "n1.o1"), caller(service, "n2.o1")
    out = phone.delete("/sessions/current")
    assert (out.status, out.body) == (204, None)
    ended = phone.get("/me")
    assert (ended.status, ended.body["type"]) == (401, "/problems/session-ended")
    assert tablet.get("/me").status == 200


def test_a_stranger_has_nothing_to_sign_out_of(service: Service) -> None:
    assert service.stranger().delete("/sessions/current").status == 401


def test_no_answer_tells_anything_of_wechats(service: Service) -> None:
    signed_in = sign_in(service, "n1.openid-of-hers/unionid-of-hers")
    me = Caller(service.app, signed_in.body["token"]).get("/me")
    replayed = sign_in(service, "n1.openid-of-hers/unionid-of-hers")
    for answer in (signed_in, me, replayed):
        assert [word for word in SECRETS if word in str(answer)] == []


def test_ab_25_a_former_chairs_token_is_a_401_at_the_very_next_call(service: Service) -> None:
    village = a_village(service)
    chair = a_resident(service, a_household(service, village))
    grant = service.run(
        lambda work: organisations.grant_role(
            work, person_id=chair, organisation_id=village, role=Role.VILLAGE_CHAIR
        )
    )
    before = service.sign_in(chair)
    assert before.get("/role-grants").status == 200
    service.clock.advance(seconds=1)
    service.run(lambda work: organisations.end_role(work, grant))
    confirmation = before.post("/claims/confirmations", {"claim_ids": [1]})
    assert (confirmation.status, confirmation.body["type"]) == (401, "/problems/session-ended")
    after = service.sign_in(chair)
    assert after.get("/me").status == 200
    assert after.get("/role-grants").status == 403
    assert after.post("/claims/confirmations", {"claim_ids": [1]}).status == 403


def test_an_office_given_asks_for_a_new_token_and_the_same_key_is_answered_then(
    service: Service,
) -> None:
    """As the mini-program does: sign in silently, and repeat under the same key."""
    village = a_village(service)
    person = a_resident(service, a_household(service, village))
    before = service.sign_in(person)
    letter = {"village_id": village, "kind": "suggestion", "text": "路灯坏了。"}
    told = before.post("/feedback", letter, key="tap-0001")
    service.clock.advance(seconds=1)
    service.run(
        lambda work: organisations.grant_role(
            work, person_id=person, organisation_id=village, role=Role.ASSESSOR
        )
    )
    refused = before.post("/feedback", letter, key="tap-0001")
    assert (refused.status, refused.body["type"]) == (401, "/problems/session-ended")
    again = service.sign_in(person).post("/feedback", letter, key="tap-0001")
    assert (again.status, again.body) == (told.status, told.body)
    assert again.headers["Idempotent-Replayed"] == "true"


def everything_in_the_database(service: Service) -> str:
    tables = set(Base.metadata.tables) - REFERENCE_TABLES
    return str([service.rows(f"SELECT * FROM {table}") for table in tables])  # noqa: S608


def test_requirement_01_a_token_is_256_bits_that_no_dump_holds_and_that_ends_at_once(
    service: Service,
) -> None:
    """By signing out, a change of office, the security administrator, and closing."""
    branch = a_branch(service)
    security = service.sign_in(an_officer(service, Role.SECURITY_ADMINISTRATOR, branch.city))
    callers = [caller(service, f"n{number}.o{number}") for number in range(4)]
    tokens = [str(one.token) for one in callers]
    people = [one.get("/me").body["person_id"] for one in callers]
    dump = everything_in_the_database(service)
    assert {len(urlsafe_b64decode(f"{token}=")) for token in tokens} == {32}
    assert [digest(token) in dump for token in tokens] == [True] * 4
    assert [token in dump for token in tokens] == [False] * 4

    service.clock.advance(seconds=1)
    callers[0].delete("/sessions/current")
    appoint(service, branch.district_officer, branch.village, Role.ASSESSOR, people[1])
    security.post(f"/people/{people[2]}/sign-out")
    callers[3].delete("/me")
    answers = [one.get("/me") for one in callers]
    assert [answer.status for answer in answers] == [401] * 4
    assert {answer.body["type"] for answer in answers} == {"/problems/session-ended"}


# Too often


def test_requirement_18_an_eleventh_sign_in_within_a_minute_is_told_when_to_come_back(
    service: Service,
) -> None:
    """The database counts it, so it holds without Redis, and for one person only."""
    answers = []
    for number in range(11):
        answers.append(sign_in(service, f"n{number}.o1"))
        service.clock.advance(seconds=1)
    assert [answer.status for answer in answers] == [201] * 10 + [429]
    answer = answers[-1]
    assert answer.body["type"] == "/problems/too-many-requests"
    assert answer.body["detail"] == "进出得太快了，请1分钟后再进小程序。"
    assert answer.headers["Retry-After"] == str(answer.body["seconds"]) == "50"
    assert sign_in(service, "n1.o2").status == 201
    service.clock.advance(seconds=49)
    assert sign_in(service, "n12.o1").status == 201


# An ended token that is still tried


TRIED = (
    "SELECT person_id, object_type, outcome FROM audit_entries WHERE action = 'use_ended_session'"
)


def test_whoever_tries_an_ended_token_leaves_a_trace_now_and_then(service: Service) -> None:
    person = a_person(service)
    caller = service.sign_in(person)
    caller.delete("/sessions/current")
    for _ in range(3):
        assert caller.get("/me").status == 401
        assert caller.post("/feedback", {}).status == 401
    assert service.rows(TRIED) == [(person, "session", "refused")]
    service.clock.advance(hours=1, seconds=1)
    assert caller.get("/me").status == 401
    assert len(service.rows(TRIED)) == 2


def test_a_former_chair_who_confirms_on_is_seen(service: Service) -> None:
    village = a_village(service)
    chair = an_officer(service, Role.VILLAGE_CHAIR, village)
    caller = service.sign_in(chair)
    grant = service.scalar("SELECT id FROM role_grants WHERE person_id = :id", id=chair)
    service.clock.advance(minutes=1)
    service.run(lambda work: organisations.end_role(work, grant))
    assert caller.post("/claims/confirmations", {"claim_ids": [1]}).status == 401
    assert service.rows(TRIED) == [(chair, "session", "refused")]


def test_a_token_nobody_ever_had_leaves_no_trace(service: Service) -> None:
    before = service.scalar("SELECT count(*) FROM audit_entries")
    assert Caller(service.app, "x" * 43).get("/me").status == 401
    assert service.stranger().get("/me").status == 401
    assert service.scalar("SELECT count(*) FROM audit_entries") == before
