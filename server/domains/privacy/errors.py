"""What the privacy domain refuses."""

from collections.abc import Sequence

from server.kernel.errors import Conflict
from server.kernel.personal_data import Hindrance


class ClosingHindered(Conflict):
    """Something must be settled before the account is closed; `hindrances` names all of it."""

    slug = "closing-hindered"
    title = "还有事没办完"

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        told = [{"slug": one.slug, "detail": one.detail} for one in hindrances]
        super().__init__("".join(one.detail for one in hindrances), hindrances=told)
