"""Print-outs with the mini-program's own codes: waited for, printed as fetched, else a QR code."""

import io
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from models.vocabulary import OutboxTopic, PrintKind
from server.background import drain_outbox
from server.domains.prints import rules
from server.domains.prints import service as prints
from server.kernel.errors import TryLater
from server.kernel.work import Work
from server.registry import OUTBOX_TOPICS
from tests.support.builders import a_household, a_village
from tests.support.service import FakeWeChat, Service


def a_picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (280, 280), (200, 0, 0)).save(content, "JPEG")
    return content.getvalue()


@dataclass
class Draughtsman(FakeWeChat):
    """A WeChat that draws codes, once it is not busy any more."""

    is_busy: bool = False
    asked: list[str] = field(default_factory=list)

    def draw_code(self, scene: str, *, page: str) -> bytes:
        self.asked.append(scene)
        if self.is_busy:
            raise TryLater("微信那边暂时没有回应，请过一会儿再试。", seconds=300)
        return a_picture()


@pytest.fixture
def wechat(service: Service, monkeypatch: pytest.MonkeyPatch) -> Draughtsman:
    transactions = service.app.transactions
    drawing = Draughtsman()
    ports = replace(transactions.ports, wechat=drawing, code_page="pages/scan/scan")
    monkeypatch.setattr(service.app, "transactions", replace(transactions, ports=ports))
    return drawing


def _kept(begun: dict[str, Any], printed: object, work: Work) -> None:
    prints.MAKE.record(work, begun, printed)


def order(service: Service) -> int:
    village_id = a_village(service)
    a_household(service, village_id)
    wanted = prints.Wanted(kind=PrintKind.DOOR_PLATES, village_id=village_id)
    return service.run(lambda work: prints.order_print(work, wanted)).id


def made(service: Service, print_id: int) -> prints.PrintView:
    drain_outbox(service.app.transactions, OUTBOX_TOPICS)
    return service.run(lambda work: prints.get_print(work, print_id), writes=False)


def codes_on_paper(service: Service) -> int:
    pdf = service.app.transactions.ports.files.get(service.scalar("SELECT file_name FROM prints"))
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil()
    return len(zxingcpp.read_barcodes(page))


def test_the_mini_programs_own_code_is_printed(service: Service, wechat: Draughtsman) -> None:
    printed = made(service, order(service))
    assert (printed.state, printed.warnings, len(wechat.asked)) == ("ready", [], 1)
    assert codes_on_paper(service) == 0


def test_a_busy_wechat_is_waited_for_and_then_a_qr_code_is_printed(
    service: Service, wechat: Draughtsman
) -> None:
    wechat.is_busy = True
    print_id = order(service)
    assert made(service, print_id).state == "ordered"
    service.clock.advance(seconds=rules.PICTURES_WAIT.total_seconds() + 1)
    printed = made(service, print_id)
    assert (printed.state, printed.warnings) == ("ready", [rules.PLAIN_CODES])
    assert codes_on_paper(service) == 1


def test_what_a_second_worker_draws_as_well_is_kept_and_told_once(
    service: Service, wechat: Draughtsman
) -> None:
    """Two workers have begun; the second finds it made, and a third has nothing to draw."""
    print_id = order(service)
    drain_outbox(service.app.transactions, {OutboxTopic.CODE_ISSUED: OUTBOX_TOPICS["code_issued"]})
    payload = {"print_id": print_id}
    begun = service.run(lambda work: prints.MAKE.prepare(work, payload))
    assert isinstance(begun, dict)
    for _ in range(2):
        printed = prints.MAKE.send(service.app.transactions.ports, begun, "")
        service.run(partial(_kept, begun, printed))
    assert service.run(lambda work: prints.MAKE.prepare(work, payload)) is None
    assert service.scalar("SELECT count(*) FROM audit_entries WHERE action = 'make_print'") == 1
    assert len(wechat.asked) == 1
