"""Who is signed in, as JSON."""

from marshmallow import Schema, fields, validate

from models.vocabulary import (
    OrganisationLevel,
    PhoneMatch,
    Role,
)
from server.domains.households.schemas.joining import JoinRequestOut
from server.kernel.permissions import Permission
from server.web.schemas import InSchema


class PhoneIn(InSchema):
    """The code that WeChat's phone button gave; not the one of `wx.login`."""

    code = fields.String(required=True, validate=validate.Regexp(r"^[0-9A-Za-z_-]{8,128}$"))


class PhoneOut(Schema):
    """A number as it is shown, and in how many households it is known of members without one."""

    phone = fields.String(required=True)
    match = fields.Enum(PhoneMatch, by_value=True, required=True)


class OfficeOut(Schema):
    """An office the person holds now, in the words people use for it."""

    role = fields.Enum(Role, by_value=True, required=True)
    title = fields.String(required=True)
    level = fields.Enum(OrganisationLevel, by_value=True, required=True)
    organisation_id = fields.Integer(required=True)
    organisation_name = fields.String(required=True)


class MeOut(Schema):
    """Who I am here and what I may do; the client shows only what is listed."""

    person_id = fields.Integer(required=True)
    household_id = fields.Integer(
        required=True, allow_none=True, attribute="household.household.id", dump_default=None
    )
    household_label = fields.String(
        required=True, allow_none=True, attribute="household.label", dump_default=None
    )
    village_id = fields.Integer(
        required=True,
        allow_none=True,
        attribute="household.household.village_id",
        dump_default=None,
    )
    village_name = fields.String(
        required=True, allow_none=True, attribute="household.village_name", dump_default=None
    )
    member_id = fields.Integer(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    join_request = fields.Nested(JoinRequestOut, required=True, allow_none=True)
    offices = fields.List(fields.Nested(OfficeOut), required=True)
    permissions = fields.List(fields.Enum(Permission, by_value=True), required=True)
