"""What the moderation domain reads and writes as JSON."""

from marshmallow import Schema, fields

from models.vocabulary import CheckedText, CheckState
from server.web.schemas import InSchema


class DecisionIn(InSchema):
    """Whether the text may be shown to others."""

    passes = fields.Boolean(required=True, truthy={True}, falsy={False})


class TextCheckOut(Schema):
    """A text that people look at; `label` is WeChat's number for what it found, or null."""

    id = fields.Integer(required=True, attribute="row.id")
    kind = fields.Enum(CheckedText, by_value=True, required=True, attribute="row.kind")
    state = fields.Enum(CheckState, by_value=True, required=True, attribute="row.state")
    village_id = fields.Integer(required=True, attribute="row.village_id")
    text = fields.String(required=True)
    label = fields.Integer(required=True, allow_none=True, attribute="row.label")
    submitted_at = fields.AwareDateTime(required=True, attribute="row.submitted_at")
    actions = fields.List(fields.String(metadata={"description": "decide"}), required=True)


class TextCheckPage(Schema):
    """Some texts, oldest first."""

    items = fields.List(fields.Nested(TextCheckOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)
