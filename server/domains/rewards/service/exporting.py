"""A month of a shop's orders as a file: which goods for which household, and what became of it."""

from collections.abc import Sequence

from server.domains.households import service as households
from server.domains.rewards import queries
from server.domains.rewards.rules import STATE_WORDS
from server.kernel.clock import local_date
from server.kernel.exports import ExportCell, ExportColumn, ExportOrder, ExportTable
from server.kernel.work import Work


class MonthsOrders:
    """An ExportSource: the orders placed in a month, a row for each kind of goods."""

    title = "兑换单"
    goes_by_month = True
    can_be_unmasked = False
    columns = (
        ExportColumn("日期", 12),
        ExportColumn("单号", 8),
        ExportColumn("户号", 8),
        ExportColumn("住户", 18),
        ExportColumn("货品", 20),
        ExportColumn("单位", 6),
        ExportColumn("数量", 6),
        ExportColumn("每件分数", 10),
        ExportColumn("进度", 10),
        ExportColumn("办结日期", 12),
    )

    def count(self, work: Work, order: ExportOrder) -> int:
        """Return how many lines the orders of the month have."""
        return queries.count_placed(work.session, order.village_id, *order.span)

    def collect(self, work: Work, order: ExportOrder) -> Sequence[ExportTable]:
        """Return a row for each line of each order."""
        placed = queries.list_placed(work.session, order.village_id, *order.span)
        lines = queries.list_lines(work.session, [one.id for one in placed])
        places = households.find_places(work, {one.household_id for one in placed})
        rows: list[list[ExportCell]] = [
            [
                local_date(one.placed_at).isoformat(),
                one.id,
                *places[one.household_id],
                line.name,
                line.unit,
                line.quantity,
                line.unit_points,
                STATE_WORDS[one.state],
                local_date(one.closed_at).isoformat() if one.closed_at else "",
            ]
            for one in placed
            for line in lines[one.id]
        ]
        return [ExportTable(self.title, self.columns, rows)]
