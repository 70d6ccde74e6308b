"""What the feedback domain reads and writes as JSON."""

from marshmallow import Schema, fields

from models.vocabulary import CheckState, FeedbackKind, FeedbackState
from server.web.schemas import InSchema, OnBehalfIn, PageQuery, state_field, text_field

TEXT_MIN, TEXT_MAX = 2, 500


class FeedbackQuery(PageQuery):
    """Whose feedback: without `village_id` the caller's own, with it what waits there.

    Officers may name their own federation: then they get what is overdue below it.
    """

    village_id = fields.Integer(load_default=None)


class FeedbackIn(InSchema):
    """What somebody tells the federation.

    Without `household_id` and `village_id` it is sent for the caller's own household; who has
    none names a village. A leader who writes for a household says for whom and why.
    """

    kind = fields.Enum(FeedbackKind, by_value=True, required=True)
    text = text_field(TEXT_MIN, TEXT_MAX)
    village_id = fields.Integer(load_default=None, allow_none=True, strict=True)
    household_id = fields.Integer(load_default=None, allow_none=True, strict=True)
    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)


class AnswerIn(InSchema):
    """The answer."""

    text = text_field(TEXT_MIN, TEXT_MAX)


class FeedbackOut(Schema):
    """Feedback; `answer` is null while it waits, `household_label` when no household sent it.

    `text_state` says how far its content check is: only a passed one is read by the federation.
    `answer_state` says it of the answer, which only its author sees until it has passed; after a
    refused one the letter waits again.
    """

    id = fields.Integer(required=True, attribute="row.id")
    number = fields.String(required=True)
    kind = fields.Enum(FeedbackKind, by_value=True, required=True, attribute="row.kind")
    text = fields.String(required=True, attribute="row.text")
    state = fields.Enum(FeedbackState, by_value=True, required=True, attribute="row.state")
    text_state = fields.Enum(CheckState, by_value=True, required=True)
    village_id = fields.Integer(required=True, attribute="row.village_id")
    village_name = fields.String(required=True)
    household_id = fields.Integer(required=True, allow_none=True, attribute="row.household_id")
    household_label = fields.String(required=True, allow_none=True)
    sent_at = fields.AwareDateTime(required=True, attribute="row.sent_at")
    due_on = fields.Date(required=True, attribute="row.due_on")
    is_overdue = fields.Boolean(required=True)
    answer = fields.String(required=True, allow_none=True, attribute="answer.text")
    answer_state = state_field("answer.state")
    answered_at = fields.AwareDateTime(required=True, allow_none=True, attribute="row.answered_at")
    actions = fields.List(fields.String(metadata={"description": "answer"}), required=True)


class FeedbackPage(Schema):
    """Some feedback."""

    items = fields.List(fields.Nested(FeedbackOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)
