"""The resident's first page in one answer (首页): her household, how far, points, what comes."""

from dataclasses import dataclass

from models.households import Household
from models.standards import Standard
from server.domains.activities import service as activities
from server.domains.activities.service import NextActivity
from server.domains.assessments import service as assessments
from server.domains.assessments.service import Glance
from server.domains.households import service as households
from server.domains.households.service import JoinRequestCard
from server.domains.messages import service as messages
from server.domains.organisations import service as organisations
from server.domains.overview import policy
from server.domains.points import service as points
from server.domains.points.service import Figures
from server.domains.rewards import service as rewards
from server.domains.standards import service as standards
from server.kernel.scopes import Scope
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class OwnHousehold:
    """The caller's household under its usual label."""

    id: int
    label: str
    village_id: int
    village_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What a person sees first; without a household only whether she asked to join one."""

    has_workbench: bool
    join_request: JoinRequestCard | None = None
    household: OwnHousehold | None = None
    assessment: Glance | None = None
    points: Figures | None = None
    next_activity: NextActivity | None = None
    unread_messages: int | None = None
    waiting_orders: int | None = None
    standards_notice: str | None = None
    actions: tuple[str, ...] = ()

    @property
    def next_step(self) -> Standard | None:
        """The easiest standard that the household has not met yet."""
        return self.assessment.next_step if self.assessment else None


def show_home(work: Work) -> Home:
    """Return the first page of the person who is signed in, whatever she is."""
    has_workbench = policy.has_workbench(work.actor)
    household_id = work.actor.household_id
    if household_id is None:
        asked = households.show_latest_request(work)
        return Home(has_workbench=has_workbench, join_request=asked)
    own = Scope(household_ids=frozenset({household_id}))
    household = households.get_household(own, work.session, household_id)
    glance = assessments.glance_at(work, household_id)
    return Home(
        has_workbench=has_workbench,
        household=_household(work, household),
        assessment=glance,
        points=points.read_figures(work, household_id),
        next_activity=activities.next_activity(work, household.village_id, household_id),
        unread_messages=messages.count_unread(work),
        waiting_orders=rewards.count_waiting(work, own),
        standards_notice=standards.notice_in_force(work, [household.zone]),
        actions=policy.home_actions(
            year=work.today.year, newest_year=glance.assessment.year if glance else None
        ),
    )


def _household(work: Work, household: Household) -> OwnHousehold:
    labels = households.labels(work, [household.id])
    villages = organisations.organisations_by_id(work.session, [household.village_id])
    return OwnHousehold(
        household.id,
        labels[household.id],
        household.village_id,
        villages[household.village_id].name,
    )
