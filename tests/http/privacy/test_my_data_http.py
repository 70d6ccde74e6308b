"""One's own data: all of it, in plain words, nobody else's name; on the screen and as a file."""

import json

from server.registry import PERSONAL_DATA
from tests.support.activities_builders import a_neighbour
from tests.support.builders import a_village
from tests.support.exports_builders import fetch, link_to, made
from tests.support.lived_account import (
    HANDED_IN,
    NAME,
    NUMBER,
    OPENID,
    SECRET,
    UNIONID,
    a_lived_account,
)
from tests.support.service import Service


def test_she_reads_all_that_is_kept_of_her(service: Service) -> None:
    lived = a_lived_account(service)
    answer = lived.phone.get("/me/data")
    assert answer.status == 200
    sections = answer.body["sections"]
    assert [one["name"] for one in sections] == [source.name for source in PERSONAL_DATA]
    facts = {
        (section["name"], fact["key"], fact["value"])
        for section in sections
        for item in section["items"]
        for fact in item["facts"]
    }
    assert {
        ("identity", "openid", OPENID),
        ("identity", "unionid", UNIONID),
        ("identity", "phone", NUMBER),
        ("households", "name", NAME),
        ("consents", "channel", "自己点的"),
        ("households", "phone", HANDED_IN),
        ("households", "relation", "其他"),
        ("households", "group", "三组"),
        ("points", "note", SECRET),
        ("points", "reason", f"{NAME}没有拍照"),
        ("feedback", "text", SECRET),
        ("feedback", "answer", f"{NAME}：{SECRET}，知道了"),
        ("rewards", "state", "取消了"),
        ("corrections", "wanted", SECRET),
        ("corrections", "answer", f"{NAME}再想想"),
        ("activities", "state", "排着候补"),
    } <= facts
    titles = {item["title"] for section in sections for item in section["items"]}
    assert {"入户申请", "您发的入户码", "妇联干部替您办的事", "照片", "没传完的照片"} <= titles
    told = [value for _, _, value in facts if isinstance(value, str)]
    assert not [text for text in told if "王淑芬" in text or "李建国" in text]
    looked = "SELECT person_id FROM audit_entries WHERE action = 'read_own_data'"
    assert service.rows(looked) == [(lived.person_id,)]


def test_a_name_within_hers_is_not_taken_for_her_familys(service: Service) -> None:
    """王芳 lives with her; what she asked to have corrected is told in words, not in codes."""
    home = a_neighbour(service, a_village(service), ("王芳芳", "王芳", "李建国"))
    phone, (_, _, other) = service.sign_in(home.person_id), home.household.member_ids
    for wish in (
        {"field": "relation", "wanted": "spouse", "member_id": other},
        {"field": "other", "wanted": "王芳芳和王芳是两个人"},
    ):
        assert phone.post("/corrections", wish).status == 201
    sections = phone.get("/me/data").body["sections"]
    values = {fact["value"] for one in sections for item in one["items"] for fact in item["facts"]}
    assert {"王芳芳", "王芳芳和王**是两个人", "配偶"} <= values


def test_who_has_nothing_but_her_account_reads_that(service: Service) -> None:
    body = service.stranger().post("/sessions", {"code": "n1.o1"}).body
    sections = service.sign_in(body["person_id"]).get("/me/data").body["sections"]
    assert {one["name"] for one in sections if one["items"]} == {"identity"}
    assert service.stranger().get("/me/data").status == 401


def test_requirement_20_the_file_holds_the_same_for_programs_and_for_people(
    service: Service,
) -> None:
    """Strange names stay whole and harmless: nothing in the page is run, fetched or followed."""
    lived = a_lived_account(service)
    order = {"kind": "my_data", "reason": "own"}
    files = {}
    for form in ("json", "html"):
        export_id = made(service, lived.phone, {**order, "format": form})
        url = link_to(lived.phone, export_id).body["url"]
        files[form] = fetch(service, url).body.decode()
        assert fetch(service, url).status == 404
    told = json.loads(files["json"])
    assert [part["name"] for part in told["parts"]] == [one.name for one in PERSONAL_DATA]
    shown = lived.phone.get("/me/data").body["sections"]
    is_told_again = {"identity", "exports", "messages", "moderation"}
    for part, section in zip(told["parts"], shown, strict=True):
        if part["name"] not in is_told_again:
            assert part["items"] == section["items"]
    page = files["html"]
    assert "檀=cmd()\u200b&lt;script&gt;𬭎" in page
    assert ("<script" in page, "http" in page.replace("http-equiv", "")) == (False, False)
    assert "default-src 'none'" in page
    assert [name for name in ("王淑芬", "李建国") if name in page + files["json"]] == []
