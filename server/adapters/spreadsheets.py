"""Read and write spreadsheets: .xlsx and .csv as offices in China save them, never a formula."""

import csv
import io
import math
import os
import re
import secrets
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum
from xlsxwriter.worksheet import Worksheet

from server.kernel.tables import Cell, Table

BYTES_MAX = 20 * 1024 * 1024
UNPACKED_BYTES_MAX = 10 * BYTES_MAX
PARTS_MAX = 1_000
ROWS_MAX = 100_000
COLUMNS_MAX = 256
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]+)([0-9]+)["'][^>]*(?<!/)>""")
_PART_OF_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # packed in a way no office packs
    RuntimeError,  # a part with a password
)
_FORMULA_STARTS = set("=+-@|%\t\r\n＝＋－＠")
_CHOICES_FOR_ROWS = 2_000
_LINE_POINTS = 15
_LINES_MAX = 27  # no row is higher than 409 points


class Unreadable(ValueError):
    """The file cannot be taken for a spreadsheet; the words say what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written; the first row is its header. Every text stays a text.

    `choices` maps a column to the words it takes; `notes` stand below the rows, where no filter
    reaches, `footer` under every printed page.
    """

    name: str
    rows: Sequence[Sequence[str | int]]
    widths: Sequence[int]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    footer: str = ""
    notes: Sequence[str] = ()


def read_table(path: Path, sheet_name: str | None = None) -> Table:
    """Read the first visible sheet that holds something, or the one named; raises Unreadable."""
    size = path.stat().st_size
    if size > BYTES_MAX:
        raise Unreadable(f"文件太大了，最多{BYTES_MAX // 1024 // 1024}兆，请分成几个文件。")
    content = path.read_bytes()
    if content.startswith(_OLD_OFFICE):
        raise Unreadable(_say_old_office(content))
    if content.startswith(b"PK"):
        return _read_workbook(content, sheet_name)
    return Table(_read_csv(content))


