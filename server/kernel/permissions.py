"""What may be permitted, and which office permits it. Authority is per permission, on a subtree."""

from enum import StrEnum

from models.vocabulary import Role


class Permission(StrEnum):
    """A permission, named resource:action."""

    HOUSEHOLD_READ = "household:read"
    HOUSEHOLD_REGISTER = "household:register"
    HOUSEHOLD_INVITE = "household:invite"
    HOUSEHOLD_APPROVE = "household:approve"
    CHILD_ADD = "child:add"
    BIRTH_DAY_TELL = "birth-day:tell"
    MINOR_DISCLOSE = "minor:disclose"
    PROXY_ACT = "proxy:act"
    CONSENT_RECORD = "consent:record"
    RELATIVE_DECLARE = "relative:declare"
    CODE_ISSUE = "code:issue"
    ASSESSMENT_ANSWER = "assessment:answer"
    ASSESSMENT_READ = "assessment:read"
    ASSESSMENT_REVIEW = "assessment:review"
    PHOTO_SEND = "photo:send"
    CLAIM_SUBMIT = "claim:submit"
    CLAIM_READ = "claim:read"
    CLAIM_CONFIRM = "claim:confirm"
    CLAIM_REVOKE = "claim:revoke"
    STATEMENT_READ = "statement:read"
    NOTICE_PUBLISH = "notice:publish"
    RULE_ADOPT = "rule:adopt"
    ORDER_PLACE = "order:place"
    ORDER_READ = "order:read"
    ORDER_FULFIL = "order:fulfil"
    STOCK_RECEIVE = "stock:receive"
    ACTIVITY_ORGANISE = "activity:organise"
    SIGN_UP = "sign-up:make"
    ROLL_CALL = "roll-call:make"
    MESSAGE_READ = "message:read"
    IN_PERSON_READ = "in-person:read"
    FEEDBACK_SEND = "feedback:send"
    FEEDBACK_READ = "feedback:read"
    FEEDBACK_ANSWER = "feedback:answer"
    CORRECTION_ASK = "correction:ask"
    CORRECTION_READ = "correction:read"
    CORRECTION_DECIDE = "correction:decide"
    CONTENT_DECIDE = "content:decide"
    ANOMALY_READ = "anomaly:read"
    GRANT_READ = "grant:read"
    TOTALS_READ = "totals:read"
    DATA_EXPORT = "data:export"
    EXPORT_UNMASKED = "export:unmasked"
    AUDIT_READ = "audit:read"
    ORGANISATION_CREATE = "organisation:create"
    OFFICE_GRANT = "office:grant"
    SESSION_END = "session:end"


P = Permission

RESIDENT: frozenset[Permission] = frozenset(
    {
        P.HOUSEHOLD_READ,
        P.HOUSEHOLD_INVITE,
        P.HOUSEHOLD_APPROVE,
        P.CHILD_ADD,
        P.BIRTH_DAY_TELL,
        P.CONSENT_RECORD,
        P.ASSESSMENT_ANSWER,
        P.ASSESSMENT_READ,
        P.PHOTO_SEND,
        P.CLAIM_SUBMIT,
        P.CLAIM_READ,
        P.STATEMENT_READ,
        P.ORDER_PLACE,
        P.ORDER_READ,
        P.SIGN_UP,
        P.MESSAGE_READ,
        P.FEEDBACK_SEND,
        P.CORRECTION_ASK,
    }
)
"""What a member may do, for her own household only."""

_LEADER: frozenset[Permission] = frozenset(
    {
        P.HOUSEHOLD_READ,
        P.HOUSEHOLD_REGISTER,
        P.HOUSEHOLD_INVITE,
        P.HOUSEHOLD_APPROVE,
        P.BIRTH_DAY_TELL,
        P.MINOR_DISCLOSE,
        P.PROXY_ACT,
        P.CONSENT_RECORD,
        P.RELATIVE_DECLARE,
        P.CODE_ISSUE,
        P.ASSESSMENT_ANSWER,
        P.ASSESSMENT_READ,
        P.ASSESSMENT_REVIEW,
        P.PHOTO_SEND,
        P.CLAIM_SUBMIT,
        P.CLAIM_READ,
        P.CLAIM_CONFIRM,
        P.STATEMENT_READ,
        P.NOTICE_PUBLISH,
        P.ORDER_PLACE,
        P.ORDER_READ,
        P.ACTIVITY_ORGANISE,
        P.SIGN_UP,
        P.ROLL_CALL,
        P.MESSAGE_READ,
        P.IN_PERSON_READ,
        P.FEEDBACK_SEND,
        P.FEEDBACK_READ,
        P.FEEDBACK_ANSWER,
        P.CORRECTION_ASK,
        P.CORRECTION_READ,
        P.CORRECTION_DECIDE,
        P.CONTENT_DECIDE,
        P.GRANT_READ,
        P.TOTALS_READ,
        P.DATA_EXPORT,
    }
)

_OVERSIGHT: frozenset[Permission] = frozenset(
    {
        P.HOUSEHOLD_READ,
        P.ASSESSMENT_READ,
        P.CLAIM_READ,
        P.STATEMENT_READ,
        P.ORDER_READ,
        P.FEEDBACK_READ,
        P.CORRECTION_READ,
        P.ANOMALY_READ,
        P.GRANT_READ,
        P.TOTALS_READ,
    }
)
_APPOINTS: frozenset[Permission] = frozenset({P.ORGANISATION_CREATE, P.OFFICE_GRANT})
"""What district and city alone may do (GOV-5)."""

BY_ROLE: dict[Role, frozenset[Permission]] = {
    Role.VILLAGE_CHAIR: _LEADER
    | {P.RULE_ADOPT, P.CLAIM_REVOKE, P.STOCK_RECEIVE, P.EXPORT_UNMASKED},
    Role.VILLAGE_EXECUTIVE: _LEADER,
    Role.ASSESSOR: frozenset({P.CLAIM_READ, P.CLAIM_CONFIRM, P.RELATIVE_DECLARE}),
    Role.SHOPKEEPER: frozenset({P.ORDER_READ, P.ORDER_FULFIL, P.STOCK_RECEIVE, P.RELATIVE_DECLARE}),
    Role.SUPERVISOR: frozenset(
        {P.CLAIM_READ, P.ORDER_READ, P.STATEMENT_READ, P.TOTALS_READ, P.DATA_EXPORT}
    ),
    Role.TOWN_OFFICER: _OVERSIGHT
    | {
        P.CLAIM_CONFIRM,
        P.CLAIM_REVOKE,
        P.RELATIVE_DECLARE,
        P.CONTENT_DECIDE,
        P.DATA_EXPORT,
        P.EXPORT_UNMASKED,
    },
    Role.DISTRICT_OFFICER: _OVERSIGHT | _APPOINTS,
    Role.CITY_OFFICER: _OVERSIGHT | _APPOINTS,
    Role.PARTNER: frozenset({P.TOTALS_READ}),
    Role.SYSTEM_ADMINISTRATOR: frozenset({P.ORGANISATION_CREATE}),
    Role.SECURITY_ADMINISTRATOR: frozenset({P.OFFICE_GRANT, P.GRANT_READ, P.SESSION_END}),
    Role.AUDIT_ADMINISTRATOR: frozenset({P.AUDIT_READ}),
}
