"""What the messages domain writes as JSON."""

from marshmallow import Schema, fields, validate

from models.vocabulary import MessageChannel, MessageKind, TapMoment, TellReason
from server.web.schemas import InSchema


class MessageOut(Schema):
    """A message to the caller's household; `channel` is null until the worker has chosen it."""

    id = fields.Integer(required=True)
    kind = fields.Enum(MessageKind, by_value=True, required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    channel = fields.Enum(MessageChannel, by_value=True, required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)


class MessagePage(Schema):
    """Some messages, newest first."""

    items = fields.List(fields.Nested(MessageOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class ToTellOut(Schema):
    """A message that somebody must tell the household in person, and why."""

    id = fields.Integer(required=True, attribute="message.id")
    household_id = fields.Integer(required=True, attribute="message.household_id")
    household_number = fields.String(required=True)
    group_name = fields.String(required=True)
    kind = fields.Enum(MessageKind, by_value=True, required=True, attribute="message.kind")
    title = fields.String(required=True, attribute="message.title")
    body = fields.String(required=True, attribute="message.body")
    created_at = fields.AwareDateTime(required=True, attribute="message.created_at")
    reason = fields.Enum(TellReason, by_value=True, required=True)


class ToTellPage(Schema):
    """Some messages to tell, oldest first."""

    items = fields.List(fields.Nested(ToTellOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


TEMPLATES_MAX = 10


class MomentsOut(Schema):
    """The ids of the templates to ask for, at most three, after each tap."""

    moments = fields.Dict(
        keys=fields.Enum(TapMoment, by_value=True),
        values=fields.List(fields.String()),
        required=True,
    )


def _template_ids() -> fields.List[str]:
    return fields.List(
        fields.String(validate=validate.Length(min=1, max=64)),
        required=True,
        validate=validate.Length(max=TEMPLATES_MAX),
    )


class AnswersIn(InSchema):
    """What a person answered to the question of `wx.requestSubscribeMessage`."""

    accepted = _template_ids()
    rejected = _template_ids()