def write_sheets(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a file that only its owner reads, all or nothing; .csv takes the first sheet alone."""
    is_csv = path.suffix.lower() == ".csv"
    content = csv_of(sheets[0]) if is_csv else workbook_of(sheets)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)


def _say_old_office(content: bytes) -> str:
    if _ENCRYPTED in content:
        return "这个文件设了打开密码，请去掉密码另存一份再来。"
    return "这是旧式的表格（xls），请用表格软件另存为新式的（xlsx）再来。"


def _read_workbook(content: bytes, sheet_name: str | None) -> Table:
    _check_parts(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [
            sheet
            for found in book.sheets_metadata
            if found.visible is SheetVisibleEnum.Visible
            and (sheet := book.get_sheet_by_name(found.name)).height
        ]
    except CalamineError as error:
        raise Unreadable("这个文件坏了，请用表格软件打开，另存一份再来。") from error
    return _choose(shown, sheet_name)


def _choose(shown: Sequence[CalamineSheet], sheet_name: str | None) -> Table:
    chosen = next((sheet for sheet in shown if sheet_name in {None, sheet.name}), None)
    if chosen is None:
        names = "、".join(sheet.name for sheet in shown)
        raise Unreadable(f"没有找到这张表，文件里写了字的有：{names or '一张也没有'}。")
    return Table(_cells_of(chosen), [sheet.name for sheet in shown if sheet is not chosen])


def _check_parts(content: bytes) -> None:
    """Refuse a file that unpacks to more than any office's, before anything unpacks it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > UNPACKED_BYTES_MAX or len(parts) > PARTS_MAX:
                raise Unreadable("这个文件解开以后太大了，请只留下名单，另存一份再来。")
            for part in parts:  # a part that lies about its size fails its checksum
                _check_extent(part.filename, archive.read(part))
    except _BROKEN_ARCHIVE as error:
        raise Unreadable("这个文件坏了，请用表格软件打开，另存一份再来。") from error


def _check_extent(name: str, part: bytes) -> None:
    if not _PART_OF_SHEET.fullmatch(name):
        return
    for column, row in _FILLED_CELL.findall(part):
        if int(row) > ROWS_MAX or _column_number(column) > COLUMNS_MAX:
            where = f"{column.decode()}{row.decode()}"
            raise Unreadable(
                f"表格太大了（{where}里也有内容），"
                f"最多{ROWS_MAX}行、{COLUMNS_MAX}列，请只留下名单，另存一份再来。"
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - ord("A") + 1
    return number


def _cells_of(sheet: CalamineSheet) -> list[list[Cell]]:
    """Return the cells from A1 on; what was merged downwards counts for each of its rows."""
    rows: list[list[Cell]] = [
        [float(cell) if type(cell) is int else cell for cell in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]
    return rows


def _read_csv(content: bytes) -> list[list[Cell]]:
    text = _decode(content)
    separator = max(",\t;", key=text[:5_000].count)
    try:
        return [list(row) for row in _records(text, separator)]
    except csv.Error as error:
        raise Unreadable("这个文件里有读不出的内容，请用表格软件打开，另存一份再来。") from error


def _records(text: str, separator: str) -> Iterator[list[str]]:
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
        if number >= ROWS_MAX or len(row) > COLUMNS_MAX:
            raise Unreadable(f"表格太大了，最多{ROWS_MAX}行、{COLUMNS_MAX}列，请分成几个文件。")
        yield [_bare(cell) for cell in row]


def _decode(content: bytes) -> str:
    marked = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for encoding in (marked, "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("这不是表格文件，或者文字的编码认不出，请另存为新式表格（xlsx）再来。")


def csv_of(sheet: Sheet) -> bytes:
    """Return one sheet as text with commas, every cell quoted."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    rows = [*sheet.rows, *([note] for note in sheet.notes)]
    writer.writerows([_quoted(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _quoted(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would compute; `_bare` takes it off again."""
    return f"'{text}" if _looks_computed(text) else text


def _bare(text: str) -> str:
    return text[1:] if text.startswith("'") and _looks_computed(text) else text


def _looks_computed(text: str) -> bool:
    """Tell whether a text begins as a formula does, behind apostrophes and what is not seen."""
    start = next((sign for sign in text if sign in _FORMULA_STARTS or not _is_hidden(sign)), "")
    return start in _FORMULA_STARTS


def _is_hidden(sign: str) -> bool:
    return sign == "'" or unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp", "Zs"}


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as a workbook."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    ) as book:
        for sheet in sheets:
            _add_sheet(book, sheet)
    return content.getvalue()


def _add_sheet(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    _fill(book, page, sheet)
    for column, words in sheet.choices.items():
        choice = {"validate": "list", "source": list(words), "error_type": "warning"}
        page.data_validation(1, column, len(sheet.rows) + _CHOICES_FOR_ROWS, column, choice)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows) - 1, 1), len(sheet.widths) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer(f"&L{sheet.footer.replace('&', '&&')}&R&P/&N")


def _fill(book: xlsxwriter.Workbook, page: Worksheet, sheet: Sheet) -> None:
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    head = book.add_format({"bold": True, "bg_color": "#DDEBDA", "bottom": 1, "num_format": "@"})
    count = book.add_format({"num_format": "0", "valign": "top"})
    note = book.add_format({"num_format": "@", "font_color": "#595959"})
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width, text)
    for number, row in enumerate(sheet.rows):
        page.set_row(number, _LINE_POINTS * _lines_of(row, sheet.widths))
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                page.write_number(number, column, cell, count)
            else:
                page.write_string(number, column, cell, text if number else head)
    for number, words in enumerate(sheet.notes, len(sheet.rows) + 1):
        page.write_string(number, 0, words, note)


def _lines_of(row: Sequence[str | int], widths: Sequence[int]) -> int:
    """Return how many lines a row needs, for programs that do not find it out themselves."""
    lines = (
        sum(max(1, math.ceil(_units(line) / width)) for line in str(cell).split("\n"))
        for cell, width in zip(row, widths, strict=False)
    )
    return min(max(lines, default=1), _LINES_MAX)


def _units(line: str) -> int:
    """Return how wide a line is, in the units of a column: a Han sign takes two."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "FW") for sign in line)
