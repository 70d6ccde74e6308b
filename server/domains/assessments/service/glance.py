"""What a household sees of its assessment at first sight, and how much waits for a reviewer."""

from dataclasses import dataclass
from datetime import date

from models.assessments import Assessment
from models.standards import Standard
from models.vocabulary import ClauseAnswer
from server.domains.assessments import policy, queries, rules
from server.domains.assessments.service.pinned import given_answers, pinned_set
from server.domains.households import service as households
from server.kernel.scopes import Scope
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Glance:
    """The newest assessment of a household; `valid_until_on` is the last day it is 达标.

    An earlier year may still hold: `valid_until_on` is the latest of all.
    """

    assessment: Assessment
    met: int
    not_applicable: int
    answered: int
    total: int
    pass_mark: int
    valid_until_on: date | None
    is_in_force: bool
    next_step: Standard | None

    @property
    def is_passed(self) -> bool | None:
        """Tell what the last submission came to; None before the first and while it is open."""
        return None if self.assessment.state in policy.OPEN else self.assessment.is_passed


def glance_at(work: Work, household_id: int) -> Glance | None:
    """Return the newest assessment of the actor's household at first sight, or None."""
    known = queries.list_of_household(work.session, household_id)
    if not known:
        return None
    newest = known[0]
    pinned = pinned_set(work.session, newest)
    answers = given_answers(work.session, newest)
    given = list(answers.values())
    last = max((row.valid_until_on for row in known if row.valid_until_on), default=None)
    easiest = next(iter(rules.next_steps(pinned.clauses, answers)), None)
    wording = {standard.code: standard for standard in pinned.standards}
    return Glance(
        assessment=newest,
        met=given.count(ClauseAnswer.YES),
        not_applicable=given.count(ClauseAnswer.NOT_APPLICABLE),
        answered=len(given),
        total=len(pinned.standards),
        pass_mark=pinned.set.pass_mark,
        valid_until_on=last,
        is_in_force=rules.is_in_force(last, work.today),
        next_step=wording[easiest.code] if easiest else None,
    )


def count_to_review(work: Work, scope: Scope) -> int:
    """Count what waits for the actor's review within a scope of her offices."""
    barred = households.own_and_relative_ids(work.session, work.person_id)
    return queries.count_to_review(scope, work.session, person_id=work.person_id, barred=barred)


def count_passed(work: Work, scope: Scope) -> int:
    """Count the households of a scope that are 达标 today."""
    return queries.count_passed(scope, work.session, work.today)
