"""What each domain gives to the whole: routes, refusals, codes, texts, exports, personal data."""

from collections.abc import Callable

from flask_smorest import Blueprint

from models.vocabulary import (
    CheckedText,
    CodeKind,
    ConsentPurpose,
    ExportKind,
    OutboxTopic,
    ReportedKind,
    SceneKind,
)
from server.domains.activities import errors as activities_errors
from server.domains.activities import routes as activities_routes
from server.domains.activities import service as activities
from server.domains.assessments import routes as assessments_routes
from server.domains.assessments import service as assessments
from server.domains.audit import routes as audit_routes
from server.domains.codes import routes as codes_routes
from server.domains.codes import service as codes
from server.domains.consents import routes as consents_routes
from server.domains.consents import service as consents
from server.domains.evidence import routes as evidence_routes
from server.domains.evidence import service as evidence
from server.domains.exports import routes as exports_routes
from server.domains.exports import service as exports
from server.domains.feedback import routes as feedback_routes
from server.domains.feedback import service as feedback
from server.domains.households import errors as households_errors
from server.domains.households import routes as households_routes
from server.domains.households import service as households
from server.domains.identity import errors as identity_errors
from server.domains.identity import routes as identity_routes
from server.domains.identity import service as identity
from server.domains.messages import routes as messages_routes
from server.domains.messages import service as messages
from server.domains.moderation import routes as moderation_routes
from server.domains.moderation import service as moderation
from server.domains.notices import errors as notices_errors
from server.domains.notices import routes as notices_routes
from server.domains.notices import service as notices
from server.domains.organisations import errors as organisations_errors
from server.domains.organisations import routes as organisations_routes
from server.domains.organisations import service as organisations
from server.domains.outbox import service as outbox
from server.domains.overview import routes as overview_routes
from server.domains.points import errors as points_errors
from server.domains.points import routes as points_routes
from server.domains.points import service as points
from server.domains.prints import routes as prints_routes
from server.domains.prints import service as prints
from server.domains.privacy import routes as privacy_routes
from server.domains.privacy import service as privacy
from server.domains.pushes import routes as pushes_routes
from server.domains.pushes import service as pushes
from server.domains.rewards import errors as rewards_errors
from server.domains.rewards import routes as rewards_routes
from server.domains.rewards import service as rewards
from server.domains.standards import routes as standards_routes
from server.kernel.errors import DomainError
from server.kernel.personal_data import PersonalDataSource
from server.kernel.ports import CodeTarget, DerivedCodes, ExportSource, ReportTarget, TextSource
from server.kernel.work import Work

