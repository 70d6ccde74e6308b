"""The closed lists about the shop, activities and feedback."""

from enum import StrEnum


class OrderState(StrEnum):
    """An order at the points shop (兑换单)."""

    RESERVED = "reserved"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class StockMovementKind(StrEnum):
    """Why stock changed (库存变动)."""

    RECEIVED = "received"
    RESERVED = "reserved"
    RELEASED = "released"


class Risk(StrEnum):
    """How dangerous an activity is (风险)."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


class ActivityState(StrEnum):
    """The life of an activity (活动)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class SignUpState(StrEnum):
    """The life of a sign-up (报名)."""

    REGISTERED = "registered"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    ABSENT = "absent"


class FeedbackKind(StrEnum):
    """What somebody tells the federation (投诉/建议/提问)."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    QUESTION = "question"


class FeedbackState(StrEnum):
    """Whether feedback (投诉建议) has been answered."""

    OPEN = "open"
    ANSWERED = "answered"
