"""What the messages domain writes as JSON."""

from marshmallow import Schema, fields

from models.vocabulary import MessageChannel, MessageKind


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
    """A message that somebody must tell the household in person."""

    id = fields.Integer(required=True, attribute="message.id")
    household_id = fields.Integer(required=True, attribute="message.household_id")
    household_number = fields.String(required=True)
    group_name = fields.String(required=True)
    kind = fields.Enum(MessageKind, by_value=True, required=True, attribute="message.kind")
    title = fields.String(required=True, attribute="message.title")
    body = fields.String(required=True, attribute="message.body")
    created_at = fields.AwareDateTime(required=True, attribute="message.created_at")


class ToTellPage(Schema):
    """Some messages to tell, oldest first."""

    items = fields.List(fields.Nested(ToTellOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)
