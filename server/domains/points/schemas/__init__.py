"""What claims, figures and statements look like over HTTP."""

from typing import Any

from marshmallow import Schema, fields, validate

from models.vocabulary import AccountKind, ClaimState, ConfirmLevel, TransferCode
from server.domains.points.policy import Action
from server.domains.points.rules.outcomes import ConfirmOutcome
from server.domains.points.rules.words import TRANSFER_WORDS
from server.domains.points.schemas.rule_book import QUANTITY_MAX, RuleOut
from server.web.photo_schemas import EvidencedOut, photos_field
from server.web.schemas import (
    ID_MAX,
    InSchema,
    OnBehalfIn,
    PageQuery,
    id_field,
    state_field,
    text_field,
)

BATCH_MAX = 100
PHOTOS_MAX = 9


class ClaimIn(InSchema):
    """What somebody reports; rules per 小时 count `quantity` in half-hours."""

    household_id = id_field(required=True)
    rule_code = text_field(5, 5)
    deed_on = fields.Date(required=True)
    quantity = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, QUANTITY_MAX))
    note = text_field(0, 200, load_default="")
    photos = photos_field(PHOTOS_MAX, load_default=())
    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)


class ClaimsQuery(PageQuery):
    """Which claims."""

    village_id = fields.Integer(load_default=None, validate=validate.Range(1, ID_MAX))
    household_id = fields.Integer(load_default=None, validate=validate.Range(1, ID_MAX))
    state = fields.Enum(ClaimState, by_value=True, load_default=None)


class ClaimOut(EvidencedOut):
    """A claim with the words of its rule; others read its texts once they have passed.

    `blocked` says why the caller may not confirm it though her office does.
    """

    id = fields.Integer(required=True, attribute="claim.id")
    village_id = fields.Integer(required=True, attribute="claim.village_id")
    household_id = fields.Integer(required=True, attribute="claim.household_id")
    household_label = fields.String(required=True)
    member_id = fields.Integer(required=True, allow_none=True, attribute="claim.member_id")
    rule_code = fields.String(required=True, attribute="rule.code")
    rule_title = fields.String(required=True, attribute="rule.title")
    deed_on = fields.Date(required=True, attribute="claim.deed_on")
    quantity = fields.Integer(required=True, attribute="claim.quantity")
    points = fields.Integer(required=True, attribute="claim.points")
    note = fields.String(required=True, allow_none=True, attribute="note.text")
    note_state = state_field("note.state")
    confirm_level = fields.Enum(
        ConfirmLevel, by_value=True, required=True, attribute="claim.confirm_level"
    )
    state = fields.Enum(ClaimState, by_value=True, required=True, attribute="claim.state")
    state_text = fields.String(required=True)
    is_first_confirmed = fields.Boolean(required=True)
    points_year = fields.Integer(required=True, attribute="claim.points_year")
    submitted_at = fields.AwareDateTime(required=True, attribute="claim.submitted_at")
    confirmed_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="claim.confirmed_at"
    )
    notice_id = fields.Integer(required=True, allow_none=True, attribute="claim.notice_id")
    usable_on = fields.Date(required=True, allow_none=True, attribute="claim.usable_on")
    reason = fields.String(required=True, allow_none=True, attribute="reason.text")
    reason_state = state_field("reason.state")
    actions = fields.List(fields.Enum(Action, by_value=True), required=True)
    blocked = fields.String(required=True, allow_none=True)


