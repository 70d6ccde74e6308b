"""The mini-program's own codes: fetched once by the worker, kept, and gone with their code."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol
from urllib.parse import urlsplit

import pytest

from models.codes import Code
from models.vocabulary import CodeKind, OutboxTopic, RevokeReason
from server.background import Topics, drain_outbox
from server.domains.codes import service as codes
from server.domains.outbox import service as outbox
from server.kernel.errors import TryLater
from server.kernel.ports import Ports
from server.kernel.wechat import WeChat
from tests.support.builders import a_household, a_village
from tests.support.service import Service
from tests.support.wechat import an_adapter
from tools.wechat_standin import StandinServer

TOPICS: Topics = {OutboxTopic.CODE_ISSUED: codes.PICTURES}
JPEG = b"\xff\xd8\xff"
WAITING = "SELECT count(*) FROM outbox_rows WHERE done_at IS NULL"


class Print(Protocol):
    """Lets the service print mini-program codes of a page, drawn by a WeChat."""

    def __call__(self, wechat: WeChat, page: str | None = "pages/scan/scan") -> Ports: ...


@pytest.fixture
def wechat_codes(service: Service, monkeypatch: pytest.MonkeyPatch) -> Print:
    def use(wechat: WeChat, page: str | None = "pages/scan/scan") -> Ports:
        transactions = service.app.transactions
        ports = replace(transactions.ports, wechat=wechat, code_page=page)
        monkeypatch.setattr(service.app, "transactions", replace(transactions, ports=ports))
        return ports

    return use


class BusyOnce:
    """A WeChat that is busy at first, and does something in the middle of drawing."""

    def __init__(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.drawn: list[tuple[str, str]] = []
        self.is_busy = True
        self.meanwhile = meanwhile

    def draw_code(self, scene: str, *, page: str) -> bytes:
        if self.is_busy:
            self.is_busy = False
            raise TryLater("微信那边暂时没有回应，请过一会儿再试。", seconds=300)
        self.meanwhile()
        self.drawn.append((scene, page))
        return JPEG + scene.encode()


def issue(service: Service) -> Code:
    household = a_household(service, a_village(service))
    return service.run(lambda work: codes.issue_code(work, CodeKind.DOOR_PLATE, household.id))


def again(service: Service, code: Code) -> Code:
    return service.run(lambda work: codes.issue_code(work, code.kind, code.target_id))


def revoke(service: Service, code: Code) -> None:
    service.run(lambda work: codes.revoke_code(work, code.id, RevokeReason.LOST))


def drain(service: Service) -> None:
    drain_outbox(service.app.transactions, TOPICS)


def test_the_worker_fetches_it_from_the_stand_in_once_and_pages_show_it(
    service: Service, wechat_codes: Print
) -> None:
    with StandinServer() as standin:
        ports = wechat_codes(an_adapter(standin.base_url))
        code = issue(service)
        embedded = service.run(lambda work: codes.picture_of(work, code.id))
        assert embedded is not None
        assert embedded.startswith("data:image/png")
        drain(service)
    assert service.scalar(WAITING) == 0
    code = again(service, code)
    assert service.scalar(WAITING) == 0
    file = codes.picture_file_of(code)
    assert file is not None
    kept = ports.files.get(file)
    assert kept is not None
    assert kept.startswith(JPEG)
    link = service.run(lambda work: codes.picture_of(work, code.id))
    shown = service.app.test_client().get(urlsplit(str(link)).path)
    assert (shown.status_code, shown.mimetype, shown.data) == (200, "image/jpeg", kept)


def test_it_waits_while_wechat_is_busy_and_goes_with_its_code(
    service: Service, wechat_codes: Print
) -> None:
    wechat = BusyOnce()
    ports = wechat_codes(wechat)  # type: ignore[arg-type]  # draws codes and nothing else
    code = issue(service)
    drain(service)
    assert (wechat.drawn, service.scalar(WAITING)) == ([], 1)
    service.clock.advance(seconds=301)
    drain(service)
    assert wechat.drawn == [(code.scene, "pages/scan/scan")]
    file = codes.picture_file_of(again(service, code))
    assert file is not None
    revoke(service, code)
    drain(service)
    assert ports.files.get(file) is None
    assert service.scalar("SELECT pictured_at FROM codes") is None
    assert service.scalar(WAITING) == 0


def test_one_revoked_while_it_was_fetched_leaves_no_file(
    service: Service, wechat_codes: Print
) -> None:
    wechat = BusyOnce(meanwhile=lambda: revoke(service, code))
    wechat.is_busy = False
    ports = wechat_codes(wechat)  # type: ignore[arg-type]  # draws codes and nothing else
    code = issue(service)
    drain(service)
    assert len(wechat.drawn) == 1
    assert ports.files.get(service.scalar("SELECT picture_file FROM codes")) is None
    assert service.scalar(WAITING) == 0


def test_one_revoked_before_is_not_fetched_and_qr_codes_never_are(
    service: Service, wechat_codes: Print
) -> None:
    issue(service)
    assert service.scalar(WAITING) == 0
    wechat = BusyOnce()
    wechat_codes(wechat)  # type: ignore[arg-type]  # draws codes and nothing else
    revoke(service, issue(service))
    late = {"code_id": 1}
    service.run(lambda work: outbox.put(work, OutboxTopic.CODE_ISSUED, late, village_id=None))
    service.clock.advance(seconds=1)
    wechat_codes(wechat, page=None)  # type: ignore[arg-type]  # as above
    drain(service)
    assert (wechat.is_busy, service.scalar(WAITING)) == (True, 0)
