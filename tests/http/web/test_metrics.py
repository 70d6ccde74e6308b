"""Metrics: every answer counted, once, under its route's template; nothing names anybody."""

import os
import signal
from functools import partial
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from config.settings import Settings
from server.app import create_app
from server.web import metrics
from server.web.requests import ServiceFlask
from server.worker import tick
from tests.support.builders import a_person
from tests.support.nodes import is_ready, wait_until, web_node
from tests.support.service import Room, Service

REQUESTS = 30


def figures(text: str) -> dict[tuple[str, ...], float]:
    """Return each figure by its name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def scrape(app: ServiceFlask) -> dict[tuple[str, ...], float]:
    answer = app.test_client().get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain")
    return figures(answer.text)


def test_answers_are_counted_by_route_and_outcome(service: Service) -> None:
    name, route = "bayu_requests_total", "/api/v1/codes/<string:scene>"
    before = scrape(service.app)
    service.stranger().get("/codes/" + "a" * 16)
    service.stranger().get("/codes/" + "b" * 16)
    service.app.test_client().open("/api/v1/none", method="BREW")
    after = scrape(service.app)

    assert after[name, "GET", route, "404"] - before.get((name, "GET", route, "404"), 0) == 2
    seconds = ("bayu_request_seconds_count", route)
    assert after[seconds] - before.get(seconds, 0) == 2
    assert after[name, "other", "none", "404"] >= 1


def test_no_label_holds_what_a_caller_sent(service: Service) -> None:
    scene = "k" * 16
    caller = service.sign_in(a_person(service))
    caller.get(f"/codes/{scene}", scene=scene)
    caller.get(f"/{scene}")
    text = service.app.test_client().get("/metrics").text

    assert scene not in text
    assert str(caller.token) not in text


def test_background_work_is_told_from_the_database(service: Service) -> None:
    idle = scrape(service.app)
    tick(service.app.transactions)
    service.clock.advance(seconds=30)
    busy = scrape(service.app)

    assert ("bayu_worker_seconds",) not in idle
    assert busy["bayu_worker_seconds",] == 30
    assert busy["bayu_job_seconds", "purge_keys"] == 30
    assert busy["bayu_text_checks_waiting", "pending"] == 0
    assert busy["bayu_text_checks_oldest_seconds", "for_people"] == 0
    assert busy["bayu_photo_checks_waiting", "for_people"] == 0
    assert busy["bayu_outbox_due",] == busy["bayu_outbox_given_up",] == 0
    assert busy["bayu_database_up",] == 1


def test_connections_in_use_are_counted(service: Service) -> None:
    name = ("bayu_database_connections_in_use",)
    idle = scrape(service.app)[name]
    with service.app.transactions.engine.connect():
        assert scrape(service.app)[name] == idle + 1
    assert scrape(service.app)[name] == idle


def test_without_a_database_there_are_still_metrics(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": f"sqlite:///{tmp_path}/none/bayu.sqlite3"}
    found = scrape(create_app(Settings.from_env(environ)))

    assert found["bayu_database_up",] == 0
    assert ("bayu_outbox_due",) not in found


def test_what_a_proxy_passes_on_is_not_found(service: Service) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.7"}

    assert service.app.test_client().get("/metrics", headers=forwarded).status_code == 404


def test_limits_and_repeats_are_counted_by_name(service: Service) -> None:
    metrics.EXCEEDED.labels("scans").inc()
    metrics.REPEATS.labels("40001").inc()
    found = scrape(service.app)

    assert found["bayu_limits_exceeded_total", "scans"] >= 1
    assert found["bayu_transaction_repeats_total", "40001"] >= 1


# Several processes


def test_several_processes_count_together(sqlite_room: Room, tmp_path: Path) -> None:
    """Also across the death of one, whose connections in use are forgotten."""
    url = sqlite_room.open().app.config["SQLALCHEMY_DATABASE_URI"]
    asked = ("bayu_requests_total", "GET", "/api/v1/about", "200")
    with web_node(tmp_path, DATABASE_URL=url, WEB_PROCESSES=2, WEB_THREADS=2) as node:
        for round_ in (1, 2):
            for _ in range(REQUESTS):
                assert node.get("/api/v1/about").status == 200
            assert len(pids(tmp_path, "counter")) > round_
            scrapes = [figures(node.get("/metrics").body) for _ in range(6)]
            assert {found[asked] for found in scrapes} == {REQUESTS * round_}
            assert {found["bayu_database_connections_in_use",] for found in scrapes} == {0}

            victim = min(pids(tmp_path, "gauge_livesum"))
            os.kill(victim, signal.SIGKILL)
            wait_until(partial(is_forgotten, tmp_path, victim))
            wait_until(partial(is_ready, node))
        assert node.stop() == 0


def pids(folder: Path, kind: str) -> set[int]:
    """Return the processes that keep figures of a kind."""
    return {int(file.stem.split("_")[-1]) for file in folder.glob(f"metrics/{kind}_*.db")}


def is_forgotten(folder: Path, pid: int) -> bool:
    return pid not in pids(folder, "gauge_livesum")
