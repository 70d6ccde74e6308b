"""A roster beside the register: what is new, the same, different, doubtful, faulty."""

from collections.abc import Iterable
from datetime import date

import pytest

from models.vocabulary import HouseholdStatus, Relation, Zone
from server.domains.households.rules.roster import (
    KnownHousehold,
    KnownMember,
    Outcome,
    Plan,
    plan_import,
    read_roster,
)
from server.kernel.tables import Cell, Table

TITLES: list[Cell] = ["户号", "小组", "姓名", "与户主关系", "手机号", "类型", "状态", "出生日期"]
TODAY = date(2026, 11, 27)
WANG = KnownMember("王淑芬", Relation.HEAD, "#13800138000", has_left=False)
LI = KnownMember("李国强", Relation.SPOUSE, None, has_left=False)


def known(
    number: str = "001", members: Iterable[KnownMember] = (WANG, LI), group: str = "三组"
) -> KnownHousehold:
    return KnownHousehold(7, number, group, Zone.RURAL, HouseholdStatus.RESIDENT, tuple(members))


def plan(
    *lines: str,
    register: Iterable[KnownHousehold] = (),
    accept: bool = False,
    agreed: bool = False,
) -> Plan:
    """Plan lines such as "001 三组 王淑芬 户主"; a dot is an empty cell. The first is row 2."""
    rows: list[list[Cell]] = [
        ["" if cell == "." else cell for cell in line.split()] for line in lines
    ]
    roster = read_roster(Table([TITLES, *rows]))
    return plan_import(
        roster,
        register,
        lambda phone: f"#{phone}",
        today=TODAY,
        accept_doubtful=accept,
        guardians_agreed=agreed,
    )


def outcomes(found: Plan) -> list[tuple[Outcome, str]]:
    return [(result.outcome, result.reason) for result in found.results]


def test_a_new_household_is_added_with_what_its_rows_say() -> None:
    found = plan("001 三组 王淑芬 户主 . 城市", "001 . 李国强 配偶 13800138000 . 外出")
    (addition,) = found.additions
    assert (addition.household_id, addition.number, addition.group_name) == (None, "001", "三组")
    assert (addition.zone, addition.status) == (Zone.URBAN, HouseholdStatus.AWAY)
    assert [row.name for row in addition.rows] == ["王淑芬", "李国强"]
    assert outcomes(found) == [(Outcome.NEW, "")] * 2
    assert found.counts() == {Outcome.NEW: 2}


def test_what_the_register_knows_is_the_same_and_adds_nothing() -> None:
    found = plan(
        "001 三组 王淑芬 户主 13800138000 农村 常住",
        "001 . 李国强 配偶",
        register=[known()],
    )
    assert outcomes(found) == [(Outcome.SAME, "")] * 2
    assert (found.additions, found.faults) == ([], [])


def test_a_new_member_of_a_known_household_is_added_to_it() -> None:
    found = plan("００１ . 李小红 子女", register=[known()])
    (addition,) = found.additions
    assert (addition.household_id, addition.group_name) == (7, "三组")
    assert outcomes(found) == [(Outcome.NEW, "")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("001 四组 王淑芬 户主", "小组登记的是三组。"),
        ("001 . 王淑芬 配偶", "与户主关系和登记的不一样。"),
        ("001 . 王淑芬 户主 13900139000", "手机号和登记的不一样。"),
        ("001 . 李国强 配偶 13900139000", "登记里还没有手机号。"),
        ("001 . 王淑芬 户主 138****0000", ""),
        ("001 . 王淑芬 户主 . 城市", "类型和登记的不一样。"),
        ("001 . 王淑芬 户主 . . 空挂", "状态和登记的不一样。"),
    ],
)
def test_what_differs_is_told_and_not_changed(line: str, words: str) -> None:
    found = plan(line, register=[known()])
    assert outcomes(found) == [(Outcome.DIFFERENT if words else Outcome.SAME, words)]
    assert found.additions == []


def test_who_has_left_is_not_brought_back() -> None:
    left = KnownMember("李国强", Relation.SPOUSE, None, has_left=True)
    found = plan("001 . 李国强 配偶", register=[known(members=(WANG, left))])
    assert outcomes(found) == [(Outcome.DIFFERENT, "登记里这个人已经离开这一户，没有加回来。")]


