"""A roster is read row by row: every fault named with its place, nothing guessed."""

from datetime import date, time

import pytest

from models.vocabulary import HouseholdStatus, Relation, Zone
from server.domains.households.rules.roster import FORM, Roster, RosterRow, read_roster
from server.kernel.errors import InvalidInput
from server.kernel.tables import Cell, Table

TITLES: list[Cell] = ["户号", "小组", "姓名", "与户主关系", "手机号", "类型", "状态", "备注"]
GOOD: list[Cell] = ["001", "三组", "王淑芬", "户主", "13800138000", "农村", "常住", ""]


def read(*rows: list[Cell]) -> Roster:
    return read_roster(Table([TITLES, *rows]))


def changed(place: int, cell: Cell) -> list[Cell]:
    return [*GOOD[:place], cell, *GOOD[place + 1 :]]


def told(roster: Roster) -> list[str]:
    return [str(fault) for fault in roster.faults]


def test_a_good_row_is_read_whole() -> None:
    assert read(GOOD).rows == [
        RosterRow(
            row=2,
            number="001",
            group="三组",
            name="王淑芬",
            relation=Relation.HEAD,
            phone="13800138000",
            zone=Zone.RURAL,
            status=HouseholdStatus.RESIDENT,
        )
    ]


def test_a_phone_number_is_kept_out_of_logs() -> None:
    assert "138" not in repr(read(GOOD).rows)


def test_what_may_be_left_empty_says_nothing() -> None:
    (row,) = read(["001", "", "王淑芬", "户主"]).rows
    assert (row.group, row.phone, row.zone, row.status) == ("", None, None, None)


def test_an_empty_row_is_passed_over_and_the_count_goes_on() -> None:
    roster = read(GOOD, [" ", "\u200b", "", "", "", "", "", ""], [], changed(2, "李国强"))
    assert [row.row for row in roster.rows] == [2, 5]


# The header


def test_the_header_stands_below_titles() -> None:
    title: list[Cell] = ["双龙村花名册（2026年）", "", "", "", "", "", "", ""]
    roster = read_roster(Table([title, ["填表人：李", ""], [], TITLES, GOOD]))
    assert [row.row for row in roster.rows] == [5]


@pytest.mark.parametrize(
    "titles",
    [
        ["户 号", "组别", "成员姓名", "与户主的关系", "联系电话", "户类型", "居住状态", "说明"],
        ["户号*", "村民小组", "姓名：", "关系", "手机（本人）", "城乡", "居住情况", "备注"],
        ["\ufeff户号", "所在小组", "名字", "家庭关系", "手机号码", "类型", "状态", "附注"],
    ],
)
def test_columns_are_known_by_other_names(titles: list[Cell]) -> None:
    assert read_roster(Table([titles, GOOD])).rows == read(GOOD).rows


def test_columns_may_stand_in_any_order_and_others_are_named() -> None:
    titles: list[Cell] = [
        "姓名",
        "身份证",
        "与户主关系",
        "户号",
        "小组",
        2026.0,
        "联系电话",
        "电话",
    ]
    cells: list[Cell] = ["王淑芬", "5102", "户主", "001", "三组", 1.0, "13800138000", "1"]
    roster = read_roster(Table([titles, cells], others=("汇总", FORM.explanation)))
    assert [(row.name, row.phone) for row in roster.rows] == [("王淑芬", "13800138000")]
    assert roster.notes == ["这几列没有读：身份证、电话。", "这几张表没有读：汇总。"]


def test_a_roster_of_heads_has_one_household_a_row() -> None:
    titles: list[Cell] = ["户号", "小组", "户主姓名", "电话"]
    (row,) = read_roster(Table([titles, ["001", "三组", "王淑芬", ""]])).rows
    assert (row.name, row.relation) == ("王淑芬", Relation.HEAD)


def test_the_name_of_the_head_beside_that_of_the_member_is_not_read() -> None:
    titles: list[Cell] = ["户号", "小组", "户主", "姓名", "与户主关系"]
    roster = read_roster(Table([titles, ["001", "三组", "王淑芬", "李国强", "配偶"]]))
    assert [(row.name, row.relation) for row in roster.rows] == [("李国强", Relation.SPOUSE)]
    assert roster.notes == ["这几列没有读：户主。"]


