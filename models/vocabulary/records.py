"""The closed lists about messages, content checks, audit, background work, print-outs, exports."""

from enum import StrEnum


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
    CONTENT_REFUSED = "content_refused"
    CORRECTION_DECIDED = "correction_decided"


class MessageChannel(StrEnum):
    """How a message reaches the household; no phone means somebody tells her (当面告知)."""

    INBOX = "inbox"
    IN_PERSON = "in_person"


class TellReason(StrEnum):
    """Why somebody must tell a household in person."""

    NO_PHONE = "no_phone"
    NOT_READ = "not_read"


class TapMoment(StrEnum):
    """After which tap a person is asked whether WeChat may tell her what comes of it (征询时机)."""

    SIGN_UP = "sign_up"
    ORDER = "order"
    CLAIM = "claim"
    ASSESSMENT = "assessment"


class CreditReason(StrEnum):
    """Why a person's credit for a template changed (订阅次数变动事由)."""

    ACCEPTED = "accepted"
    REPORTED = "reported"
    GIVEN_BACK = "given_back"
    SENT = "sent"
    REJECTED = "rejected"
    USED_UP = "used_up"


class SendState(StrEnum):
    """How far the sending of a subscription message is (发送的进度)."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    READ = "read"
    NO_CREDIT = "no_credit"
    GIVEN_UP = "given_up"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


class CheckedText(StrEnum):
    """What text is checked before others see it (所查的文字)."""

    FEEDBACK = "feedback"
    FEEDBACK_ANSWER = "feedback_answer"
    CLAIM_NOTE = "claim_note"
    CLAIM_REASON = "claim_reason"
    REVIEW_REMARK = "review_remark"
    ACTIVITY = "activity"
    GOODS = "goods"
    JOIN_NAME = "join_name"
    CORRECTION = "correction"
    CORRECTION_ANSWER = "correction_answer"


class CheckState(StrEnum):
    """How far a content check is; only what passed is shown to others (内容检查的进度)."""

    PENDING = "pending"
    FOR_PEOPLE = "for_people"
    PASSED = "passed"
    REFUSED = "refused"


class ReportedKind(StrEnum):
    """What a reader may report (举报的对象)."""

    ACTIVITY = "activity"
    NOTICE = "notice"
    PHOTO = "photo"
    FEEDBACK_ANSWER = "feedback_answer"
    CLAIM_NOTE = "claim_note"


class ReportReason(StrEnum):
    """What is wrong with it, says whoever reports it (举报的原因)."""

    UNTRUE = "untrue"
    OFFENSIVE = "offensive"
    PRIVATE = "private"
    ADVERT = "advert"
    OTHER = "other"


class AuditOutcome(StrEnum):
    """Whether an audited act was done or refused."""

    DONE = "done"
    REFUSED = "refused"


class AnomalyKind(StrEnum):
    """What the level above should look at; it punishes nobody (异常提示)."""

    OWN_OR_RELATIVE = "own_or_relative"
    FOREIGN_ID = "foreign_id"
    CODE_GUESSING = "code_guessing"
    REUSED_PHOTO = "reused_photo"
    REPORTED = "reported"


class OutboxTopic(StrEnum):
    """What the worker does after commit."""

    MESSAGE_CREATED = "message_created"
    PUSH_RECEIVED = "push_received"
    SEND_CLAIMED = "send_claimed"
    TEXT_SUBMITTED = "text_submitted"
    PHOTO_STORED = "photo_stored"
    PHOTO_SUBMITTED = "photo_submitted"
    CODE_ISSUED = "code_issued"
    PRINT_ORDERED = "print_ordered"
    EXPORT_ORDERED = "export_ordered"
    FILES_DISCARDED = "files_discarded"


class PrintKind(StrEnum):
    """What a print-out holds (打印)."""

    DOOR_PLATES = "door_plates"
    CARDS = "cards"
    ACTIVITY_POSTER = "activity_poster"
    SHOP_POSTER = "shop_poster"


class PrintState(StrEnum):
    """How far a print-out is; one that failed is ordered again (打印的进度)."""

    ORDERED = "ordered"
    READY = "ready"
    FAILED = "failed"


class ExportKind(StrEnum):
    """What an exported file holds (导出的内容)."""

    HOUSEHOLDS = "households"
    POINTS_TRANSFERS = "points_transfers"
    ORDERS = "orders"
    MY_DATA = "my_data"


class ExportFormat(StrEnum):
    """How it is written (导出的格式)."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    HTML = "html"


class ExportReason(StrEnum):
    """What somebody needs a file for, says whoever orders it (导出的用途)."""

    MONTHLY_REPORT = "monthly_report"
    WALL = "wall"
    CHECK = "check"
    OWN = "own"


class ExportState(StrEnum):
    """How far a file is; one is gone when its day is over (导出的进度)."""

    ORDERED = "ordered"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


class Door(StrEnum):
    """Where one must look over the wall before it is known which village is meant.

    A door opens for reading only. Whoever is to read more, or to write, enters that village.
    """

    CODE = "code"
    PUBLIC = "public"
    PHONE = "phone"
    TRACE = "trace"
    DUE = "due"
    OPERATOR = "operator"
