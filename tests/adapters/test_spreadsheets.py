"""Files as offices save them are read; others are refused in words; nothing becomes a formula."""

import io
import stat
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from server.adapters import spreadsheets
from server.adapters.spreadsheets import Sheet, Unreadable, read_table, write_sheets
from server.kernel.tables import Cell

STRANGE = [
    '=cmd("/c calc")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "|calc",
    "%0",
    "＝1",
    "\u200b=1",
    " =1",
    "'=1",
    "''=1",
    "'王",
    "_x0041_",
    "王\u200b淑\u202e芬",
    "👩\u200d👩\u200d👧",
    "𬄚\U00031350\ue000",
    "001",
    "13800138000",
    "第一行\n第二行",
    "<script>",
    '引号"和,逗号',
]

A_DAY = datetime(2026, 1, 2)  # noqa: DTZ001 - a spreadsheet knows no zone


def a_workbook(path: Path, *cells: Any, sheets: int = 1, hide_first: bool = False) -> Path:
    """Write cells down a column as Excel itself would store them: numbers, dates and all."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-m-d"})
        pages = [book.add_worksheet(f"表{number}") for number in range(1, sheets + 1)]
        for page in pages:
            for row, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    page.write_datetime(row, 0, cell, day)
                elif cell is not None:
                    page.write(row, 0, cell)
        if hide_first:
            pages[1].activate()
            pages[0].hide()
    return path


def column(path: Path) -> list[Cell]:
    return [row[0] for row in read_table(path).rows]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_ab_14_what_is_written_comes_back_as_it_was(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"名单{suffix}"
    write_sheets(path, [Sheet("名单", [["姓名"], *([text] for text in STRANGE)], (10,))])
    assert column(path) == ["姓名", *STRANGE]


def test_ab_14_nothing_in_a_workbook_is_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    write_sheets(path, [Sheet("名单", [["姓名"], *([t] for t in [*STRANGE, "http://x"])], (10,))])
    with zipfile.ZipFile(path) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert page.count('t="s"') == len(STRANGE) + 2


def test_ab_14_no_cell_of_a_csv_file_begins_as_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    write_sheets(path, [Sheet("名单", [[text] for text in STRANGE], (10,))])
    lines = path.read_bytes().decode("utf-8-sig").split('"\r\n"')
    starts = {line.strip('"').lstrip(" \u200b")[0] for line in lines}
    assert not starts & set("=+-@\t\r|%＝")


def test_a_written_file_is_for_its_owner_alone_and_leaves_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    for _ in range(2):
        write_sheets(path, [Sheet("名单", [["姓名", 1]], (10, 8), {0: ["王"]}, "甲 & 乙")])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["名单.xlsx"]


def test_cells_keep_their_kind(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", "001", 13800138000, A_DAY, *(True, None), 1)
    assert column(path) == ["001", 13800138000.0, date(2026, 1, 2), True, "", 1.0]


def test_rows_are_counted_from_the_first_even_when_it_is_empty(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", None, None, "户号")
    assert column(path) == ["", "", "户号"]


def test_what_is_merged_downwards_counts_for_each_row(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 0, 1, "标题")
        page.merge_range(1, 0, 3, 0, "001")
        page.write_column(1, 1, ["王", "李", "张"])
    rows = read_table(tmp_path / "a.xlsx").rows
    assert rows == [["标题", ""], ["001", "王"], ["001", "李"], ["001", "张"]]


def test_the_first_visible_sheet_that_holds_something_is_read(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", "户号", sheets=3, hide_first=True)
    assert read_table(path).others == ["表3"]
    assert read_table(path, "表3").others == ["表2"]
    with pytest.raises(Unreadable, match="表2、表3"):
        read_table(path, "表1")
    with pytest.raises(Unreadable, match="一张也没有"):
        read_table(a_workbook(tmp_path / "empty.xlsx"))


@pytest.mark.parametrize(
    "content",
    [
        "户号,姓名\n001,王淑芬\n".encode(),
        "户号,姓名\r\n001,王淑芬\r\n".encode("utf-8-sig"),
        "户号,姓名\r\n001,王淑芬\r\n".encode("gb18030"),
        "户号\t姓名\r\n001\t王淑芬\r\n".encode("utf-16"),
        "户号;姓名\r001;王淑芬\r".encode("gb18030"),
    ],
)
def test_a_csv_file_is_read_in_every_encoding_of_an_office(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(content)
    assert read_table(path).rows == [["户号", "姓名"], ["001", "王淑芬"]]


def test_rare_characters_survive_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes("姓名,\n𬄚\U00031350,\n".encode("gb18030"))
    assert column(path) == ["姓名", "𬄚\U00031350"]


def rezipped(path: Path, change: str, content: bytes) -> bytes:
    """Return a workbook with one part replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, content if part.filename == change else old.read(part))
    return target.getvalue()