class ClaimPage(Schema):
    """A page of claims, oldest first."""

    items = fields.List(fields.Nested(ClaimOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class TransferOut(Schema):
    """Points moved; `redeemable_change` is what it did to the points that can be spent."""

    id = fields.Integer(required=True, attribute="transfer.id")
    posted_at = fields.AwareDateTime(required=True, attribute="transfer.posted_at")
    code = fields.Enum(TransferCode, by_value=True, required=True, attribute="transfer.code")
    text = fields.Function(
        lambda line: TRANSFER_WORDS[line.transfer.code],
        required=True,
        metadata={"type": "string"},
    )
    amount = fields.Integer(required=True, attribute="transfer.amount")
    redeemable_change = fields.Method("_change", required=True, metadata={"type": "integer"})
    debit_kind = fields.Enum(AccountKind, by_value=True, required=True, attribute="debit.kind")
    debit_year = fields.Integer(required=True, attribute="debit.points_year")
    credit_kind = fields.Enum(AccountKind, by_value=True, required=True, attribute="credit.kind")
    credit_year = fields.Integer(required=True, attribute="credit.points_year")
    claim_id = fields.Integer(required=True, allow_none=True, attribute="transfer.award_id")
    caused_by = fields.String(required=True, attribute="transfer.caused_by")
    rule_title = fields.String(required=True, allow_none=True)

    def _change(self, line: Any) -> int:  # noqa: ANN401 - a line of the statement
        rises = bool(line.credit.kind == AccountKind.REDEEMABLE)
        falls = bool(line.debit.kind == AccountKind.REDEEMABLE)
        return int(line.transfer.amount) * (rises - falls)


class StatementPage(Schema):
    """A page of transfers, newest first."""

    items = fields.List(fields.Nested(TransferOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class ConfirmationOut(Schema):
    """By which office, never by whom."""

    office = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class NoticeRefOut(Schema):
    """The public notice that showed a claim."""

    id = fields.Integer(required=True)
    month = fields.String(required=True)
    title = fields.String(required=True)
    published_on = fields.Date(required=True)
    usable_on = fields.Date(required=True)


class ClaimExplainedOut(Schema):
    """Why a point exists (PT-14)."""

    claim = fields.Nested(ClaimOut, required=True, attribute="card")
    rule = fields.Nested(RuleOut, required=True, attribute="card.rule")
    evidence = fields.List(fields.String(), required=True)
    confirmations = fields.List(fields.Nested(ConfirmationOut), required=True)
    notice = fields.Nested(NoticeRefOut, required=True, allow_none=True)
    transfers = fields.List(fields.Nested(TransferOut), required=True)


class ConfirmIn(InSchema):
    """The claims to confirm."""

    claim_ids = fields.List(id_field(), required=True, validate=validate.Length(1, BATCH_MAX))


class ConfirmResultOut(Schema):
    """What became of one claim."""

    claim_id = fields.Integer(required=True)
    outcome = fields.Enum(ConfirmOutcome, by_value=True, required=True)
    detail = fields.String(required=True)


class ConfirmOut(Schema):
    """One result for each claim, in the order asked for."""

    items = fields.List(fields.Nested(ConfirmResultOut), required=True)


class ReasonIn(InSchema):
    """Why a claim is given or taken back."""

    reason = text_field(2, 200)


class RevocationOut(Schema):
    """What a revocation took, and what the household owes (待抵)."""

    claim_id = fields.Integer(required=True, attribute="claim.id")
    state = fields.Enum(ClaimState, by_value=True, required=True, attribute="claim.state")
    taken = fields.Integer(required=True)
    owed = fields.Integer(required=True)


class YearFiguresOut(Schema):
    """A household's points of one year."""

    points_year = fields.Integer(required=True)
    earned = fields.Integer(required=True)
    redeemable = fields.Integer(required=True)
    in_notice = fields.Integer(required=True)
    held = fields.Integer(required=True)
    arrears = fields.Integer(required=True)


class FiguresOut(Schema):
    """The two figures of a household; `arrears` (待抵) is 0 or less."""

    household_id = fields.Integer(required=True)
    earned_this_year = fields.Integer(required=True)
    redeemable = fields.Integer(required=True)
    in_notice = fields.Integer(required=True)
    usable_on = fields.Date(required=True, allow_none=True)
    held = fields.Integer(required=True)
    arrears = fields.Integer(required=True)
    years = fields.List(fields.Nested(YearFiguresOut), required=True)


class PublishedOut(Schema):
    """The notice that was published."""

    id = fields.Integer(required=True)
    village_id = fields.Integer(required=True)
    month = fields.String(required=True)
    title = fields.String(required=True)
    working_days = fields.Integer(required=True)
    published_on = fields.Date(required=True)
    usable_on = fields.Date(required=True)
    is_provisional = fields.Boolean(required=True)
