"""What is logged about a failure: enough to find the bug, nobody's name."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from config.logs import configure_logs
from models.households import Member
from models.vocabulary import Relation
from server.kernel.work import Work
from tests.support.builders import a_household, a_village
from tests.support.service import Service

NAME = "王淑芬" * 30


@contextmanager
def logging_as_in_service(*, as_json: bool = False) -> Iterator[None]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.getLogger("huey").level)
    configure_logs(as_json=as_json)
    try:
        yield
    finally:
        root.handlers[:], level, huey = before
        root.setLevel(level)
        logging.getLogger("huey").setLevel(huey)


def told_about(do: Callable[[], None]) -> None:
    try:
        do()
    except (IntegrityError, ValueError, RuntimeError):
        logging.getLogger("test").exception("it failed")


def test_a_refused_row_is_not_quoted(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    household = a_household(service, a_village(service))

    def add(work: Work) -> None:
        work.session.execute(
            insert(Member).values(
                village_id=household.village_id,
                household_id=household.id,
                name=f"x\nDETAIL: {NAME}",
                relation=Relation.OTHER,
                joined_at=work.now,
            )
        )

    with logging_as_in_service():
        told_about(lambda: service.run(add))
    told = capsys.readouterr().err
    assert "it failed" in told
    assert "IntegrityError" in told
    assert "test_logs.py" in told
    assert "王淑芬" not in told


def fail() -> None:
    try:
        dict[str, str]()["the cause"]
    except KeyError as error:
        raise ValueError("the effect") from error


def fail_meanwhile() -> None:
    try:
        fail()
    except ValueError:
        raise RuntimeError("meanwhile")  # noqa: B904 - the chain without "from" is the point


def fail_discreetly() -> None:
    try:
        fail()
    except ValueError:
        raise RuntimeError("alone") from None


def fail_because_of_itself() -> None:
    error = RuntimeError("alone")
    raise error from error


@pytest.mark.parametrize(
    ("do", "told"),
    [
        (fail, ["KeyError: 'the cause'", "ValueError: the effect"]),
        (
            fail_meanwhile,
            ["KeyError: 'the cause'", "ValueError: the effect", "RuntimeError: meanwhile"],
        ),
        (fail_discreetly, ["RuntimeError: alone"]),
        (fail_because_of_itself, ["RuntimeError: alone"]),
    ],
)
def test_the_whole_chain_of_a_failure_is_told(
    do: Callable[[], None], told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with logging_as_in_service():
        told_about(do)
    lines = capsys.readouterr().err.splitlines()
    errors = [line.removeprefix("builtins.") for line in lines if line.startswith("builtins.")]
    assert errors == told


def test_records_say_when_how_bad_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_as_in_service():
        logging.getLogger("test.here").info("all is well")
        logging.getLogger("huey.consumer").info("chatter")
    told = capsys.readouterr().err
    assert " INFO test.here all is well\n" in told
    assert "chatter" not in told


def test_json_has_one_object_a_line_with_whatever_a_record_carries(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with logging_as_in_service(as_json=True):
        logging.getLogger("test.here").info("all is\nwell", extra={"person_id": 7})
        told_about(fail)
    well, failed = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert (well["level"], well["logger"], well["message"]) == ("INFO", "test.here", "all is\nwell")
    assert well["person_id"] == 7
    assert well["time"].endswith("+00:00")
    assert failed["message"] == "it failed"
    assert "ValueError: the effect" in failed["error"]


def test_json_does_not_quote_a_refused_row(capsys: pytest.CaptureFixture[str]) -> None:
    def refuse() -> None:
        raise ValueError(f"refused\nDETAIL: {NAME}")

    with logging_as_in_service(as_json=True):
        told_about(refuse)
    told = capsys.readouterr().err

    assert "refused" in told
    assert "王淑芬" not in told


def test_gunicorn_names_neither_address_nor_path(capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("gunicorn.error")
    with logging_as_in_service():
        log.warning("Invalid request from ip=203.0.113.7: Bad header")
        log.error("Error handling request %s %s", "GET", "/api/v1/codes/secret")
        log.info("Booting worker with pid: %s", 7)
    lines = [line.partition("gunicorn.error ")[2] for line in capsys.readouterr().err.splitlines()]

    assert lines == [
        "Invalid request from ip",
        "Error handling request",
        "Booting worker with pid: 7",
    ]
