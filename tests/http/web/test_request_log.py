"""The line of a request: who as a number, which route; nothing of what was sent."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.builders import a_person
from tests.support.service import Caller, Service

LOGGER = "server.web.request_log"


@contextmanager
def recorded(caplog: pytest.LogCaptureFixture) -> Iterator[list[logging.LogRecord]]:
    with caplog.at_level(logging.INFO, logger=LOGGER):
        caplog.clear()
        found: list[logging.LogRecord] = []
        yield found
    found += [record for record in caplog.records if record.name == LOGGER]


def test_a_request_leaves_one_line(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    person = a_person(service)
    caller = service.sign_in(person)
    with recorded(caplog) as lines:
        answer = caller.get("/me")

    (line,) = lines
    told = vars(line)
    assert (told["method"], told["route"], told["status"]) == ("GET", "/api/v1/me", 200)
    assert told["person_id"] == person
    assert told["request_id"] == answer.headers["X-Request-Id"]
    assert line.getMessage() == f"GET /api/v1/me 200 in {told['milliseconds']} ms"


def test_a_refusal_leaves_one_too_and_a_stranger_has_no_number(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    with recorded(caplog) as lines:
        service.stranger().get("/me")
        Caller(service.app, "made-up").get("/me")

    assert [(vars(line)["status"], vars(line)["person_id"]) for line in lines] == [
        (401, None),
        (401, None),
    ]


def test_nothing_that_was_sent_is_in_it(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    scene, name, phone = "s" * 16, "王淑芬", "13800001234"
    caller = service.sign_in(a_person(service))
    with recorded(caplog) as lines:
        caller.get(f"/codes/{scene}", query=name)
        caller.post("/feedback", {"kind": "question", "text": name, "phone": phone})
        caller.get(f"/{phone}")
        service.app.test_client().open("/api/v1/me", method=name.encode().hex())

    told = "\n".join(str(vars(line)) for line in lines)
    assert len(lines) == 4
    assert [
        word for word in (scene, name, phone, str(caller.token), "127.0.0.1") if word in told
    ] == []


def test_whoever_asks_whether_it_lives_leaves_none(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    with recorded(caplog) as lines:
        for path in ("/healthz", "/readyz", "/metrics", "/docs"):
            service.app.test_client().get(path)

    assert lines == []
