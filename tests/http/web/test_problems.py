"""Refusals over HTTP: problem+json in Chinese, one status for a family, nothing leaked by a bug."""

import logging
from http import HTTPStatus

import pytest

from server.kernel import errors
from server.web.problems import STATUS_OF_FAMILY, pointers
from server.web.transactions import Busy, Overloaded
from tests.http.web.tiny import SECRET
from tests.support.builders import a_person
from tests.support.service import Service


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def test_a_refusal_says_what_happened_and_whom_to_tell(tiny: Service) -> None:
    answer = tiny.sign_in(a_person(tiny)).post("/tiny/refusals", {"is_refused": True})
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.body == {
        "type": "/problems/conflict",
        "title": "情况变了",
        "status": 409,
        "detail": "已经有人办了。",
        "winner": 3,
        "instance": f"/requests/{answer.headers['X-Request-Id']}",
    }


@pytest.mark.parametrize(
    ("refused", "status"),
    [
        (errors.Unauthenticated("x"), 401),
        (errors.Forbidden("x"), 403),
        (errors.NotFound("x"), 404),
        (errors.Conflict("x"), 409),
        (Busy("x"), 409),
        (errors.RuleBroken("x"), 422),
        (errors.InvalidInput([]), 422),
        (errors.TooOften("x", seconds=9), 429),
        (errors.UpstreamFailed("x"), 502),
        (Overloaded("x"), 503),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_family_has_its_status(refused: errors.DomainError, status: int) -> None:
    found = next(s for family, s in STATUS_OF_FAMILY.items() if isinstance(refused, family))
    assert found == status


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/nowhere", "/", "/api/v1/tiny/people/x"])
def test_an_unknown_address_is_not_found_in_chinese(tiny: Service, path: str) -> None:
    response = tiny.app.test_client().get(path)
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    assert response.json is not None
    assert response.json["type"] == "/problems/not-found"
    assert is_chinese(response.json["title"])
    assert is_chinese(response.json["detail"])


def test_a_wrong_method_is_refused_and_the_right_ones_are_named(tiny: Service) -> None:
    response = tiny.app.test_client().put("/api/v1/tiny/refusals")
    assert response.status_code == 405
    assert response.json is not None
    assert response.json["type"] == "/problems/method-not-allowed"
    assert is_chinese(response.json["title"])
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_bug_leaks_nothing_and_is_logged_under_its_id(
    tiny: Service, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="server.web.problems"):
        answer = tiny.stranger().get("/tiny/crashes")
    assert (answer.status, answer.body["type"]) == (500, "/problems/internal-error")
    assert SECRET not in str(answer)
    assert "Traceback" not in str(answer)
    (record,) = caplog.records
    assert answer.headers["X-Request-Id"] in record.getMessage()
    assert record.exc_info is not None
    assert SECRET in str(record.exc_info[1])


def test_requirement_08_a_view_that_declares_no_access_cannot_be_called(
    tiny: Service, caplog: pytest.LogCaptureFixture
) -> None:
    answer = tiny.stranger().get("/tiny/undeclared")
    assert answer.status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert SECRET not in str(answer)
    assert "declares no access" in caplog.text


def test_an_address_without_its_slash_is_sent_on(tiny: Service) -> None:
    response = tiny.app.test_client().get("/api/v1/tiny/slashed")
    assert response.status_code == 308
    assert response.headers["Location"].endswith("/api/v1/tiny/slashed/")
    assert tiny.stranger().get("/tiny/slashed/").body == {"done": True}


def test_pointers_say_where_unless_it_is_the_body() -> None:
    messages = {"json": {"a": {0: {"b": ["x", "y"]}}, "_schema": ["z"]}, "query": {"c": ["w"]}}
    assert pointers(messages) == [
        {"pointer": "#/a/0/b", "detail": "x"},
        {"pointer": "#/a/0/b", "detail": "y"},
        {"pointer": "#", "detail": "z"},
        {"pointer": "#query/c", "detail": "w"},
    ]
