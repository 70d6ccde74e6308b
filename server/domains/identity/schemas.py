"""What sign-in reads and writes as JSON; never an openid, never a session key (ID-1)."""

from marshmallow import Schema, fields

from server.web.schemas import InSchema, QuerySchema, text_field


class SignInIn(InSchema):
    """A fresh code from `wx.login`."""

    code = text_field(1, 128)


class SignedInOut(Schema):
    """The token to send as `Authorization: Bearer`."""

    token = fields.String(required=True)
    person_id = fields.Integer(required=True)
    expires_at = fields.AwareDateTime(required=True)


class SignOutQuery(QuerySchema):
    """Whether this phone stays signed in."""

    keep_current = fields.Boolean(load_default=False)


class SignedOutOut(Schema):
    """How many sessions ended."""

    ended = fields.Integer(required=True)
