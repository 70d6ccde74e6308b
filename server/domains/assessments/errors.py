"""What the assessments domain refuses."""

from server.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken


class AssessmentNotFound(NotFound):
    """No such assessment, or none in sight."""

    slug = "assessment-not-found"
    title = "没有找到这份自评"


class AssessmentClosed(Conflict):
    """The answers were handed in or confirmed; they change only after a return."""

    slug = "assessment-closed"
    title = "自评已经交了"


class AssessmentNotSubmitted(Conflict):
    """There is nothing to review: it was not handed in, or was sent back."""

    slug = "assessment-not-submitted"
    title = "自评还没有交"


class AlreadyReviewed(Conflict):
    """Somebody else was faster, or the household handed in another version meanwhile."""

    slug = "assessment-already-reviewed"
    title = "已经有人核过了"


class AssessmentYearOver(RuleBroken):
    """The year of this assessment has passed; a household answers this year's (SA-2)."""

    slug = "assessment-year-over"
    title = "这一年的自评已经截止"


class SubmissionsUsedUp(RuleBroken):
    """Handed in once and three times more; that is all for a year (SA-5)."""

    slug = "submissions-used-up"
    title = "今年交的次数用完了"


class TookPart(Forbidden):
    """Who answered or handed in for the household does not review it as well."""

    slug = "took-part"
    title = "这份自评是您代办的"
