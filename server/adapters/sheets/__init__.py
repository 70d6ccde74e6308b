"""Print-outs as PDF: pure layout, from what stands on a piece to pages of A4."""

from collections.abc import Sequence
from datetime import datetime
from importlib import import_module

from server.kernel.sheets import Piece, Printed


class PdfSheets:
    """Draws print-outs; the PDF library is loaded by the process that prints first.

    It takes 40 MB, and web processes never print.
    """

    def draw(self, pieces: Sequence[Piece], *, title: str, at: datetime) -> Printed:
        """Return the pieces on as many pages of A4 as they need, dated `at`."""
        printed: Printed = import_module("server.adapters.sheets.pages").draw(
            pieces, title=title, at=at
        )
        return printed
