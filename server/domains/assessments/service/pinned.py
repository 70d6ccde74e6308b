"""The set an assessment is pinned to, and its answers, as the rules want them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.assessments import Assessment
from models.standards import Standard, StandardSet
from models.vocabulary import ClauseAnswer
from server.domains.assessments import queries, rules
from server.domains.assessments.errors import AssessmentNotFound
from server.domains.organisations import service as organisations
from server.domains.standards import service as standards
from server.kernel.scopes import Scope
from server.kernel.work import Work

OBJECT = "assessment"
_SELF = "self"


@dataclass(frozen=True, slots=True)
class PinnedSet:
    """The list in the wording the answers were given for; it never changes (SA-1)."""

    set: StandardSet
    standards: list[Standard]

    @property
    def clauses(self) -> list[rules.Clause]:
        """The clauses, for the rules."""
        return [_clause(standard) for standard in self.standards]

    @property
    def threshold(self) -> rules.Threshold:
        """When a household passes."""
        return rules.Threshold(self.set.pass_mark, self.set.not_applicable_max)


def pinned_set(session: Session, assessment: Assessment) -> PinnedSet:
    """Return the set that was in force when the assessment was started."""
    return PinnedSet(*standards.get_set(session, assessment.standard_set_id))


def given_answers(session: Session, assessment: Assessment) -> dict[str, ClauseAnswer]:
    """Return the answers so far by code."""
    return {row.code: row.answer for row in queries.list_answers(session, assessment.id)}


def result_of(pinned: PinnedSet, answers: dict[str, ClauseAnswer]) -> rules.Result:
    """Return the server's own sum over a full set of answers."""
    return rules.assess(pinned.clauses, answers, pinned.threshold)


def get_within(work: Work, scope: Scope, assessment_id: int) -> Assessment:
    """Return an assessment in scope. Raises AssessmentNotFound, the same for foreign ones."""
    missing = AssessmentNotFound("没有找到这份自评，请返回刷新。")
    return organisations.get_within(scope, work.session, Assessment, assessment_id, missing)


def _clause(standard: Standard) -> rules.Clause:
    return rules.Clause(
        code=standard.code,
        position=standard.position,
        title=standard.title,
        allows_not_applicable=standard.allows_not_applicable,
        is_required=standard.is_required,
        is_self_declared=_SELF in standard.evidence,
    )
