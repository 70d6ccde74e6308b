"""What sign-in reads and writes as JSON; never an openid, never a session key (ID-1)."""

from marshmallow import Schema, fields

from models.vocabulary import Role
from server.kernel.permissions import Permission
from server.web.schemas import InSchema, text_field


class SignInIn(InSchema):
    """A fresh code from `wx.login`."""

    code = text_field(1, 128)


class SignedInOut(Schema):
    """The token to send as `Authorization: Bearer`."""

    token = fields.String(required=True)
    person_id = fields.Integer(required=True)
    expires_at = fields.AwareDateTime(required=True)


class OfficeOut(Schema):
    """An office the person holds now."""

    role = fields.Enum(Role, by_value=True, required=True)
    organisation_id = fields.Integer(required=True)


class MeOut(Schema):
    """Who I am here and what I may do; the client shows only what is listed."""

    person_id = fields.Integer(required=True)
    household_id = fields.Integer(required=True, allow_none=True)
    member_id = fields.Integer(required=True, allow_none=True)
    offices = fields.List(fields.Nested(OfficeOut), required=True, attribute="grants")
    permissions = fields.List(fields.Enum(Permission, by_value=True), required=True)