BLUEPRINTS: tuple[Blueprint, ...] = (
    identity_routes.blueprint,
    consents_routes.blueprint,
    audit_routes.blueprint,
    organisations_routes.blueprint,
    households_routes.blueprint,
    evidence_routes.blueprint,
    moderation_routes.blueprint,
    messages_routes.blueprint,
    feedback_routes.blueprint,
    standards_routes.blueprint,
    assessments_routes.blueprint,
    points_routes.blueprint,
    notices_routes.blueprint,
    rewards_routes.blueprint,
    activities_routes.blueprint,
    codes_routes.blueprint,
    prints_routes.blueprint,
    privacy_routes.blueprint,
    exports_routes.blueprint,
    overview_routes.blueprint,
    pushes_routes.blueprint,
)
CONSTRAINT_ERRORS: dict[str, Callable[[], DomainError]] = {
    **identity_errors.CONSTRAINTS,
    **organisations_errors.CONSTRAINTS,
    **households_errors.CONSTRAINTS,
    **points_errors.CONSTRAINTS,
    **notices_errors.CONSTRAINTS,
    **rewards_errors.CONSTRAINTS,
    **activities_errors.CONSTRAINTS,
}
CODE_TARGETS: dict[str, CodeTarget] = {
    CodeKind.DOOR_PLATE: households.DoorPlate(),
    CodeKind.ACTIVITY: activities.ActivityCode(),
    CodeKind.SHOP: rewards.ShopCode(),
    CodeKind.CARD: households.Card(),
}
DERIVED_CODES: dict[str, DerivedCodes] = {
    SceneKind.VOUCHER: rewards.Vouchers(),
    SceneKind.JOIN: households.JoinCodes(),
}
PUSH_HANDLERS: dict[str, pushes.PushHandler] = {
    "subscribe_msg_popup_event": messages.note_answers,
    "subscribe_msg_change_event": messages.note_changed_minds,
    "subscribe_msg_sent_event": messages.note_sent,
    "wxa_media_check": moderation.note_verdict,
}
TEXT_SOURCES: dict[str, TextSource] = {
    CheckedText.FEEDBACK: feedback.LETTERS,
    CheckedText.FEEDBACK_ANSWER: feedback.ANSWERS,
    CheckedText.CLAIM_NOTE: points.CLAIM_NOTES,
    CheckedText.CLAIM_REASON: points.CLAIM_REASONS,
    CheckedText.JOIN_NAME: households.JOIN_NAMES,
    CheckedText.GOODS: rewards.GOODS_TEXTS,
    CheckedText.REVIEW_REMARK: assessments.REMARKS,
    CheckedText.ACTIVITY: activities.ACTIVITY_TEXTS,
    CheckedText.CORRECTION: privacy.WISHES,
    CheckedText.CORRECTION_ANSWER: privacy.ANSWERS,
}
REPORT_TARGETS: dict[str, ReportTarget] = {
    ReportedKind.ACTIVITY: activities.ShownActivities(),
    ReportedKind.NOTICE: notices.ShownNotices(),
    ReportedKind.PHOTO: moderation.ShownPhotos(),
    ReportedKind.FEEDBACK_ANSWER: feedback.ShownAnswers(),
    ReportedKind.CLAIM_NOTE: points.ShownNotes(),
}
CONSENT_ENDS: dict[ConsentPurpose, Callable[[Work], None]] = {
    ConsentPurpose.PHONE: households.forget_phone,
}
PERSONAL_DATA: tuple[PersonalDataSource, ...] = (
    identity.PERSONAL_DATA,
    households.PERSONAL_DATA,
    consents.PERSONAL_DATA,
    points.PERSONAL_DATA,
    rewards.PERSONAL_DATA,
    assessments.PERSONAL_DATA,
    evidence.PERSONAL_DATA,
    activities.PERSONAL_DATA,
    privacy.PERSONAL_DATA,
    feedback.PERSONAL_DATA,
    messages.PERSONAL_DATA,
    moderation.PERSONAL_DATA,
    organisations.PERSONAL_DATA,
    exports.PERSONAL_DATA,
)
"""In the order of reading; forgotten in the opposite one, so identity goes last."""
EXPORT_SOURCES: dict[str, ExportSource] = {
    ExportKind.HOUSEHOLDS: households.Register(),
    ExportKind.POINTS_TRANSFERS: points.MonthsTransfers(),
    ExportKind.ORDERS: rewards.MonthsOrders(),
    ExportKind.MY_DATA: privacy.OwnData(),
}
OUTBOX_TOPICS: dict[str, outbox.Deliver | outbox.Outside] = {
    OutboxTopic.MESSAGE_CREATED: messages.deliver,
    OutboxTopic.SEND_CLAIMED: messages.SENDING,
    OutboxTopic.TEXT_SUBMITTED: moderation.ASK,
    OutboxTopic.PHOTO_STORED: evidence.COMPARE,
    OutboxTopic.FILES_DISCARDED: evidence.DISCARD,
    OutboxTopic.PHOTO_SUBMITTED: moderation.ASK_PHOTO,
    OutboxTopic.CODE_ISSUED: codes.PICTURES,
    OutboxTopic.PRINT_ORDERED: prints.MAKE,
    OutboxTopic.EXPORT_ORDERED: exports.MAKE,
    OutboxTopic.PUSH_RECEIVED: pushes.hand_on(PUSH_HANDLERS),
}
