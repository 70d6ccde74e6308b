"""The closed lists about standards, rules, claims, transfers and their public notices."""

from enum import StrEnum


class ClauseAnswer(StrEnum):
    """The answer to one standard (做到了/还没做到/我家没有这个情况)."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "na"


class AssessmentState(StrEnum):
    """The life of a household's self-assessment (自评)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"


class Trigger(StrEnum):
    """The only things that may earn points: the closed list behind GOV-1."""

    DEED = "deed"
    CHECK_IN = "check_in"
    RECORD = "record"
    AWARD = "award"


class CapPeriod(StrEnum):
    """The stretch of deed dates that a cap counts over (封顶周期)."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class RuleZone(StrEnum):
    """Whose households a rule is for."""

    RURAL = "rural"
    URBAN = "urban"
    BOTH = "both"


class Applicant(StrEnum):
    """Who may apply under a rule: the household (H), the leader (L), the system (SYS)."""

    HOUSEHOLD = "H"
    LEADER = "L"
    SYSTEM = "SYS"


class ConfirmLevel(StrEnum):
    """How a claim is confirmed (确认级别)."""

    ONE = "L1"
    TWO = "L2"
    TOWN = "L3"
    SYSTEM = "SYS"


class ClaimState(StrEnum):
    """The life of a points claim (积分申报)."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    CONFIRMED = "confirmed"
    IN_NOTICE = "in_notice"
    OBJECTED = "objected"
    EFFECTIVE = "effective"
    REVOKED = "revoked"


class AccountKind(StrEnum):
    """A points account (积分账户); the first four belong to households, the rest to villages."""

    IN_NOTICE = "in_notice"
    REDEEMABLE = "redeemable"
    HELD = "held"
    ARREARS = "arrears"
    ISSUED = "issued"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    DEDUCTED = "deducted"
    MOVED = "moved"


class TransferCode(StrEnum):
    """Why points moved (流水事由)."""

    AWARD = "award"
    NOTICE_ENDED = "notice_ended"
    ARREARS_REPAID = "arrears_repaid"
    ORDER_HELD = "order_held"
    ORDER_RELEASED = "order_released"
    ORDER_FULFILLED = "order_fulfilled"
    AWARD_REVOKED = "award_revoked"
    ARREARS_INCURRED = "arrears_incurred"


class NoticeKind(StrEnum):
    """What a public notice (公示) is about."""

    POINTS = "points"


class NoticeState(StrEnum):
    """A public notice is open for its working days, then closed."""

    OPEN = "open"
    CLOSED = "closed"


class EvidencedAct(StrEnum):
    """What a household shows photos for (佐证的事)."""

    CLAIM = "claim"
    ANSWER = "answer"


class PhotoState(StrEnum):
    """How far a named photo is: not there yet, or as its content check stands (照片的进度)."""

    MISSING = "missing"
    PENDING = "pending"
    FOR_PEOPLE = "for_people"
    PASSED = "passed"
    REFUSED = "refused"