def test_namesakes_in_one_household_are_told_apart_by_their_relation() -> None:
    elder = KnownMember("王淑芬", Relation.PARENT, None, has_left=False)
    gone = KnownMember("王淑芬", Relation.HEAD, None, has_left=True)
    found = plan(
        "001 . 王淑芬 父母", "001 . 王淑芬 户主", register=[known(members=(gone, WANG, elder))]
    )
    assert outcomes(found) == [(Outcome.SAME, "")] * 2


# Faults of a household


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (["001 三组 李国强 配偶"], ["第2行 与户主关系：这一户没有户主"]),
        (["001 三组 王 户主", "001 . 李 户主"], ["第3行 与户主关系：第2行已经写了户主"]),
        (["001 三组 王 户主", "001 . 王 子女"], ["第3行 姓名：和第2行是同一户的同一个名字"]),
        (["001 三组 王 户主", "001 四组 李 子女"], ["第3行 小组：和同一户的第2行不一样"]),
        (["001 三 王 户主 . 农村", "001 . 李 子女 . 城市"], ["第3行 类型：和同一户的第2行"]),
        (["001 三 王 户主 . . 常住", "001 . 李 子女 . . 外出"], ["第3行 状态：和同一户的第2行"]),
        (["001 . 王 户主"], ["第2行 小组：这一户没有填小组"]),
    ],
)
def test_what_the_rows_of_a_household_say_wrongly_together_is_named(
    lines: list[str], faults: list[str]
) -> None:
    found = plan(*lines)
    assert len(found.faults) == len(faults)
    assert all(str(f).startswith(words) for f, words in zip(found.faults, faults, strict=True))
    assert found.additions == []


def test_a_household_has_no_more_members_than_one_may_register() -> None:
    members = [f"001 . 成员{number} 子女" for number in range(30)]
    found = plan("001 三组 王淑芬 户主", *members)
    assert [(fault.row, fault.column) for fault in found.faults] == [(32, "户号")]


def test_a_second_head_is_refused_where_the_register_has_one() -> None:
    found = plan("001 . 张三 户主", register=[known()])
    assert [str(fault) for fault in found.faults] == [
        "第2行 与户主关系：这一户登记的户主是别人，请先换户主。"
    ]


def test_a_head_is_added_where_the_register_has_none() -> None:
    gone = KnownMember("王淑芬", Relation.HEAD, None, has_left=True)
    lines = ("001 . 张三 户主", "001 . 张四 子女")
    assert len(plan(*lines, register=[known(members=(gone, LI))]).additions) == 1
    both = plan("001 . 张三 户主", "001 . 张四 户主", register=[known(members=(gone,))])
    assert [fault.row for fault in both.faults] == [3]


def test_one_faulty_row_leaves_its_whole_household_out_and_no_other() -> None:
    found = plan("001 三组 王 户主", "001 . 李 邻居", ". 三组 张 户主", "002 三组 陈 户主")
    assert [result.outcome for result in found.results] == [
        Outcome.LEFT_OUT,
        Outcome.FAULTY,
        Outcome.FAULTY,
        Outcome.NEW,
    ]
    assert [addition.number for addition in found.additions] == ["002"]
    assert found.results[1].reason.startswith("与户主关系：没看懂“邻居”")


def test_a_row_with_two_faults_says_both() -> None:
    (result,) = plan("001 三组 王 邻居 12").results
    assert result.reason.count("：") == 3


# Possible duplicates


def test_the_same_name_and_group_elsewhere_in_the_file_is_doubtful_on_both_sides() -> None:
    lines = ("001 三组 王淑芬 户主", "002 三组 王淑芬 户主", "003 四组 王淑芬 户主")
    found = plan(*lines)
    assert outcomes(found) == [
        (Outcome.DOUBTFUL, "姓名、小组和第3行一样。"),
        (Outcome.DOUBTFUL, "姓名、小组和第2行一样。"),
        (Outcome.NEW, ""),
    ]
    assert [addition.number for addition in found.additions] == ["003"]
    assert len(plan(*lines, accept=True).additions) == 3


