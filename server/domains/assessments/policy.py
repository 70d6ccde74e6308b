"""Who may do what to an assessment: applicants do not review themselves (SA-5)."""

from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import AssessmentState

OPEN = frozenset({AssessmentState.DRAFT, AssessmentState.RETURNED})


class Action(StrEnum):
    """What the caller may do now; the client shows only these."""

    ANSWER = "answer"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    RETURN = "return"


class Barrier(StrEnum):
    """Why a person in office may not review this one."""

    OWN_OR_RELATIVE = "own_or_relative"
    TOOK_PART = "took_part"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the acting person is to one assessment.

    `may_answer`: a member of the household, or a leader acting for one. `reviews_here`: the
    office reaches there. `is_barred`: own or declared-relative household. `took_part`: she
    answered or handed it in.
    """

    may_answer: bool
    reviews_here: bool
    is_barred: bool
    took_part: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an assessment stands, as far as acts depend on it.

    `is_complete`: the photos that its answers name have arrived.
    """

    state: AssessmentState
    is_this_year: bool
    submissions_left: int
    is_complete: bool = True


def review_barrier(standing: Standing) -> Barrier | None:
    """Return what stops a person in office from reviewing, or None."""
    if standing.is_barred:
        return Barrier.OWN_OR_RELATIVE
    return Barrier.TOOK_PART if standing.took_part else None


def judges(standing: Standing) -> bool:
    """Tell whether she reviews it, and so looks at its photos."""
    return standing.reviews_here and review_barrier(standing) is None


def actions(standing: Standing, progress: Progress) -> tuple[Action, ...]:
    """Return what the caller may do now."""
    allowed: list[Action] = []
    if standing.may_answer and progress.is_this_year and progress.state in OPEN:
        allowed.append(Action.ANSWER)
        allowed += [Action.SUBMIT] if progress.submissions_left > 0 else []
    if _may_review(standing, progress):
        allowed += [Action.CONFIRM] if progress.is_complete else []
        allowed.append(Action.RETURN)
    return tuple(allowed)


def _may_review(standing: Standing, progress: Progress) -> bool:
    return progress.state is AssessmentState.SUBMITTED and judges(standing)
