"""Exported files, read back: a text stays a text whatever it says; nothing is ever computed."""

import csv
import html
import io
import json
import re
import zipfile
from xml.etree import ElementTree as ET

from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from models.vocabulary import ExportFormat
from server.adapters.export_files import ExportFiles
from server.kernel.exports import ExportColumn, ExportFile, ExportTable

STARTS = list("=+-@|%\t\r\n＝＋－＠")
UNSEEN = " \u200b\u200e\u2060\ufeff\u3000\u00a0\x1f'"
CALLS = ('cmd|" /C calc"!A0', "SUM(1+1)", "HYPERLINK(0)", "https://x.example", "1e5", "\ud800")
HIDDEN = st.text(st.sampled_from(UNSEEN), max_size=3)
FORMULA = st.tuples(HIDDEN, st.sampled_from(STARTS), st.sampled_from(CALLS)).map("".join)
TEXTS = st.one_of(FORMULA, st.text(max_size=20), st.sampled_from(CALLS))
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
PAGE_TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "footer", "p"}
COMPUTED = {"f", "hyperlink", "hyperlinks", "externalReference"}


def a_file(*texts: str) -> ExportFile:
    table = ExportTable(
        "名册", [ExportColumn("姓名"), ExportColumn("分数")], [[text, 7] for text in texts]
    )
    return ExportFile("双龙村 名册", [table], ["导出编号1"])


def written(form: ExportFormat, *texts: str) -> bytes:
    return ExportFiles().write(a_file(*texts), form)


def storable(text: str) -> bool:
    """Tell whether a column could hold it at all."""
    return re.search("[\x00\ud800-\udfff]", text) is None


@given(st.lists(TEXTS.filter(storable), min_size=1, max_size=8))
@example(["=1+1", "\t=1", "００1", "_x0041_", "\ufffe"])
@settings(max_examples=60)
def test_requirement_09_no_cell_of_a_workbook_is_a_formula_or_a_link(texts: list[str]) -> None:
    content = written(ExportFormat.XLSX, *texts)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "rels/sheet" not in " ".join(archive.namelist())  # where links would stand
        page = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - ours
    assert not {part.tag.removeprefix(SHEET) for part in page.iter()} & COMPUTED
    kinds = [cell.get("t", "n") for cell in page.iter(f"{SHEET}c")]
    assert kinds == ["s", "s", *["s", "n"] * len(texts), "s"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    (_titles, *rows) = book.get_sheet_by_index(0).to_python()
    assert [[row[0], row[1]] for row in rows[: len(texts)]] == [
        [text.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_"), 7.0] for text in texts
    ]


@given(st.lists(TEXTS.filter(storable), min_size=1, max_size=8))
@settings(max_examples=60)
def test_requirement_09_no_cell_of_a_csv_file_begins_as_a_formula(texts: list[str]) -> None:
    content = written(ExportFormat.CSV, *texts)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    cells = [row[0] for row in rows[1 : len(texts) + 1]]
    for cell, text in zip(cells, texts, strict=True):
        assert cell.lstrip(UNSEEN)[:1] not in STARTS or cell.startswith("'")
        assert cell in {text, f"'{text}"}
    assert rows[1][1] == "7"


def test_ab_14_a_page_shows_what_people_wrote_and_runs_none_of_it() -> None:
    texts = ["<script>alert(1)</script>", '"><img src=x onerror=1>', "𬄚\ue000", "a & b", "=1"]
    page = written(ExportFormat.HTML, *texts).decode()
    cells = [html.unescape(cell) for cell in re.findall("<td>(.*?)</td>", page, re.DOTALL)]
    assert cells == [cell for text in texts for cell in (text, "7")]
    tags = set(re.findall("<([a-z0-9]+)", page))
    assert tags == PAGE_TAGS | TABLE_TAGS


def test_a_page_says_of_an_empty_table_that_there_is_nothing() -> None:
    assert "没有。" in written(ExportFormat.HTML).decode()


def test_ab_14_programs_read_what_people_wrote() -> None:
    told = json.loads(written(ExportFormat.JSON, "=1\u200b<b>", "\ud800"))
    assert told["parts"][0]["rows"] == [
        {"姓名": "=1\u200b<b>", "分数": 7},
        {"姓名": "\ud800", "分数": 7},
    ]
    assert (told["title"], told["notes"]) == ("双龙村 名册", ["导出编号1"])
