"""How much there is below one federation (汇总): four sums, nothing about any household."""

from dataclasses import dataclass

from models.organisations import Organisation
from server.domains.activities import service as activities
from server.domains.assessments import service as assessments
from server.domains.households import service as households
from server.domains.organisations import service as organisations
from server.domains.points import service as points
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sums of a subtree; points and activities are this year's."""

    organisation: Organisation
    year: int
    households: int
    passed_households: int
    points_earned: int
    activities: int


def show_totals(work: Work, organisation_id: int) -> Totals:
    """Return the sums of a federation in sight; OrganisationNotFound otherwise."""
    scope = work.actor.office_scope(Permission.TOTALS_READ)
    node = organisations.get_organisation(scope, work.session, organisation_id)
    below = Scope(paths=frozenset({node.path}))
    return Totals(
        organisation=node,
        year=work.today.year,
        households=households.count_households(work, below),
        passed_households=assessments.count_passed(work, below),
        points_earned=points.sum_earned(work, below),
        activities=activities.count_published(work, below),
    )
