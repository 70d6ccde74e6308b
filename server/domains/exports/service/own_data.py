"""What is known of the person herself, as far as it is gathered: her number here."""

from collections.abc import Sequence

from server.kernel.exports import ExportColumn, ExportOrder, ExportTable
from server.kernel.work import Work


class OwnData:
    """An ExportSource."""

    title = "我的信息"
    goes_by_month = False
    can_be_unmasked = False

    def count(self, work: Work, order: ExportOrder) -> int:
        """Return how many rows it would hold."""
        del work, order
        return 1

    def collect(self, work: Work, order: ExportOrder) -> Sequence[ExportTable]:
        """Return what it holds."""
        del work
        return [ExportTable("账号", [ExportColumn("编号")], [[order.person_id]])]
