"""How consents come in and go out, the same for one's own and for a member's."""

from marshmallow import Schema, fields, validate

from models.vocabulary import ConsentPurpose, ConsentState
from server.web.schemas import InSchema, OnBehalfIn

VERSION_MAX = 9999


class ConsentIn(InSchema):
    """Which version is agreed to: the one that was shown."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(1, VERSION_MAX))


class ConsentOut(Schema):
    """How a consent stands; only "given" counts. `needed_for` says in words what asks for it."""

    purpose = fields.Enum(ConsentPurpose, by_value=True, required=True, attribute="text.purpose")
    state = fields.Enum(ConsentState, by_value=True, required=True)
    version = fields.Integer(required=True, attribute="text.version")
    given_version = fields.Integer(required=True, allow_none=True)
    given_at = fields.AwareDateTime(required=True, allow_none=True)
    title = fields.String(required=True, attribute="text.title")
    summary = fields.String(required=True, attribute="text.summary")
    needed_for = fields.List(fields.String(), required=True, attribute="text.needed_for")


class ConsentList(Schema):
    """One for each purpose, in the same order for everybody."""

    items = fields.List(fields.Nested(ConsentOut), required=True)


class MemberConsentIn(ConsentIn):
    """Which version is agreed to; a leader says for whom and how, with the paper before her."""

    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)


class MemberConsentEndIn(InSchema):
    """A consent of a member is taken back; a leader says for whom and how."""

    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)
