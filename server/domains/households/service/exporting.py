"""The register of a village as a file: where households are, and who heads them, masked."""

from collections.abc import Sequence

from models.households import Member
from server.domains.households import queries, rules
from server.domains.households.rules.roster import STATUSES, ZONES
from server.domains.households.service.naming import is_minor
from server.kernel.exports import ExportCell, ExportColumn, ExportOrder, ExportTable
from server.kernel.work import Work


class Register:
    """An ExportSource: the households of a village, as they are when it is made."""

    title = "住户名册"
    goes_by_month = False
    can_be_unmasked = True
    columns = (
        ExportColumn("户号", 8),
        ExportColumn("小组", 12),
        ExportColumn("类型", 8),
        ExportColumn("状态", 8),
        ExportColumn("户主", 14),
        ExportColumn("人数", 8),
    )

    def count(self, work: Work, order: ExportOrder) -> int:
        """Return how many households there are."""
        return len(queries.numbers_in(work.session, order.village_id))

    def collect(self, work: Work, order: ExportOrder) -> Sequence[ExportTable]:
        """Return a row for each household, 2 before 10."""
        homes = queries.households_of(work.session, order.village_id)
        homes = sorted(homes, key=lambda home: rules.natural_key(home.number))
        sizes = queries.sizes_of_homes(work.session, order.village_id)
        speakers = queries.speakers_of(work.session, [home.id for home in homes], work.today)
        rows: list[list[ExportCell]] = [
            [
                home.number,
                home.group_name,
                ZONES.written[home.zone],
                STATUSES.written[home.status],
                _name(work, speakers.get(home.id), is_masked=order.is_masked),
                sizes.get(home.id, 0),
            ]
            for home in homes
        ]
        return [ExportTable(self.title, self.columns, rows)]


def _name(work: Work, speaker: Member | None, *, is_masked: bool) -> str:
    """Return the name of who speaks for a household; an empty one has nobody."""
    if speaker is None:
        return ""
    if is_minor(work, speaker):
        return rules.CHILD
    return rules.mask_name(speaker.name) if is_masked else speaker.name
