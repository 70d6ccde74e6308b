"""How much waits in the points books for one office-holder: what her workbench counts."""

from models.vocabulary import NoticeKind
from server.domains.households import service as households
from server.domains.notices import service as notices
from server.domains.organisations import service as organisations
from server.domains.points import policy, queries
from server.domains.points.rules.periods import month_of
from server.kernel.scopes import Scope
from server.kernel.work import Work


def count_to_confirm(work: Work, path: str) -> int:
    """Count the claims she may confirm now by her offices on one node of the federation tree."""
    return queries.count_confirmable(
        work.session,
        organisations.villages_within(Scope(paths=frozenset({path}))),
        policy.levels_decided_at(work.actor.grants, path),
        person_id=work.person_id,
        barred=households.own_and_relative_ids(work.session, work.person_id),
    )


def count_to_publish(work: Work, scope: Scope) -> int:
    """Count the confirmed claims within a scope that no notice has shown."""
    return queries.count_confirmed(scope, work.session)


def is_month_published(work: Work, village_id: int) -> bool:
    """Tell whether the village has this month's notice already; there is one a month."""
    month = month_of(work.today)
    return notices.is_published(work, village_id, NoticeKind.POINTS, month)


def sum_earned(work: Work, scope: Scope) -> int:
    """Return the points in effect that a scope's households earned this year."""
    return queries.sum_earned(scope, work.session, work.today.year)
