"""What a sheet of a spreadsheet holds, however it was stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

Cell = str | float | bool | date | time | timedelta
"""A cell as it was stored: a number stays a number, an empty cell is an empty text."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet; the first row is row 1, as spreadsheets count. `others` were not read."""

    rows: Sequence[Sequence[Cell]]
    others: Sequence[str] = ()