@pytest.mark.parametrize(
    ("titles", "faults"),
    [
        (["姓名", "手机号"], ["户号", "小组", "与户主关系"]),
        (["户主", "户号"], ["小组"]),
        (["户号", "小组"], ["户号、姓名"]),
        (["户主", "户主姓名", "与户主关系"], ["户号、姓名"]),
        ([], ["户号、姓名"]),
    ],
)
def test_a_header_that_lacks_a_column_names_it(titles: list[Cell], faults: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_roster(Table([titles, GOOD]))
    details = [fault["detail"] for fault in refused.value.facts["errors"]]
    assert len(details) == len(faults)
    assert all(fault in detail for fault, detail in zip(faults, details, strict=True))


# The cells


@pytest.mark.parametrize(
    ("place", "cell", "field", "value"),
    [
        (0, "００１", "number", "001"),
        (0, " 0 0 1\u200b", "number", "001"),
        (0, 12.0, "number", "12"),
        (1, 3.0, "group", "3"),
        (2, "\u3000 王淑芬\ufeff\n", "name", "王淑芬"),
        (2, "阿依 古丽", "name", "阿依 古丽"),
        (2, "=cmd()", "name", "=cmd()"),
        (2, "𬌗\U00031350", "name", "𬌗\U00031350"),
        (2, "👩\u200d👧", "name", "👩\u200d👧"),
        (3, " 本 人 ", "relation", Relation.HEAD),
        (3, "长女", "relation", Relation.CHILD),
        (3, "儿媳", "relation", Relation.OTHER),
        (4, 13800138000.0, "phone", "13800138000"),
        (4, "１３８ ００１３ ８０００", "phone", "13800138000"),
        (4, "＋86 138-0013-8000", "phone", "13800138000"),
        (4, "138****8000", "phone", None),
        (5, "城镇", "zone", Zone.URBAN),
        (6, "外出务工", "status", HouseholdStatus.AWAY),
        (6, "空挂户", "status", HouseholdStatus.EMPTY),
    ],
)
def test_a_cell_is_read_however_it_is_written(
    place: int, cell: Cell, field: str, value: object
) -> None:
    (row,) = read(changed(place, cell)).rows
    assert getattr(row, field) == value


def test_a_masked_phone_is_known_for_one() -> None:
    assert [row.is_phone_masked for row in read(changed(4, "138****8000"), GOOD).rows] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("place", "cell", "column", "words"),
    [
        (0, "", "户号", "没有填"),
        (0, date(2026, 1, 2), "户号", "日期（1月2日）"),
        (0, "1" * 21, "户号", "最多写20个字"),
        (1, "组" * 31, "小组", "最多写30个字"),
        (2, "\u200b \u3000", "姓名", "没有填"),
        (2, "王" * 61, "姓名", "最多写60个字"),
        (2, "王\x00", "姓名", "存不下的字"),
        (2, "#N/A", "姓名", "算不出来"),
        (2, True, "姓名", "不是文字"),
        (2, time(8, 0), "姓名", "不是文字"),
        (3, "", "与户主关系", "没有填"),
        (3, "邻居", "与户主关系", "没看懂“邻居”，请写户主、配偶、子女、父母、其他"),
        (4, "1.38E+10", "手机号", "丢了后几位"),
        (4, "13800138000/13900139000", "手机号", "一格只写一个"),
        (4, "12345", "手机号", "座机要带区号"),
        (4, 1.5, "手机号", "小数"),
        (5, "郊区", "类型", "请写农村、城市"),
        (6, "不知道", "状态", "请写常住、外出、空挂"),
    ],
)
def test_a_faulty_cell_is_named_with_its_row_and_column(
    place: int, cell: Cell, column: str, words: str
) -> None:
    roster = read(GOOD, changed(place, cell))
    (fault,) = told(roster)
    assert fault.startswith(f"第3行 {column}：")
    assert words in fault
    assert [row.row for row in roster.rows] == [2]


def test_every_fault_of_every_row_is_named_at_once() -> None:
    faulty: list[Cell] = ["", date(2026, 3, 1), "", "邻居", "12", "郊区", "不知道", ""]
    roster = read(faulty, GOOD, changed(4, "12"))
    assert [fault.row for fault in roster.faults] == [2] * 7 + [4]


def test_numbers_that_lost_their_zeros_are_told() -> None:
    assert read(changed(0, 1.0)).notes == [
        "户号这一列有的存成了数字，开头的0可能已经丢了，请核对。"
    ]
    assert read(GOOD, ["二"]).notes == []
