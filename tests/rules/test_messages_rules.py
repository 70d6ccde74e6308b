"""What leaves through WeChat obeys its rules for fields, its templates and people's nights."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from config.settings import Settings, SettingsError
from models.vocabulary import MessageKind, TapMoment
from server.domains.messages.rules import fields, manners, templates
from server.domains.messages.rules.kinds import WORDS
from server.kernel.clock import CHONGQING
from server.kernel.errors import InvalidInput
from server.kernel.subscriptions import Subscriptions
from server.outside import REFERENCE, subscriptions_of

DEFAULTS = yaml.safe_load((REFERENCE / "subscription_templates.yaml").read_text(encoding="utf-8"))
THERE = Subscriptions(
    app_id="wx",
    templates=templates.read_templates(DEFAULTS),
    sends_a_week=2,
    quiet_from=time(21),
    quiet_until=time(8),
    hears_pushes=True,
)


# Fields


@given(st.text() | st.text("积分，退回\n\u200b\u2028🌾 ab1", max_size=40))
@examples(max_examples=200)
def test_whatever_text_goes_in_what_leaves_obeys_the_rules(text: str) -> None:
    thing, phrase = fields.fit("thing", text), fields.fit("phrase", text)
    assert thing is not None
    assert phrase is not None
    assert 1 <= len(thing.encode("utf-16-le")) // 2 <= 20
    assert thing == thing.strip()
    assert thing.isprintable()
    assert re.fullmatch("[\u4e00-\u9fff]{1,5}", phrase)
    for kind in fields.CHECKS:
        fitted = fields.fit(kind, text)
        assert fitted is None or (fitted.strip() and "\n" not in fitted)


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(sorted(WORDS)))
@examples(max_examples=50)
def test_every_template_can_be_filled_with_every_message(title: str, body: str, kind: str) -> None:
    facts = templates.Facts(MessageKind(kind), title, body, datetime(2026, 2, 3, 4, 5, tzinfo=UTC))
    for template in THERE.templates:
        for name, text in templates.fill(template, facts).items():
            assert fields.CHECKS[fields.type_of(name) or ""](text)


@pytest.mark.parametrize(
    ("text", "fitted"),
    [
        ("您家的积分可以用了", "您家的积分可以用了"),
        ("一二三四五六七八九十一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十"),
        ("一二三四五六七八九十一二三四五六七八九十一", "一二三四五六七八九十一二三四五六七八九…"),
        ("一二三四五六七八九十一二三四五六七八🌾🌾", "一二三四五六七八九十一二三四五六七八…"),
        (" 两\n行\t字 \u200b", "两 行 字"),
        ("\u200b\n", "请看消息"),
    ],
)
def test_a_text_is_cut_put_in_one_line_or_replaced(text: str, fitted: str) -> None:
    assert fields.fit("thing", text) == fitted


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("thing", ["一", "x" * 20], ["", " ", "x" * 21, "两\n行"]),
        ("number", ["0", "-3.5", "1" * 32], ["", "三", "1" * 33, "1.", "1e3"]),
        ("letter", ["Ab", "a" * 32], ["", "a1", "a" * 33]),
        ("symbol", ["!", "￥…"], ["", "a", "!!!!!!"]),
        ("character_string", ["FK-2026-1", "x" * 32], ["", "号", "a b", "x" * 33]),
        ("time", ["15:01", "2019年10月1日 15:01", "9:00~15:01"], ["", "25:00", "15:60", "下午"]),
        ("date", ["2019年10月1日", "2019年10月1日 15:01"], ["", "2019-10-01", "2019年13月1日"]),
        ("amount", ["¥10", "10.50元", "1234567890"], ["", "12345678901", "¥¥1", "元"]),
        ("phone_number", ["023-12345678", "+8613800000000"], ["", "1" * 18, "电话"]),
        ("car_number", ["渝A12345", "渝AD12345"], ["", "渝A123456789", "渝 A1"]),
        ("name", ["王淑芬", "Anne Li"], ["", "王淑芬王淑芬王淑芬王淑", " ", "王A"]),
        ("phrase", ["已退回", "等您来取"], ["", "已退回请再看", "ok"]),
        ("enum", ["一等"], [""]),
    ],
)
def test_each_type_of_field_has_its_rule(kind: str, good: list[str], bad: list[str]) -> None:
    assert [text for text in good if not fields.CHECKS[kind](text)] == []
    assert [text for text in bad if fields.CHECKS[kind](text)] == []


# Templates


def test_the_templates_of_development_serve_what_may_leave_and_ask_three_at_most() -> None:
    assert {kind for one in THERE.templates for kind in one.kinds} == set(WORDS)
    assert {moment for one in THERE.templates for moment in one.moments} == set(TapMoment)
    returned = THERE.template_of(MessageKind.CLAIM_RETURNED)
    assert returned is not None
    assert THERE.find(returned.template_id) == returned
    assert THERE.template_of(MessageKind.CLAIM_SUBMITTED) is None
    assert THERE.find("another") is None


@pytest.mark.parametrize("document", [None, {}, {"templates": []}])
def test_an_empty_file_has_no_templates(document: object) -> None:
    assert templates.read_templates(document) == ()


def a_template(**changed: object) -> dict[str, Any]:
    return {**DEFAULTS["templates"][0], **changed}


def test_every_fault_of_a_file_is_named_at_once() -> None:
    wrong = {
        "thing1": "=" + "长" * 21,
        "number2": "title",
        "title": "title",
        "phrase3": "",
        "time4": "word",
    }
    document = [
        a_template(fields=wrong, kinds=["gossip"], moments=["breakfast"]),
        *(a_template(fields={"thing1": "title"}, moments=["order"]) for _ in range(4)),
        a_template(key="sixth", template_id="six", kinds=[], fields={}, moments=["claim"]),
    ]
    with pytest.raises(InvalidInput) as refused:
        templates.read_templates({"templates": document})
    assert [error["pointer"] for error in refused.value.facts["errors"]] == [
        "#/templates/0/kinds/0",
        "#/templates/0/moments/0",
        "#/templates/0/fields/phrase3",
        "#/templates/0/fields/thing1",
        "#/templates/0/fields/number2",
        "#/templates/0/fields/title",
        "#/templates/0/fields/time4",
        "#/templates/5/kinds",
        "#/templates/5/fields",
        *["#/templates"] * 4,
    ]


def test_the_service_does_not_start_with_a_faulty_file(tmp_path: Path) -> None:
    file = tmp_path / "templates.yaml"
    for text, told in (
        ("", None),
        ("templates: {}", "WECHAT_TEMPLATES: #/templates 这里应该是一个列表。"),
        ("templates: [", "WECHAT_TEMPLATES: must be a file of YAML: ParserError"),
        (None, "WECHAT_TEMPLATES: must be a file of YAML: FileNotFoundError"),
    ):
        file.unlink(missing_ok=True) if text is None else file.write_text(text, encoding="utf-8")
        settings = Settings.from_env({"WECHAT_TEMPLATES": str(file)})
        if told is None:
            assert subscriptions_of(settings).templates == ()
            continue
        with pytest.raises(SettingsError, match=re.escape(told)):
            subscriptions_of(settings)


# Manners


@pytest.mark.parametrize(
    ("hours", "now", "leaves"),
    [
        ((21, 8), (10, 20, 59), (10, 20, 59)),
        ((21, 8), (10, 21, 0), (11, 8, 0)),
        ((21, 8), (11, 7, 59), (11, 8, 0)),
        ((21, 8), (11, 8, 0), (11, 8, 0)),
        ((12, 14), (10, 11, 59), (10, 11, 59)),
        ((12, 14), (10, 12, 30), (10, 14, 0)),
        ((8, 8), (10, 8, 0), (10, 8, 0)),
    ],
)
def test_nobody_is_sent_anything_in_quiet_hours(
    hours: tuple[int, int], now: tuple[int, int, int], leaves: tuple[int, int, int]
) -> None:
    begin, end = map(time, hours)
    calm = replace(THERE, quiet_from=begin, quiet_until=end)
    instant, expected = (datetime(2026, 11, *at, tzinfo=CHONGQING) for at in (now, leaves))
    assert manners.earliest(instant.astimezone(UTC), calm) == expected


def test_a_week_begins_on_monday_in_chongqing() -> None:
    sunday = datetime(2026, 11, 15, 15, 59, tzinfo=UTC)
    assert manners.week_of(sunday) == date(2026, 11, 9)
    assert manners.week_of(sunday.replace(hour=16, minute=0)) == date(2026, 11, 16)
