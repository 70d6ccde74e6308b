"""Builders for corrections: asked for by a member, with words that have passed their check."""

from models.vocabulary import CorrectionField
from server.domains.privacy import service as privacy
from server.kernel.work import OnBehalf
from tests.support.service import Service


def a_correction(
    service: Service,
    person_id: int,
    field: CorrectionField = CorrectionField.NAME,
    wanted: str = "王淑芳",
    *,
    household_id: int | None = None,
    behalf: OnBehalf | None = None,
) -> int:
    """Return a correction that a person has asked for; its words have passed."""
    wish = privacy.Wish(field=field, wanted=wanted, household_id=household_id, behalf=behalf)
    actor = service.actor(person_id)
    card = service.run(lambda work: privacy.ask_for_correction(work, wish), actor)
    service.settle_checks()
    return card.row.id
