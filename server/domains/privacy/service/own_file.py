"""The file of all that is kept of a person (存一份), to read and for programs (kind MY_DATA)."""

from collections.abc import Sequence

from server.domains.privacy.service.gathering import gather
from server.kernel import walls
from server.kernel.exports import ExportOrder
from server.kernel.personal_data import Section
from server.kernel.work import Work


class OwnData:
    """An ExportSource: of whoever ordered it, and of nobody else.

    The worker gathers it in her name, so that it reads what she may read and no more.
    """

    title = "我的资料"
    goes_by_month = False
    can_be_unmasked = False

    def count(self, work: Work, order: ExportOrder) -> int:
        """Return how many things it would hold."""
        return sum(len(section.items) for section in self.collect(work, order))

    def collect(self, work: Work, order: ExportOrder) -> Sequence[Section]:
        """Return what each domain keeps of her."""
        walls.name_person(work.session, order.person_id)
        return gather(work, order.person_id)
