"""A month of a village's books as a file: what moved, of which household, why; no names."""

from collections.abc import Sequence

from server.domains.households import service as households
from server.domains.points import queries
from server.domains.points.rules.words import TRANSFER_WORDS
from server.kernel.clock import local_date
from server.kernel.exports import ExportColumn, ExportOrder, ExportTable
from server.kernel.work import Work


class MonthsTransfers:
    """An ExportSource: the transfers of a month, oldest first."""

    title = "积分流水"
    goes_by_month = True
    can_be_unmasked = False
    columns = (
        ExportColumn("日期", 12),
        ExportColumn("户号", 8),
        ExportColumn("住户", 18),
        ExportColumn("事由", 26),
        ExportColumn("积分项目", 30),
        ExportColumn("分数", 8),
    )

    def count(self, work: Work, order: ExportOrder) -> int:
        """Return how much moved in the month."""
        return queries.count_posted(work.session, order.village_id, *order.span)

    def collect(self, work: Work, order: ExportOrder) -> Sequence[ExportTable]:
        """Return a row for each transfer."""
        posted = queries.list_posted(work.session, order.village_id, *order.span)
        places = households.find_places(work, {row.household_id for row in posted})
        rows = [
            [
                local_date(row.posted_at).isoformat(),
                *places[row.household_id],
                TRANSFER_WORDS[row.code],
                row.rule_title or "",
                row.amount,
            ]
            for row in posted
        ]
        return [ExportTable(self.title, self.columns, rows)]
