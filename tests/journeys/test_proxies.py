"""The proxy configurations we ship: what they let through, what they hide, what they try again."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests
from limits import parse

from server.web.limits import SCANS
from tests.support.nodes import Node, web_node
from tests.support.ports import free_port
from tests.support.proxies import PROXIES, Proxy, proxy
from tests.support.service import Room

UNKNOWN = "/api/v1/codes/" + "a" * 16
HSTS = "max-age=31536000; includeSubDomains"
KEY = {"Idempotency-Key": "the-same-key-again"}
pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def node(sqlite_room: Room, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    url = sqlite_room.open().app.config["SQLALCHEMY_DATABASE_URI"]
    folder = tmp_path_factory.mktemp("node")
    with web_node(folder, DATABASE_URL=url, TRUSTED_PROXIES=1) as node:
        yield node


@pytest.fixture(params=PROXIES)
def front(request: pytest.FixtureRequest, node: Node, tmp_path: Path) -> Iterator[Proxy]:
    """Return a proxy before two nodes, of which one is dead."""
    with proxy(request.param, tmp_path / "proxy", [free_port(), node.port]) as found:
        yield found


def get(front: Proxy, path: str, **headers: str) -> requests.Response:
    return front.session().get(front.address + path, headers=headers, timeout=30)


def test_people_are_served_though_a_node_is_dead(front: Proxy) -> None:
    answers = [get(front, "/api/v1/about") for _ in range(6)]

    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["Strict-Transport-Security"] for answer in answers} == {HSTS}
    assert "gunicorn" not in {answer.headers.get("Server") for answer in answers}


def test_nobody_is_answered_or_redirected_in_the_clear(front: Proxy) -> None:
    listens = {line.laddr.port for line in psutil.Process(front.pid).net_connections("tcp")}
    assert front.port in listens
    assert 80 not in listens
    asked = requests.get(front.address.replace("https", "http"), timeout=30, allow_redirects=False)
    assert asked.status_code == 400


def test_a_write_with_its_key_reaches_the_living_node(front: Proxy) -> None:
    http = front.session()
    answers = [
        http.post(f"{front.address}/api/v1/feedback", json={}, headers=KEY, timeout=30)
        for _ in range(4)
    ]

    assert {answer.json()["type"] for answer in answers} == {"/problems/sign-in-required"}


def test_what_is_for_those_inside_is_hidden(front: Proxy) -> None:
    hidden = [get(front, path).status_code for path in ("/metrics", "/readyz")]

    assert hidden == [404, 404]
    assert get(front, "/healthz").status_code == 200


def test_a_caller_cannot_give_herself_another_address(front: Proxy) -> None:
    """Else every request could come from somewhere new, and no limit would hold."""
    statuses = [
        get(front, UNKNOWN, **{"X-Forwarded-For": f"198.51.100.{turn}"}).status_code
        for turn in range(parse(SCANS.allowed).amount + 1)
    ]

    assert statuses[-1] == 429


def test_the_service_itself_says_what_is_too_large(front: Proxy) -> None:
    letter = {"text": "大" * 100_000}
    answer = front.session().post(
        f"{front.address}/api/v1/feedback", json=letter, headers=KEY, timeout=30
    )

    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/too-large")


@pytest.mark.parametrize("kind", PROXIES)
def test_when_no_node_answers_it_says_so_in_our_words(kind: str, tmp_path: Path) -> None:
    with proxy(kind, tmp_path / "proxy", [free_port(), free_port()]) as front:
        answer = get(front, "/api/v1/about")

    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.headers["Retry-After"], answer.headers["Strict-Transport-Security"]) == (
        "5",
        HSTS,
    )
    told = answer.json()
    assert (told["type"], told["title"]) == ("/problems/unavailable", "系统正在恢复")
