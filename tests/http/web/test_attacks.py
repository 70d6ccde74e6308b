"""What somebody with bad intentions sends: nothing is given away, redirected, or done twice."""

import json
import socket
from collections.abc import Iterator

import pytest

from tests.support.builders import a_person, a_village
from tests.support.nodes import Node, web_node
from tests.support.service import Answer, Caller, Service, SqliteRoom

EVIL = {"Host": "evil.example", "Origin": "https://evil.example"}
LETTER = {"kind": "complaint", "text": "公示栏看不清。"}


def ask(service: Service, method: str, path: str, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = service.app.test_client().open(path, method=method, headers=named)
    return Answer(response.status_code, response.get_json(silent=True), dict(response.headers))


def send_bytes(caller: Caller, body: bytes, key: str) -> Answer:
    headers = {
        "Authorization": f"Bearer {caller.token}",
        "Idempotency-Key": key,
        "Content-Type": "application/json",
    }
    response = caller.app.test_client().post("/api/v1/feedback", data=body, headers=headers)
    return Answer(response.status_code, response.get_json(silent=True), dict(response.headers))


# Where a request goes


@pytest.mark.parametrize(
    "path",
    [
        "/api//v1/about",
        "/api/v1//about",
        "/api/v1/./about",
        "/api/v1/x/../about",
        "/api/v1/about;x=1",
        "/api/v1/about/",
        "/API/v1/about",
        "/healthz/../api/v1/about",
        "/api/v1/about%0d%0aX-Evil:1",
        "/docs/assets/%2e%2e/%2e%2e/settings.py",
        "/docs/assets/..%2f..%2fsettings.py",
        "/docs/assets/",
        "/.git/HEAD",
        "/.env",
        "/var/files",
    ],
)
def test_a_crooked_path_is_not_found_and_never_redirected(service: Service, path: str) -> None:
    answer = ask(service, "GET", path, **EVIL)
    assert (answer.status, answer.body["type"]) == (404, "/problems/not-found")
    assert not {"Location", "X-Evil"} & set(answer.headers)


def test_a_method_is_what_the_request_line_says(service: Service) -> None:
    phone = service.sign_in(a_person(service))
    asked = {"Authorization": f"Bearer {phone.token}", "X_HTTP_Method_Override": "DELETE"}
    assert ask(service, "GET", "/api/v1/me?_method=DELETE", **asked).status == 200
    for method in ("TRACE", "CONNECT", "PATCH", "PROPFIND"):
        assert ask(service, method, "/api/v1/me", **asked).status == 405
    assert phone.get("/me").status == 200


def test_asking_for_options_starts_nothing_and_invites_no_other_site(service: Service) -> None:
    preflight = {**EVIL, "Access-Control-Request-Method": "POST"}
    for path in ("/api/v1/sessions", "/api/v1/claims", "/api/v1/me", "/api/v1/about"):
        response = service.app.test_client().options(
            path, json={"code": "n1.somebody"}, headers=preflight
        )
        assert (response.status_code, response.data) == (200, b"")
        assert not [name for name, _ in response.headers if name.startswith("Access-Control")]
    assert service.wechat.used == set()
    read = ask(service, "GET", "/api/v1/about", **EVIL)
    assert not [name for name in read.headers if name.startswith("Access-Control")]


# Who somebody is


def test_a_token_counts_in_its_header_only(service: Service) -> None:
    token = service.sign_in(a_person(service)).token
    for path, headers in (
        (f"/api/v1/me?token={token}&access_token={token}&Authorization={token}", {}),
        ("/api/v1/me", {"Cookie": f"session={token}; token={token}"}),
        ("/api/v1/me", {"X_Authorization": f"Bearer {token}", "Proxy_Authorization": f"{token}"}),
    ):
        assert ask(service, "GET", path, **headers).status == 401


def test_signing_in_never_keeps_the_token_that_was_brought(service: Service) -> None:
    brought = service.sign_in(a_person(service))
    answer = brought.post("/sessions", {"code": "n1.somebody-else", "token": "chosen"})
    assert answer.status == 422
    answer = brought.post("/sessions", {"code": "n2.somebody-else"})
    assert answer.body["token"] != brought.token
    assert "Set-Cookie" not in answer.headers


def test_signing_in_ends_the_session_whose_token_came_along(service: Service) -> None:
    person = a_person(service)
    brought, other = service.sign_in(person), service.sign_in(person)
    assert brought.post("/sessions", {}).status == 422
    assert brought.get("/me").status == 200, "signing in failed: she is where she was"
    for number in range(2):
        assert brought.post("/sessions", {"code": f"n{number}.somebody"}).status == 201
    made_up = Caller(service.app, "never-was-one")
    assert made_up.post("/sessions", {"code": "n3.somebody"}).status == 201
    assert [brought.get("/me").status, other.get("/me").status] == [401, 200]
    ended = service.rows(
        "SELECT person_id FROM audit_entries WHERE action = 'sign_out' AND object_type = 'session'"
    )
    assert ended == [(person,)], "once, as hers"


# What a key is worth


def test_a_key_of_somebody_else_opens_nothing(service: Service) -> None:
    village_id = a_village(service)
    first, second = (service.sign_in(a_person(service)) for _ in range(2))
    letter, key = {**LETTER, "village_id": village_id}, "one-key-for-both"
    answers = [caller.post("/feedback", letter, key=key) for caller in (first, second)]
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].body["id"] != answers[1].body["id"]
    assert "Idempotent-Replayed" not in answers[1].headers


