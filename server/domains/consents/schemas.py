"""What consents look like over HTTP."""

from marshmallow import Schema, fields

from models.vocabulary import ConsentChannel, ConsentPurpose


class ConsentTextOut(Schema):
    """What somebody is asked to agree to; `notice` marks a text that is not the official one."""

    purpose = fields.Enum(ConsentPurpose, by_value=True, required=True, attribute="text.purpose")
    version = fields.Integer(required=True, attribute="text.version")
    title = fields.String(required=True, attribute="text.title")
    summary = fields.String(required=True, attribute="text.summary")
    text = fields.String(required=True, attribute="text.text")
    notice = fields.String(required=True, allow_none=True)


class ConsentTextList(Schema):
    """One text for each purpose."""

    items = fields.List(fields.Nested(ConsentTextOut), required=True)


class GivenConsentOut(Schema):
    """A consent as it was given, with its wording then; `ended_at` is null while it stands."""

    version = fields.Integer(required=True, attribute="consent.version")
    channel = fields.Enum(ConsentChannel, by_value=True, required=True, attribute="consent.channel")
    given_at = fields.AwareDateTime(required=True, attribute="consent.given_at")
    ended_at = fields.AwareDateTime(required=True, allow_none=True, attribute="consent.ended_at")
    title = fields.String(required=True, attribute="text.title")
    text = fields.String(required=True, attribute="text.text")


class GivenConsentList(Schema):
    """Newest first."""

    items = fields.List(fields.Nested(GivenConsentOut), required=True)
