"""What a file that leaves the house holds (导出), as its domain gives it and as it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from models.vocabulary import ExportFormat
from server.kernel.clock import start_of
from server.kernel.personal_data import Section

ROWS_MAX = 20_000
"""What one file holds at most, over all its tables."""

A_MONTH_AT_MOST = timedelta(days=31)
ExportCell = str | int
"""A text stays a text, whatever it begins with; a number is ours and may be added up."""


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column by the words at its top; `width` is in characters of a spreadsheet."""

    title: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One table of a file; a row has a cell for each column."""

    title: str
    columns: Sequence[ExportColumn]
    rows: Sequence[Sequence[ExportCell]]


ExportPart = ExportTable | Section
"""A table, or what is kept of a person, which is no table: written as JSON and as a page only."""


def size_of(part: ExportPart) -> int:
    """Return how many rows, or things, a part holds."""
    return len(part.items) if isinstance(part, Section) else len(part.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOrder:
    """What a file is to hold: of a village, or of the person alone who ordered it.

    `month` is the first day of the month it is about, for kinds that go by months.
    """

    person_id: int
    of_village_id: int | None
    month: date | None
    is_masked: bool

    @property
    def village_id(self) -> int:
        """The village; only a source whose files are of villages may ask."""
        if self.of_village_id is None:
            message = "this file is of no village"
            raise RuntimeError(message)
        return self.of_village_id

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From when until when the month lasts; only a source that goes by month may ask."""
        if self.month is None:
            message = "this file is of no month"
            raise RuntimeError(message)
        next_month = (self.month + A_MONTH_AT_MOST).replace(day=1)
        return start_of(self.month), start_of(next_month)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A whole file before it is written; the notes say who ordered it, when and for what."""

    title: str
    parts: Sequence[ExportPart]
    notes: Sequence[str]


class ExportWriter(Protocol):
    """Writes files that people open elsewhere: nothing in them is ever computed or followed."""

    def write(self, file: ExportFile, form: ExportFormat) -> bytes:
        """Return the file; .csv holds the first table alone."""
        ...
