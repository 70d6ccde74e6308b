from copy import deepcopy
from typing import Any

import pytest
import yaml

from models.vocabulary import Trigger
from server.domains.points.errors import CatalogueRefused
from server.domains.points.rules import gov1
from server.domains.points.rules.catalogue import Catalogue, read_catalogue
from server.outside import reference

RULE = yaml.safe_load(
    "{code: ENV03, cat: ENV, title: 参加全民清洁日, trigger: check_in, points: 5, per: 次,"
    " cap: {period: month, times: 4}, zone: both, evidence: [checkin], apply: [SYS, L],"
    " confirm: SYS, prov: {level: official-local, ref: 綦江}}"
)
DOCUMENT: dict[str, Any] = {
    "version": "test-1",
    "settings": {
        "publicity": {"days": 5},
        "household_caps": {"per_month": 150, "per_year": 1000, "excludes": ["HON"]},
    },
    "categories": [{"code": "ENV"}, {"code": "HON"}],
    "accrual": [RULE],
}


def document(*rules: dict[str, Any], **top: Any) -> dict[str, Any]:
    """Return a small catalogue; each rule is what differs from ENV03."""
    made = deepcopy(DOCUMENT) | top
    made["accrual"] = [deepcopy(RULE) | rule for rule in rules] or [deepcopy(RULE)]
    return made


def faults(made: object) -> dict[str, list[str]]:
    with pytest.raises(CatalogueRefused) as refused:
        read_catalogue(made)
    found: dict[str, list[str]] = {}
    for fault in refused.value.facts["errors"]:
        found.setdefault(fault["pointer"], []).append(fault["detail"])
    return found


def default() -> Catalogue:
    return read_catalogue(reference("points_rules.yaml"))


def test_the_default_catalogue_is_accepted_and_whole() -> None:
    catalogue = default()
    assert len(catalogue.rules) == 40
    assert (catalogue.household_month_cap, catalogue.household_year_cap) == (150, 1000)
    assert catalogue.notice_working_days == 5
    rules = {rule.code: rule for rule in catalogue.rules}
    assert rules["VOL01"].period_cap == 60
    assert rules["ENV03"].period_cap == 20
    assert rules["CUS01"].trigger == Trigger.CHECK_IN
    assert not rules["HON01"].counts_to_household_caps
    assert rules["ENV01"].counts_to_household_caps


def test_an_exclusion_holds_in_both_directions() -> None:
    rules = {rule.code: rule for rule in default().rules}
    assert rules["ENV01"].exclusive_with == ("ENV02",)
    assert rules["ENV02"].exclusive_with == ("ENV01",)


def test_the_same_content_has_the_same_hash_and_another_content_another() -> None:
    same, other = read_catalogue(document()), read_catalogue(document({"points": 6}))
    assert same.content_hash == read_catalogue(document()).content_hash
    assert same.content_hash != other.content_hash


@pytest.mark.parametrize("trigger", sorted(gov1.FORBIDDEN_TRIGGERS))
def test_ab_22_every_forbidden_trigger_is_refused_with_the_clause(trigger: str) -> None:
    found = faults(document({"code": "XXX01", "trigger": trigger}))
    (detail,) = found["#/accrual/0/trigger"]
    assert "国办函〔2026〕12号" in detail
    assert "XXX01" in detail
    assert gov1.FORBIDDEN_TRIGGERS[trigger] in detail


@pytest.mark.parametrize(
    "title",
    [
        "每天打开小程序",
        "打 卡 签 到",
        "打\u200b卡",
        "文章点赞",
        "转发推文",
        "在线阅读文章",
        "网络投票",
        "拉人注册",
        "学习时长",
        "在线时长达标",
    ],
)
def test_ab_22_screen_time_is_refused_under_any_name(title: str) -> None:
    (detail, *_) = faults(document({"title": title, "trigger": "deed"}))["#/accrual/0/title"]
    assert "国办函〔2026〕12号" in detail


def test_reading_together_at_an_activity_is_attendance() -> None:
    title = "亲子阅读/书香润万家活动"
    assert gov1.forbidden_words(title, Trigger.CHECK_IN) == []
    assert gov1.forbidden_words(title, Trigger.DEED) == ["阅读"]


def test_every_faulty_rule_is_named_at_once() -> None:
    made = document(
        {"code": "ENV01", "trigger": "app_open"},
        {"code": "ENV02", "trigger": "dancing", "cat": "XYZ"},
        {"code": "env3", "points": 0, "cap": {"period": "week", "times": 0}},
        {"code": "ENV04", "title": " ", "per": None, "evidence": [], "apply": ["X"]},
    )
    found = faults(made)
    assert set(found) == {
        "#/accrual/0/trigger",
        "#/accrual/1/trigger",
        "#/accrual/1/cat",
        "#/accrual/2/code",
        "#/accrual/2/points",
        "#/accrual/2/cap/period",
        "#/accrual/2/cap/times",
        "#/accrual/3/title",
        "#/accrual/3/per",
        "#/accrual/3/evidence",
        "#/accrual/3/apply/0",
    }


def test_a_rule_without_a_trigger_is_refused() -> None:
    made = document()
    del made["accrual"][0]["trigger"]
    assert "#/accrual/0/trigger" in faults(made)


def test_a_cap_below_one_award_is_refused() -> None:
    assert "#/accrual/0/cap/points" in faults(document({"cap": {"period": "month", "points": 4}}))


def test_codes_are_unique_and_exclusions_name_other_rules() -> None:
    found = faults(document({}, {}, {"code": "ENV09", "exclusive_with": ["ENV09", "NIX01"]}))
    assert found["#/accrual/0/code"] == ["编号 ENV03 用了不止一次。"]
    assert len(found["#/accrual/2/exclusive_with"]) == 2


def test_settings_and_shape_are_checked() -> None:
    assert set(faults("nonsense")) >= {"#", "#/settings", "#/accrual", "#/categories", "#/version"}
    found = faults(
        document(
            settings={
                "publicity": {"days": 2},
                "household_caps": {"per_month": True, "excludes": ["NIX"]},
            }
        )
    )
    assert set(found) == {
        "#/settings/publicity/days",
        "#/settings/household_caps/per_month",
        "#/settings/household_caps/per_year",
        "#/settings/household_caps/excludes",
    }


def test_deductions_are_checked_though_not_loaded() -> None:
    good = [
        {"code": "DED01", "title": "乱倒垃圾", "points": -10},
        {"code": "DED13", "title": "虚报材料", "action": "revoke_all_related"},
    ]
    assert len(read_catalogue(document(deduction=good)).rules) == 1
    bad = [{"code": "DED01", "title": "乱倒垃圾", "points": 10}, {"code": "D", "action": "x"}]
    assert set(faults(document(deduction=bad))) == {
        "#/deduction/0/points",
        "#/deduction/1/code",
        "#/deduction/1/title",
        "#/deduction/1/action",
    }
