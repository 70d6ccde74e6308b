"""Every closed list of words that tables, rules and schemas share. Imports nothing but enum."""

from enum import StrEnum


class OrganisationLevel(StrEnum):
    """A level of the federation tree (妇联层级)."""

    CITY = "city"
    DISTRICT = "district"
    TOWN = "town"
    VILLAGE = "village"


class DivisionLevel(StrEnum):
    """A level of the administrative divisions (行政区划), which is not the federation tree."""

    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


class Role(StrEnum):
    """An office held by a role grant (任职). A resident needs no grant."""

    VILLAGE_CHAIR = "village_chair"
    VILLAGE_EXECUTIVE = "village_executive"
    ASSESSOR = "assessor"
    SHOPKEEPER = "shopkeeper"
    SUPERVISOR = "supervisor"
    TOWN_OFFICER = "town_officer"
    DISTRICT_OFFICER = "district_officer"
    CITY_OFFICER = "city_officer"


class Zone(StrEnum):
    """Which of the two lists of standards a household answers (农村/城市)."""

    RURAL = "rural"
    URBAN = "urban"


class HouseholdStatus(StrEnum):
    """Whether the household lives in the village (常住/外出/空挂)."""

    RESIDENT = "resident"
    AWAY = "away"
    EMPTY = "empty"


class Relation(StrEnum):
    """A member's relation to the head of the household (与户主关系)."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    OTHER = "other"


class JoinState(StrEnum):
    """A request to join a household (入户申请)."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


class ProxyChannel(StrEnum):
    """How the leader heard the household's wish (代办方式)."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"


class CodeKind(StrEnum):
    """What a printed code opens (二维码)."""

    DOOR_PLATE = "door_plate"
    ACTIVITY = "activity"
    SHOP = "shop"
    CARD = "card"


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


class MessageKind(StrEnum):
    """What a message tells a household (消息)."""

    JOIN_REQUESTED = "join_requested"
    JOIN_APPROVED = "join_approved"
    ASSESSMENT_RETURNED = "assessment_returned"
    ASSESSMENT_CONFIRMED = "assessment_confirmed"
    CLAIM_SUBMITTED = "claim_submitted"
    CLAIM_CONFIRMED = "claim_confirmed"
    CLAIM_RETURNED = "claim_returned"
    CLAIM_REVOKED = "claim_revoked"
    NOTICE_OPENED = "notice_opened"
    POINTS_EFFECTIVE = "points_effective"
    ORDER_RESERVED = "order_reserved"
    ORDER_FULFILLED = "order_fulfilled"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_EXPIRED = "order_expired"
    SIGNED_UP = "signed_up"
    WAITING = "waiting"
    PROMOTED = "promoted"
    SIGN_UP_CANCELLED = "sign_up_cancelled"
    ATTENDED = "attended"
    FEEDBACK_ANSWERED = "feedback_answered"


class MessageChannel(StrEnum):
    """How a message reaches the household; no phone means somebody tells her (当面告知)."""

    INBOX = "inbox"
    IN_PERSON = "in_person"


class AuditOutcome(StrEnum):
    """Whether an audited act was done or refused."""

    DONE = "done"
    REFUSED = "refused"


class AnomalyKind(StrEnum):
    """What the level above should look at; it punishes nobody (异常提示)."""

    OWN_OR_RELATIVE = "own_or_relative"
    FOREIGN_ID = "foreign_id"
    CODE_GUESSING = "code_guessing"


class OutboxTopic(StrEnum):
    """What the worker does after commit."""

    MESSAGE_CREATED = "message_created"
