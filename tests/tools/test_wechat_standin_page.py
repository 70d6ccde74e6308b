import json
from pathlib import Path

from tests.support.standin_client import StandinClient
from tools.wechat_standin import create_standin
from tools.wechat_standin.known import Known, read_known
from tools.wechat_standin.phone_codes import made_up_number

_SEND = "/cgi-bin/message/subscribe/send"


def _known(folder: Path) -> Known:
    people, templates = folder / "catalogue.json", folder / "templates.yaml"
    shown = {"people": [{"openid": "o-li", "title": "福禄村 001号户 李桂花"}], "codes": []}
    people.write_text(json.dumps(shown), encoding="utf-8")
    templates.write_text(
        "templates: [{template_id: t-pick-up, title: 取货提醒, fields: {thing1: title}}]",
        encoding="utf-8",
    )
    return read_known(people, templates)


def test_people_are_told_what_this_is_and_see_nothing_yet() -> None:
    wechat = StandinClient()
    page = wechat.http.get("/")
    assert page.mimetype == "text/html"
    for words in ("这不是微信", "还没有。", "没有设地址", "刷单"):
        assert words in page.text
    assert wechat.look("journal") == {"calls": []}


def test_the_page_shows_what_was_sent_to_whom_the_newest_first(tmp_path: Path) -> None:
    wechat = StandinClient(create_standin(known=_known(tmp_path)).test_client())
    wechat.order("login-code", openid="o-yu")
    for openid in ("o-li", "o-yu"):
        wechat.order("subscribe", openid=openid, template_id="t-pick-up", n=2)
        data = {"thing1": {"value": f"给{openid}的<大米>"}}
        asked = {"touser": openid, "template_id": "t-pick-up", "data": data}
        assert wechat.errcode(_SEND, asked) == 0
    page = wechat.http.get("/").text
    assert page.index("给o-yu的&lt;大米&gt;") < page.index("给o-li的&lt;大米&gt;")
    for words in (
        *("取货提醒", "福禄村 001号户 李桂花", made_up_number("o-li")),
        *(made_up_number("o-yu"), "<td>1</td>"),
    ):
        assert words in page


def test_a_known_template_wants_all_its_fields_and_no_other(tmp_path: Path) -> None:
    wechat = StandinClient(create_standin(known=_known(tmp_path)).test_client())
    wechat.order("subscribe", openid="o-li", template_id="t-pick-up")
    asked = {"touser": "o-li", "template_id": "t-pick-up"}
    good = {"thing1": {"value": "大米"}}
    for data in ({"thing2": {"value": "大米"}}, good | {"thing2": {"value": "大米"}}):
        assert wechat.errcode(_SEND, asked | {"data": data}) == 47003
    assert wechat.errcode(_SEND, asked | {"data": good}) == 0


def test_files_that_are_not_there_make_nobody_known(tmp_path: Path) -> None:
    assert read_known(tmp_path / "none.json", None) == Known()
