"""What goes on in a demo village this month, so that every queue has something in it."""

from collections.abc import Callable

from models.vocabulary import Relation
from server.domains.activities import service as activities
from server.domains.assessments import service as assessments
from server.domains.assessments.service import AssessmentView
from server.domains.households import service as households
from server.domains.points import service as points
from server.domains.points.service import ReportedDeed
from server.domains.rewards import service as rewards
from server.kernel.pages import PageRequest
from server.kernel.work import Work
from tools.demo.desk import Answer, Desk, Village, agree
from tools.demo.people import APPLICANT, openid, phone_of

CLAIMING = (("CIV02", (1, 2, 3, 4, 6, 7, 8)), ("SAV02", (9, 11, 12)), ("SAV04", (13, 14)))
"""Which rules households report this month; the last one needs two to confirm."""
RELATIVES = (2, 4)
"""Households the chair has declared as relatives'."""
HANDED_IN, PASSED = 16, 17
ORDERING = (1, 2, 3)
SIGNING_UP = (1, 2, 3, 4, 6)
"""More than the last planned activity has places."""


def live_this_month(desk: Desk, village: Village) -> None:
    """Let people report, answer, order, sign up and ask to join; much of it waits."""
    _declare_relatives(desk, village)
    for code, numbers in CLAIMING:
        for number in numbers:
            _as_household(desk, village, number, _report(code))
    _as_household(desk, village, HANDED_IN, _hand_in)
    _pass(desk, village)
    for number in ORDERING:
        _as_household(desk, village, number, _order)
    for number in SIGNING_UP:
        _as_household(desk, village, number, _sign_up)
    _ask_to_join(desk, village)


def _as_household(
    desk: Desk, village: Village, number: int, do: Callable[[Work, Village], Answer]
) -> Answer:
    """Do something as the head of a household, with her own phone."""
    person_id = desk.run(lambda work: desk.person(work, phone_of(village.place, number)))
    return desk.run(lambda work: do(work, village), person_id=person_id)


def _own(work: Work) -> tuple[int, int]:
    """Return the household and the member of who acts."""
    return work.actor.household_id or 0, work.actor.member_id or 0


def _report(code: str) -> Callable[[Work, Village], None]:
    def report(work: Work, village: Village) -> None:
        del village
        household_id, _ = _own(work)
        points.submit_claim(work, household_id, ReportedDeed(code, work.today))

    return report


def _declare_relatives(desk: Desk, village: Village) -> None:
    for number in RELATIVES:
        household_id, _ = village.households[number - 1]
        desk.run(
            lambda work, which=household_id: households.declare_relative(work, which),  # type: ignore[misc]
            person_id=village.officers["chair"],
        )


def _hand_in(work: Work, village: Village) -> int:
    """Answer the 18 standards, not all of them with yes, and hand them in."""
    del village
    household_id, _ = _own(work)
    view = assessments.start_assessment(work, household_id, behalf=None)
    assessments.save_all_answers(work, view.assessment.id, _answers(view), behalf=None)
    assessments.submit_assessment(work, view.assessment.id, behalf=None)
    return view.assessment.id


def _answers(view: AssessmentView) -> list[tuple[str, str]]:
    clauses = [each.clause for each in view.clauses]
    not_yet = {clause.code for clause in clauses if not clause.is_required}
    spared = set(sorted(not_yet)[-2:])
    return [(clause.code, "no" if clause.code in spared else "yes") for clause in clauses]


def _pass(desk: Desk, village: Village) -> None:
    assessment_id = _as_household(desk, village, PASSED, _hand_in)
    desk.run(
        lambda work: assessments.confirm_assessment(work, assessment_id),
        person_id=village.officers["executive-1"],
    )


def _order(work: Work, village: Village) -> None:
    household_id, _ = _own(work)
    shelf = rewards.show_shelf(work, village.id, None, PageRequest(size=100)).items
    cheapest = min(shelf, key=lambda goods: (goods.price_points, goods.id))
    rewards.reserve(work, household_id, {cheapest.id: 1})


def _sign_up(work: Work, village: Village) -> None:
    household_id, member_id = _own(work)
    (newest,) = activities.list_activities(work, village.id, PageRequest(size=1)).items
    shift_id = newest.shifts[0].id
    activities.sign_up(work, shift_id, household_id=household_id, member_id=member_id)


def _ask_to_join(desk: Desk, village: Village) -> None:
    def invite(work: Work, village: Village) -> str:
        del village
        household_id, _ = _own(work)
        code = households.issue_join_code(work, household_id)
        return households.spell_join_code(work, code.id) or ""

    code = _as_household(desk, village, 1, invite)
    person_id = desk.run(lambda work: desk.person(work, openid(village.place, APPLICANT)))
    desk.run(lambda work: agree(work, person_id))
    desk.run(
        lambda work: households.ask_to_join(
            work, code=code, name="王小梅", relation=Relation.CHILD
        ),
        person_id=person_id,
    )