@pytest.mark.parametrize("key", ["", "short", "k" * 65, "k" * 6000, "keys with spaces", "钥匙" * 8])
def test_a_key_has_one_shape(service: Service, key: str) -> None:
    phone = service.sign_in(a_person(service))
    body = json.dumps({**LETTER, "village_id": a_village(service)}).encode()
    assert send_bytes(phone, body, key).status == 400
    assert service.scalar("SELECT count(*) FROM idempotency_keys") == 0


def test_only_utf_8_is_read(service: Service) -> None:
    phone = service.sign_in(a_person(service))
    letter = json.dumps({**LETTER, "village_id": a_village(service)}, ensure_ascii=False)
    assert send_bytes(phone, letter.encode("utf-16"), "in-another-code").status == 400
    assert send_bytes(phone, letter.encode(), "in-another-code").status == 201


# What the wire carries


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """Yield a web node as operators run it, on a database of its own."""
    folder = tmp_path_factory.mktemp("node")
    url = f"sqlite:///{SqliteRoom.prepare(folder).file}"
    with web_node(folder, DATABASE_URL=url) as started:
        yield started


SMUGGLED = b"0\r\n\r\nGET /api/v1/about HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
GET = b"GET /api/v1/about HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + SMUGGLED, 400),
        (POST + b"Content-Length: 2\r\nContent-Length: 9\r\n\r\n" + SMUGGLED, 400),
        (POST + b"Transfer-Encoding: xchunked\r\n\r\n" + SMUGGLED, 501),
        (POST + b"Transfer-Encoding : chunked\r\n\r\n" + SMUGGLED, 400),
        (POST + b"Content-Length: -1\r\n\r\n" + SMUGGLED, 400),
        (POST + b"Content-Length: +2\r\n\r\n" + SMUGGLED, 400),
        (GET + b"X-Folded: a\r\n b\r\n\r\n", 400),
        (GET.replace(b"\r\n", b"\n") + b"\n", 400),
        (GET + b"X-Long: " + b"a" * 9000 + b"\r\n\r\n", 431),
        (GET + b"".join(b"X-%d: 1\r\n" % n for n in range(60)) + b"\r\n", 431),
        (GET.replace(b"about", b"about?" + b"a" * 5000) + b"\r\n", 414),
        (b"GET /api/v1/about\r\n\r\n", 400),
    ],
    ids=[
        "length and chunks",
        "two lengths",
        "unknown coding",
        "space before the colon",
        "negative length",
        "signed length",
        "folded header",
        "bare line feeds",
        "long header",
        "many headers",
        "long address",
        "no version",
    ],
)
def test_what_two_servers_might_read_differently_is_refused(
    node: Node, sent: bytes, status: int
) -> None:
    answer = _exchange(node, sent)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert answer.count(b"HTTP/1.1 ") == 1, "a second request was smuggled in"
    assert node.get("/healthz").status == 200


def test_a_body_in_chunks_is_bounded_as_well(node: Node) -> None:
    body = b'{"code": "' + b"a" * 400_000 + b'"}'
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    sent = POST + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
    assert _exchange(node, sent)[9:12] in {b"400", b"413"}


def test_two_tokens_are_none(node: Node) -> None:
    twice = b"Authorization: Bearer aaaaaaaa\r\n" * 2
    sent = GET.replace(b"about", b"me") + twice + b"Connection: close\r\n\r\n"
    assert _exchange(node, sent).startswith(b"HTTP/1.1 401 ")


def _exchange(node: Node, sent: bytes) -> bytes:
    """Send bytes as they are and return all that comes until the server closes."""
    with socket.create_connection(("127.0.0.1", node.port), timeout=20) as line:
        line.sendall(sent)
        return b"".join(iter(lambda: line.recv(65536), b""))
