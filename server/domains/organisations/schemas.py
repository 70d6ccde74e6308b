"""What the organisations domain reads and writes as JSON."""

from marshmallow import Schema, fields, validate

from models.vocabulary import DivisionLevel, OrganisationLevel, Role, Zone
from server.web.schemas import PageQuery, QuerySchema, text_field


class OrganisationQuery(PageQuery):
    """Which federations."""

    parent_id = fields.Integer(load_default=None)


class OrganisationOut(Schema):
    """A federation."""

    id = fields.Integer(required=True)
    level = fields.Enum(OrganisationLevel, by_value=True, required=True)
    name = fields.String(required=True)
    parent_id = fields.Integer(required=True, allow_none=True)
    division_code = fields.String(required=True, allow_none=True)
    zone = fields.Enum(Zone, by_value=True, required=True, allow_none=True)


class OrganisationPage(Schema):
    """Some federations."""

    items = fields.List(fields.Nested(OrganisationOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class GrantOut(Schema):
    """An office in force."""

    id = fields.Integer(required=True)
    person_id = fields.Integer(required=True)
    role = fields.Enum(Role, by_value=True, required=True)
    organisation_id = fields.Integer(required=True)
    organisation_name = fields.String(required=True)
    since_at = fields.AwareDateTime(required=True)


class GrantList(Schema):
    """Offices in force."""

    items = fields.List(fields.Nested(GrantOut), required=True)


class ChildrenQuery(QuerySchema):
    """Whose children, and on which day."""

    parent = fields.String(load_default=None, validate=validate.Regexp(r"^[0-9]{12}$"))
    on = fields.Date(load_default=None)


class SearchQuery(QuerySchema):
    """Which name, and on which day."""

    name = text_field(2, 20)
    on = fields.Date(load_default=None)


class DivisionOut(Schema):
    """An administrative division; `full_name` tells the 20 双龙村 apart."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    full_name = fields.String(required=True)
    level = fields.Enum(DivisionLevel, by_value=True, required=True)
    parent_code = fields.String(required=True, allow_none=True)
    valid_from = fields.Date(required=True, allow_none=True)
    valid_until = fields.Date(required=True, allow_none=True)
    successor_code = fields.String(required=True, allow_none=True)


class DivisionList(Schema):
    """Some divisions."""

    items = fields.List(fields.Nested(DivisionOut), required=True)
