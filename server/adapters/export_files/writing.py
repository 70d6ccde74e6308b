"""Write one export in each of its formats."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.vocabulary import ExportFormat
from server.adapters.spreadsheets import Sheet, csv_of, workbook_of
from server.kernel.exports import ExportFile, ExportTable
from server.kernel.personal_data import Section

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write(file: ExportFile, form: ExportFormat) -> bytes:
    """Return the file in a format."""
    return _WRITERS[form](file)


def _sheet(file: ExportFile, table: ExportTable) -> Sheet:
    return Sheet(
        name=table.title,
        rows=[[column.title for column in table.columns], *table.rows],
        widths=[column.width for column in table.columns],
        footer=file.title,
        notes=file.notes,
    )


def _tables(file: ExportFile) -> list[ExportTable]:
    return [part for part in file.parts if isinstance(part, ExportTable)]


def _as_workbook(file: ExportFile) -> bytes:
    return workbook_of([_sheet(file, table) for table in _tables(file)])


def _as_csv(file: ExportFile) -> bytes:
    return csv_of(_sheet(file, _tables(file)[0]))


def _as_json(file: ExportFile) -> bytes:
    """Return the parts by name; what is added later gets a key of its own, none changes."""
    told = {
        "title": file.title,
        "parts": [
            asdict(part) if isinstance(part, Section) else _rows(part) for part in file.parts
        ],
        "notes": list(file.notes),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode(errors="backslashreplace")


def _rows(table: ExportTable) -> dict[str, Any]:
    titles = [column.title for column in table.columns]
    return {
        "title": table.title,
        "rows": [dict(zip(titles, row, strict=True)) for row in table.rows],
    }


def _as_page(file: ExportFile) -> bytes:
    return _PAGES.get_template("page.html").render(file=file).encode(errors="backslashreplace")


_WRITERS: dict[ExportFormat, Callable[[ExportFile], bytes]] = {
    ExportFormat.XLSX: _as_workbook,
    ExportFormat.CSV: _as_csv,
    ExportFormat.JSON: _as_json,
    ExportFormat.HTML: _as_page,
}
