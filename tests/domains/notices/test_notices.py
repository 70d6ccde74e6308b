from datetime import date
from functools import partial

import pytest

from models.notices import Notice
from models.vocabulary import NoticeKind
from server.domains.notices import service as notices
from server.domains.notices.errors import NoticeAlreadyPublished, NoticeNotFound
from server.domains.notices.service import NoticeLine
from server.kernel.pages import PageRequest
from server.kernel.work import Work
from tests.support.builders import a_village
from tests.support.service import Service


@pytest.fixture
def village_id(service: Service) -> int:
    return a_village(service)


def put_up(work: Work, village_id: int, month: str = "2026-11", lines: int = 2) -> Notice:
    return notices.publish(
        work,
        village_id=village_id,
        kind=NoticeKind.POINTS,
        month=month,
        title=f"{month} 公示",
        lines=[NoticeLine(100 + n, {"household": f"王** · {n}组"}) for n in range(lines)],
        working_days=5,
    )


def test_a_notice_keeps_its_lines_in_order_and_its_days(service: Service, village_id: int) -> None:
    notice = service.run(lambda work: put_up(work, village_id))
    sheet = service.run(lambda work: notices.read_notice(work, notice.id), writes=False)
    assert [(e.position, e.subject_id) for e in sheet.entries] == [(1, 100), (2, 101)]
    assert (sheet.notice.published_on, sheet.notice.usable_on) == (
        date(2026, 11, 10),
        date(2026, 11, 18),
    )
    assert len(sheet.notice.content_hash) == 64


def test_a_notice_without_lines_can_be_put_up(service: Service, village_id: int) -> None:
    notice = service.run(lambda work: put_up(work, village_id, lines=0))
    sheet = service.run(lambda work: notices.read_notice(work, notice.id), writes=False)
    assert list(sheet.entries) == []


def test_a_second_one_for_the_month_is_refused(service: Service, village_id: int) -> None:
    service.run(lambda work: put_up(work, village_id))
    with pytest.raises(NoticeAlreadyPublished):
        service.run(lambda work: put_up(work, village_id))
    service.run(lambda work: put_up(work, village_id, "2026-12"))
    other_id = a_village(service, "别村妇联")
    service.run(lambda work: put_up(work, other_id))


def test_a_notice_is_due_on_its_day_and_closed_once(service: Service, village_id: int) -> None:
    notice = service.run(lambda work: put_up(work, village_id))

    def close() -> bool:
        return service.run(lambda work: notices.close(work, notice.id))

    assert service.run(notices.list_due) == []
    assert not close()
    service.clock.advance(days=8)
    assert list(service.run(notices.list_due)) == [notice.id]
    assert close()
    assert not close()
    assert service.run(notices.list_due) == []
    assert service.scalar("SELECT closed_at IS NOT NULL FROM notices")


def test_the_wall_is_listed_newest_first_in_pages(service: Service, village_id: int) -> None:
    for month in ("2026-09", "2026-10", "2026-11"):
        service.run(partial(put_up, village_id=village_id, month=month))

    def months(after: int | None) -> tuple[list[str], int | None]:
        page = service.run(
            lambda work: notices.list_notices(work, village_id, PageRequest(after, 2)),
            writes=False,
        )
        return [notice.month for notice in page.items], page.next_after

    first, next_after = months(None)
    assert first == ["2026-11", "2026-10"]
    assert months(next_after) == (["2026-09"], None)


def test_a_notice_that_is_not_there_is_not_found(service: Service) -> None:
    with pytest.raises(NoticeNotFound):
        service.run(lambda work: notices.read_notice(work, 999_999), writes=False)
