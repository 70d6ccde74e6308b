"""Files by signed links over HTTP."""

from datetime import timedelta
from urllib.parse import urlsplit

from server.kernel.files import LinkedFile
from tests.support.service import Service


def test_a_link_shows_a_file_to_anybody_until_it_expires(service: Service) -> None:
    ports = service.app.transactions.ports
    ports.files.put("photos/one.jpg", b"picture")
    one = LinkedFile("photos/one.jpg", "image/jpeg", "照片.jpg")
    url = urlsplit(ports.links.link(one, until=service.clock.instant + timedelta(minutes=5))).path
    shown = service.app.test_client().get(url)
    assert (shown.status_code, shown.data) == (200, b"picture")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    policy = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    assert shown.headers["Content-Security-Policy"] == policy
    assert shown.headers["Content-Disposition"].startswith("inline; filename")
    assert shown.headers["Cache-Control"] == "private, max-age=300"
    service.clock.advance(minutes=5)
    late = service.app.test_client().get(url)
    assert (late.json or {})["type"] == "/problems/link-expired"


def test_a_file_that_is_gone_answers_like_a_forged_link(service: Service) -> None:
    ports = service.app.transactions.ports
    gone = LinkedFile("photos/gone.jpg", "image/jpeg", "a.jpg")
    url = urlsplit(ports.links.link(gone, until=service.clock.instant + timedelta(minutes=5))).path
    client = service.app.test_client()
    assert {client.get(path).status_code for path in (url, "/files/forged")} == {404}


def test_a_store_that_does_not_answer_is_said_to_be_away(service: Service) -> None:
    ports = service.app.transactions.ports
    ports.files.put("unreadable/one.jpg", b"")
    folder = LinkedFile("unreadable", "image/jpeg", "a.jpg")
    until = service.clock.instant + timedelta(minutes=5)
    answer = service.app.test_client().get(urlsplit(ports.links.link(folder, until=until)).path)
    assert answer.status_code == 503
    assert (answer.json or {})["type"] == "/problems/files-away"


def test_a_browser_is_told_in_words_that_a_link_is_used_up(service: Service) -> None:
    client = service.app.test_client()
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    for_people = client.get("/downloads/x", headers=browser)
    for_programs = client.get("/downloads/x")
    assert (for_people.status_code, for_people.mimetype) == (404, "text/html")
    assert "这个链接用过了，或者过了时间，请返回上一页再取一次。" in for_people.text
    assert for_people.headers["Vary"] == for_programs.headers["Vary"] == "Accept"
    assert (for_programs.json or {})["type"] == "/problems/link-expired"
