"""Who hands in for a household decides nothing of what it earns (PT-2, SA-5)."""

from server.domains.assessments import service as assessments
from server.domains.points.service import ConfirmOutcome
from tests.support.assessments_builders import answers, behalf_of
from tests.support.builders import a_household
from tests.support.points_builders import a_points_village, confirm
from tests.support.service import Service


def test_who_handed_in_an_assessment_for_a_household_does_not_confirm_its_points(
    service: Service,
) -> None:
    village = a_points_village(service)
    household = a_household(service, village.id)
    behalf, executive = behalf_of(household), service.actor(village.executive)
    begun = service.run(
        lambda work: assessments.start_assessment(work, household.id, behalf=behalf), executive
    )
    number = begun.assessment.id
    service.run(
        lambda work: assessments.save_all_answers(work, number, answers(), behalf=behalf), executive
    )
    service.run(lambda work: assessments.submit_assessment(work, number, behalf=behalf), executive)
    service.run(
        lambda work: assessments.confirm_assessment(work, number), service.actor(village.chair)
    )
    claim_id = service.scalar("SELECT id FROM points_claims")
    assert confirm(service, village.executive, claim_id) == [ConfirmOutcome.WAITS_FOR_ANOTHER]
    assert confirm(service, village.assessor, claim_id) == [ConfirmOutcome.CONFIRMED]