def with_cell(path: Path, place: bytes) -> bytes:
    """Return a workbook whose sheet holds one cell, wherever it stands."""
    page = b'<worksheet><sheetData><c r="%s"><v>1</v></c></sheetData></worksheet>' % place
    return rezipped(path, SHEET, page)


def many_parts(path: Path) -> bytes:
    """Return a workbook with more parts than any office's."""
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(spreadsheets.PARTS_MAX):
            archive.writestr(f"xl/media/{number}", b"")
    return path.read_bytes()


SHEET = "xl/worksheets/sheet1.xml"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BROKEN: dict[str, Callable[[Path], bytes]] = {
    "old": lambda _: OLD,
    "locked": lambda _: OLD + "EncryptedPackage".encode("utf-16-le"),
    "cut": lambda path: path.read_bytes()[:-200],
    "other": lambda _: b"PK\x05\x06" + b"\0" * 18,
    "damaged": lambda path: rezipped(path, SHEET, b"<worksheet><sheetData><row"),
    "deep": lambda path: with_cell(path, b"A1048576"),
    "wide": lambda path: with_cell(path, b"XFD1"),
    "bomb": lambda path: rezipped(path, SHEET, b" " * (spreadsheets.UNPACKED_BYTES_MAX + 1)),
    "many": many_parts,
    "picture": lambda _: b"\x89PNG\r\n\x1a\n\xff\xff",
    "field": lambda _: b"a" * 200_000,
    "large": lambda _: b"," * (spreadsheets.BYTES_MAX + 1),
    "long": lambda _: b"a\n" * (spreadsheets.ROWS_MAX + 1),
    "broad": lambda _: b"," * spreadsheets.COLUMNS_MAX,
}
"""Files that no office should have sent, made of a whole workbook."""


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("old", "旧式"),
        ("locked", "密码"),
        ("cut", "坏了"),
        ("other", "坏了"),
        ("damaged", "坏了"),
        ("deep", "A1048576里也有内容"),
        ("wide", "XFD1里也有内容"),
        ("bomb", "解开以后太大"),
        ("many", "解开以后太大"),
        ("picture", "认不出"),
        ("field", "读不出"),
        ("large", "太大了，最多20兆"),
        ("long", "最多100000行"),
        ("broad", "最多100000行、256列"),
    ],
)
def test_what_cannot_be_read_is_refused_in_plain_words(
    tmp_path: Path, kind: str, words: str
) -> None:
    path = tmp_path / "名单"
    path.write_bytes(BROKEN[kind](a_workbook(tmp_path / "whole.xlsx", "户号")))
    with pytest.raises(Unreadable, match=words):
        read_table(path)


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = a_workbook(tmp_path / "a.xlsx", "户号")
    content = bytearray(rezipped(path, SHEET, b" " * 100_000))
    size = (100_000).to_bytes(4, "little")
    place = content.rindex(size)
    content[place : place + 4] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="坏了"):
        read_table(path)
