"""Exports over HTTP: ordered with a reason, masked, made by the worker, opened by a link, once."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from models.vocabulary import ExportKind, Role
from server.domains.exports import rules
from server.domains.exports import service as exports
from server.domains.organisations import service as organisations
from server.kernel.exports import ROWS_MAX, ExportColumn, ExportOrder, ExportTable
from server.kernel.work import Work
from tests.support.builders import (
    a_household,
    a_person,
    a_resident,
    a_town,
    a_village,
    an_officer,
)
from tests.support.exports_builders import (
    fetch,
    link_to,
    made,
    register_of,
    rows_of,
    work_off,
)
from tests.support.rewards_builders import a_shop
from tests.support.service import Answer, Caller, Room, Service

AUDITED = "SELECT action, person_id, outcome FROM audit_entries WHERE object_type = 'export'"
OWN = {"kind": "my_data", "format": "json", "reason": "own"}


def an_officer_of(service: Service, role: Role, organisation_id: int) -> Caller:
    return service.sign_in(an_officer(service, role, organisation_id))


def refusal(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["type"].rpartition("/")[2]


def test_requirement_09_a_register_is_masked_and_says_whose_copy_it_is(
    service: Service, tmp_path: Path
) -> None:
    village_id = a_village(service)
    for number in (2, 10):
        a_household(service, village_id, ("=cmd|' /C calc'!A0", "李小妹", "王大")[:number])
    executive_id = an_officer(service, Role.VILLAGE_EXECUTIVE, village_id)
    executive = service.sign_in(executive_id)
    export_id = made(service, executive, register_of(village_id))
    shown = executive.get(f"/exports/{export_id}").body
    assert (shown["state"], shown["rows"], shown["is_masked"]) == ("ready", 2, True)
    titles, *rows = rows_of(service, executive, export_id, tmp_path)
    assert titles == ["户号", "小组", "类型", "状态", "户主", "人数"]
    assert rows[:2] == [
        ["001", "三组", "农村", "常住", "=**", 2.0],
        ["002", "三组", "农村", "常住", "=**", 3.0],
    ]
    assert rows[3][0] == (
        f"导出编号{export_id}；由双龙村妇联 妇联执委（{executive_id}号）"
        "在2026年11月10日 09:00导出；用途：月报。"
    )
    assert service.rows(f"{AUDITED} ORDER BY id") == [
        ("order_export", executive_id, "done"),
        ("make_export", None, "done"),
        ("link_export", executive_id, "done"),
        ("open_export", executive_id, "done"),
    ]


def test_requirement_09_a_link_hands_the_file_out_once(service: Service) -> None:
    village_id = a_village(service)
    executive = an_officer_of(service, Role.VILLAGE_EXECUTIVE, village_id)
    export_id = made(service, executive, register_of(village_id))
    link = link_to(executive, export_id).body
    assert fetch(service, link["url"], "HEAD").status == 404  # who only looks uses nothing up

    fetched = fetch(service, link["url"])
    assert fetched.headers["Content-Disposition"] == (
        f"attachment; filename=households-{export_id}.xlsx"
    )
    assert fetched.headers["Cache-Control"] == "no-store"
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    again, unknown = fetch(service, link["url"]), fetch(service, link["url"] + "x")
    assert (again.status, again.problem["detail"]) == (404, unknown.problem["detail"])


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.TOWN_OFFICER])
def test_requirement_09_whole_names_take_an_office_and_a_sign_in_of_just_now(
    service: Service, role: Role, tmp_path: Path
) -> None:
    town_id = a_town(service)
    village_id = a_village(service, town_id=town_id)
    a_household(service, village_id, ("王淑芬",))
    order = register_of(village_id, is_masked=False, format="csv")
    for other in (Role.VILLAGE_EXECUTIVE, Role.SUPERVISOR):
        told = an_officer_of(service, other, village_id).post("/exports", order)
        assert refusal(told) == (403, "names-stay-masked")
    node = village_id if role is Role.VILLAGE_CHAIR else town_id
    person_id = an_officer(service, role, node)
    phone = service.sign_in(person_id)
    service.clock.advance(minutes=10, seconds=1)
    assert refusal(phone.post("/exports", order)) == (403, "sign-in-again")
    phone = service.sign_in(person_id)
    export_id = made(service, phone, order)
    assert rows_of(service, phone, export_id, tmp_path)[1][4] == "王淑芬"
    service.clock.advance(minutes=11)
    assert refusal(link_to(phone, export_id)) == (403, "sign-in-again")
    assert link_to(service.sign_in(person_id), export_id).status == 201


def test_requirement_09_a_link_lasts_ten_minutes_and_the_next_one_replaces_it(
    service: Service,
) -> None:
    village_id = a_village(service)
    chair = an_officer_of(service, Role.VILLAGE_CHAIR, village_id)
    export_id = made(service, chair, register_of(village_id))
    first = link_to(chair, export_id, key="k" * 12).body
    assert link_to(chair, export_id, key="k" * 12).body == first  # a lost answer comes again
    secret = first["url"].rpartition("/")[2]
    assert service.scalar("SELECT answer FROM idempotency_keys WHERE key = :k", k="k" * 12)
    stored = str(service.rows("SELECT answer FROM idempotency_keys"))
    assert (len(secret), secret in stored) == (43, False)
    second = link_to(chair, export_id).body
    assert fetch(service, first["url"]).status == 404
    service.clock.advance(minutes=10)
    assert fetch(service, second["url"]).status == 404
    assert fetch(service, link_to(chair, export_id).body["url"]).status == 200


def test_a_link_is_no_good_to_whose_office_is_over(service: Service) -> None:
    village_id = a_village(service)
    chair_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    executive = an_officer_of(service, Role.VILLAGE_EXECUTIVE, village_id)
    chair = service.sign_in(chair_id)
    export_id = made(service, chair, register_of(village_id))
    url = link_to(chair, export_id).body["url"]
    grant_id = service.scalar("SELECT id FROM role_grants WHERE person_id = :id", id=chair_id)
    service.run(lambda work: organisations.end_role(work, grant_id))
    service.clock.advance(seconds=1)
    assert fetch(service, url).status == 404
    former = service.sign_in(chair_id)
    assert refusal(link_to(former, export_id)) == (403, "not-allowed")
    refused = service.rows(f"{AUDITED} AND outcome = 'refused' ORDER BY id")
    assert refused == [
        ("open_export", chair_id, "refused"),
        ("link_export", chair_id, "refused"),
    ]
    assert refusal(executive.get(f"/exports/{export_id}")) == (404, "export-not-found")
    assert refusal(link_to(executive, export_id)) == (404, "export-not-found")


def test_a_months_transfers_and_orders_name_nobody(service: Service, tmp_path: Path) -> None:
    shop = a_shop(service, purse=100)
    home = shop.household
    resident = service.sign_in(shop.resident_id)
    lines = [{"goods_id": shop.goods["soap"], "quantity": 2}]
    ordered = resident.post("/orders", {"household_id": home.id, "lines": lines}).body["id"]
    service.clock.advance(days=25)
    late = {"household_id": home.id, "lines": [{"goods_id": shop.goods["paste"], "quantity": 1}]}
    service.sign_in(shop.resident_id).post("/orders", late)
    supervisor = an_officer_of(service, Role.SUPERVISOR, shop.village_id)
    transfers = register_of(shop.village_id, kind="points_transfers", month="2026-11")
    _titles, *rows = rows_of(service, supervisor, made(service, supervisor, transfers), tmp_path)
    assert rows[:3] == [
        ["2026-11-10", "001", "王** · 三组", "确认得分，等公示", "", 100.0],
        ["2026-11-10", "001", "王** · 三组", "公示期满，可以兑换", "", 100.0],
        ["2026-11-10", "001", "王** · 三组", "兑换下单，先留着", "", 40.0],
    ]
    orders = register_of(shop.village_id, kind="orders", month="2026-11", format="csv")
    _titles, *rows = rows_of(service, supervisor, made(service, supervisor, orders), tmp_path)
    assert rows[0] == [
        *("2026-11-10", str(ordered), "001", "王** · 三组", "香皂", "块"),
        *("2", "20", "等着领", ""),
    ]
    this_month = supervisor.post("/exports", {**orders, "month": None, "kind": "orders"}).body
    assert (this_month["month"], len(supervisor.get("/exports").body["items"])) == ("2026-12", 3)


def test_ab_13_a_foreign_village_is_as_if_missing_and_without_office_there_is_none(
    service: Service,
) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    chair = an_officer_of(service, Role.VILLAGE_CHAIR, village_id)
    foreign, missing = (
        chair.post("/exports", register_of(one, is_masked=False)) for one in (other_id, 999_999)
    )
    assert refusal(foreign) == refusal(missing) == (404, "organisation-not-found")
    assert service.scalar("SELECT count(*) FROM anomalies WHERE kind = 'foreign_id'") == 1
    resident = service.sign_in(a_resident(service, a_household(service, village_id)))
    assert refusal(resident.post("/exports", register_of(village_id))) == (403, "not-allowed")
    assert service.stranger().post("/exports", register_of(village_id)).status == 401


@pytest.mark.parametrize(
    ("change", "pointers"),
    [
        ({"format": "json"}, ["#/format"]),
        ({"reason": "own", "village_id": None}, ["#/reason", "#/village_id"]),
        ({"kind": "my_data"}, ["#/format", "#/reason", "#/village_id"]),
        ({"month": "2026-11"}, ["#/month"]),
        ({"kind": "orders", "is_masked": False}, ["#/is_masked"]),
        ({"kind": "orders", "month": "2026-13"}, ["#/month"]),
    ],
)
def test_what_does_not_go_together_is_named(
    sqlite_room: Room, change: dict[str, object], pointers: Sequence[str]
) -> None:
    service = sqlite_room.open()
    chair = an_officer_of(service, Role.VILLAGE_CHAIR, a_village(service))
    answer = chair.post("/exports", register_of(1) | change)
    assert (answer.status, [one["pointer"] for one in answer.body["errors"]]) == (422, pointers)


def test_five_files_of_villages_and_three_of_herself_a_day(service: Service) -> None:
    village_id = a_village(service)
    person_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    phones = [service.sign_in(person_id) for _ in range(3)]
    for order, most in ((register_of(village_id), 5), (OWN, 3)):
        answers = [phones[turn % 3].post("/exports", order) for turn in range(most + 1)]
        assert [answer.status for answer in answers] == [201] * most + [429]
        assert refusal(answers[-1]) == (429, "exports-used-up")
        assert answers[-1].headers["Retry-After"] == str(15 * 3600 + 1)
    service.clock.advance(hours=15)
    assert phones[0].post("/exports", OWN).status == 201


class Endless:
    """An ExportSource with a row more than a file holds, or none at all."""

    title, goes_by_month, can_be_unmasked = "没完没了", False, False
    rows = 0

    def count(self, work: Work, order: ExportOrder) -> int:
        del work, order
        return self.rows

    def collect(self, work: Work, order: ExportOrder) -> Sequence[ExportTable]:
        del work, order
        return [ExportTable(self.title, [ExportColumn("空")], [])]


def test_what_is_too_large_is_refused_and_given_up_when_it_grew(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, village_id = Endless(), a_village(service)
    monkeypatch.setitem(service.app.transactions.ports.exports, ExportKind.HOUSEHOLDS, source)
    chair = an_officer_of(service, Role.VILLAGE_CHAIR, village_id)
    source.rows = ROWS_MAX + 1
    refused = chair.post("/exports", register_of(village_id))
    assert (refusal(refused), refused.body["most"]) == ((422, "export-too-large"), ROWS_MAX)
    source.rows = ROWS_MAX
    ordered = chair.post("/exports", register_of(village_id)).body["id"]
    waiting = link_to(chair, ordered)
    source.rows = ROWS_MAX + 1
    work_off(service)
    failed = link_to(chair, ordered)
    assert [refusal(one) for one in (waiting, failed)] == [(409, "export-not-ready")] * 2
    assert waiting.body["detail"] != failed.body["detail"]
    assert chair.get(f"/exports/{ordered}").body["state"] == "failed"


def test_what_cannot_be_kept_is_tried_again_then_given_up(service: Service) -> None:
    village_id = a_village(service)
    person_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    ordered = service.sign_in(person_id).post("/exports", register_of(village_id)).body["id"]
    name = service.scalar("SELECT file_name FROM exports")
    service.app.transactions.ports.files.put(f"{name}/x", b"a folder lies in its place")
    for _ in range(rules.ATTEMPTS_MAX + 1):
        work_off(service)
        service.clock.advance(minutes=10)
    shown = service.sign_in(person_id).get(f"/exports/{ordered}").body
    assert (shown["state"], shown["rows"]) == ("failed", None)


def test_a_file_is_gone_after_a_day(service: Service) -> None:
    person_id = a_person(service)
    export_id = made(service, service.sign_in(person_id), {**OWN, "format": "html"})
    files, name = (
        service.app.transactions.ports.files,
        service.scalar("SELECT file_name FROM exports"),
    )
    service.clock.advance(hours=23, minutes=59)
    phone = service.sign_in(person_id)
    fetched = fetch(service, link_to(phone, export_id).body["url"])
    assert (fetched.headers["Content-Type"], fetched.status) == ("text/html; charset=utf-8", 200)
    late = link_to(phone, export_id).body["url"]
    service.clock.advance(minutes=2)
    work_off(service)
    assert (files.get(name), fetch(service, late).status) == (None, 404)
    assert phone.get(f"/exports/{export_id}").body["state"] == "gone"
    assert refusal(link_to(phone, export_id)) == (409, "export-not-ready")
    service.clock.advance(days=30)
    assert service.run(exports.forget_exports) == 1, "the count of her day"
    assert service.sign_in(person_id).get(f"/exports/{export_id}").status == 200, (
        "nothing came after"
    )
    later = made(service, service.sign_in(a_person(service)), {**OWN, "format": "html"})
    assert service.run(exports.forget_exports) == 1
    assert refusal(service.sign_in(person_id).get(f"/exports/{export_id}"))[0] == 404
    assert later > export_id


def test_minors_are_named_to_nobody_and_empty_homes_have_nobody(
    service: Service, tmp_path: Path
) -> None:
    village_id = a_village(service)
    homes = [a_household(service, village_id, (name,)) for name in ("王小宝", "陈阿婆", "李小妹")]
    child, gone = "adult_on = '2035-01-01'", "left_at = joined_at"
    for home, change in zip(homes, (child, gone, "relation = 'head'"), strict=True):
        said = text(f"UPDATE members SET {change} WHERE household_id = {home.id}")  # noqa: S608
        service.run(partial(lambda work, change: work.session.execute(change), change=said))
    chair = an_officer_of(service, Role.VILLAGE_CHAIR, village_id)
    export_id = made(service, chair, register_of(village_id, is_masked=False))
    rows = rows_of(service, chair, export_id, tmp_path)[1:4]
    assert [(row[4], row[5]) for row in rows] == [("孩子", 1.0), ("", 0.0), ("李小妹", 1.0)]


def test_with_her_account_her_files_go(service: Service) -> None:
    person_id = a_person(service)
    phone = service.sign_in(person_id)
    files = service.app.transactions.ports.files
    ready = made(service, phone, OWN)
    waiting = phone.post("/exports", OWN).body["id"]
    url = link_to(phone, ready).body["url"]
    order = service.run(lambda work: exports.MAKE.prepare(work, {"export_id": waiting}))
    assert isinstance(order, dict)
    names = service.rows("SELECT file_name FROM exports")
    assert phone.delete("/me").status == 204
    rows = exports.MAKE.send(service.app.transactions.ports, order, "key")  # it was being written
    service.run(lambda work: exports.MAKE.record(work, order, rows))
    work_off(service)
    assert fetch(service, url).status == 404
    assert service.rows("SELECT id FROM exports") == []
    assert [files.get(name) for (name,) in names] == [None, None]


def test_a_worker_killed_while_she_closes_leaves_no_file_behind(service: Service) -> None:
    """It had looked up all about her before, and wrote the file after it was to be removed."""
    person_id, ports = a_person(service), service.app.transactions.ports
    phone = service.sign_in(person_id)
    ordered = {"export_id": phone.post("/exports", {**OWN, "format": "json"}).body["id"]}
    order = service.run(lambda work: exports.MAKE.prepare(work, ordered))
    assert isinstance(order, dict)
    assert phone.delete("/me").status == 204
    work_off(service)
    exports.MAKE.send(ports, order, "key")
    assert ports.files.get(order["name"]) is not None
    service.clock.advance(hours=1)
    work_off(service)
    assert ports.files.get(order["name"]) is None


def test_what_two_workers_made_is_kept_once(service: Service) -> None:
    phone = service.sign_in(a_person(service))
    row = {"export_id": phone.post("/exports", OWN).body["id"]}
    orders = [service.run(lambda work: exports.MAKE.prepare(work, row)) for _ in range(2)]
    for order in orders:
        assert isinstance(order, dict)
        rows = exports.MAKE.send(service.app.transactions.ports, order, "key")
        service.run(partial(_record, order, rows))
    assert service.run(lambda work: exports.MAKE.prepare(work, row)) is None
    due = "SELECT count(*) FROM outbox_rows WHERE topic = 'files_discarded'"
    assert service.scalar(due) == 1
    assert [action for action, *_ in service.rows(AUDITED)] == ["order_export", "make_export"]


def _record(order: dict[str, object], rows: object, work: Work) -> None:
    exports.MAKE.record(work, order, rows)