def test_a_doubtful_row_leaves_its_whole_household_out_until_it_is_accepted() -> None:
    lines = ("001 三组 王 户主", "001 . 李 子女 13800138000", "002 三组 陈 户主 13800138000")
    found = plan(*lines)
    assert outcomes(found)[0] == (Outcome.LEFT_OUT, "这一户有人可能重复，整户先不导入。")
    assert found.additions == []
    accepted = plan(*lines, accept=True)
    assert outcomes(accepted)[1] == (Outcome.NEW, "手机号和第4行一样。")
    assert len(accepted.additions) == 2


def test_one_household_may_share_a_phone() -> None:
    found = plan("001 三组 王 户主 13800138000", "001 . 李 子女 13800138000")
    assert outcomes(found) == [(Outcome.NEW, "")] * 2


def test_the_register_is_searched_for_duplicates_too() -> None:
    gone = KnownMember("陈", Relation.OTHER, None, has_left=True)
    found = plan(
        "002 三组 王淑芬 户主",
        "003 四组 张 户主 13800138000",
        "01 四组 赵 户主",
        "004 三组 陈 户主",
        register=[known(members=(WANG, LI, gone))],
    )
    assert [reason for _, reason in outcomes(found)] == [
        "姓名、小组和已登记的户号001一样。",
        "手机号和已登记的户号001一样。",
        "去掉开头的0以后，户号和已登记的户号001一样。",
        "",
    ]


def test_many_duplicates_are_named_in_part() -> None:
    lines = [f"00{number} 三组 王淑芬 户主" for number in range(1, 6)]
    assert outcomes(plan(*lines))[0][1] == "姓名、小组和第3行、第4行、第5行等一样。"


def test_a_masked_phone_of_somebody_new_is_told() -> None:
    assert outcomes(plan("001 三组 王 户主 138****8000")) == [
        (Outcome.NEW, "手机号隐去了几位，没有录入。")
    ]


CHILD = "001 . 王小满 子女 . . . 2018-05-04"


def test_a_child_under_14_comes_with_an_adult_and_a_signed_paper() -> None:
    head = "001 三组 王淑芬 户主 . . . 1980年5月4日"
    teenager = "001 . 王小红 子女 . . . 2010/5/4"

    assert plan(head, CHILD, teenager, agreed=True).counts() == {Outcome.NEW: 3}
    assert plan(CHILD, register=[known()], agreed=True).counts() == {Outcome.NEW: 1}
    assert plan(head, teenager).counts() == {Outcome.NEW: 2}
    (unsigned,) = plan(head, CHILD).faults
    assert "签了同意书" in unsigned.detail
    (alone,) = plan("001 三组 王小川 户主 . . . 20100504", CHILD, agreed=True).faults
    assert (alone.row, alone.column) == (3, "出生日期")
    assert "一位大人" in alone.detail


@pytest.mark.parametrize("written", ["2027-01-01", "1890-01-01", "2018-2-30", "5月4日", "2018112"])
def test_a_day_of_birth_that_cannot_be_is_a_fault(written: str) -> None:
    (fault,) = plan(f"001 三组 王小满 户主 . . . {written}").faults
    assert fault.column == "出生日期"


def test_another_age_than_the_registers_is_told_and_not_taken() -> None:
    minor = KnownMember("王小满", Relation.CHILD, None, has_left=False, adult_on=date(2036, 5, 4))
    grown = KnownMember("王小满", Relation.CHILD, None, has_left=False)
    found = [
        plan(line, register=[known(members=[WANG, member])])
        for line, member in (
            (CHILD, minor),
            (CHILD, grown),
            (CHILD.replace("2018", "2016"), minor),
            (CHILD.replace("2018", "1990"), grown),
        )
    ]
    assert [outcomes(one)[0] for one in found] == [
        (Outcome.SAME, ""),
        (Outcome.DIFFERENT, "登记里还没有出生日期。"),
        (Outcome.DIFFERENT, "出生日期和登记的不一样。"),
        (Outcome.SAME, ""),
    ]


def test_a_day_of_birth_may_be_a_date_of_the_spreadsheet() -> None:
    row: list[Cell] = ["001", "三组", "王小川", "户主", "", "", "", date(2010, 5, 4)]
    roster = read_roster(Table([TITLES, row]))
    assert [one.born_on for one in roster.rows] == [date(2010, 5, 4)]
