"""What the organisations domain reads and writes as JSON."""

from marshmallow import Schema, fields, validate

from models.vocabulary import DivisionLevel, OrganisationLevel, Role, Zone
from server.web.schemas import InSchema, PageQuery, QuerySchema, text_field


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


class OrganisationIn(InSchema):
    """A federation to be made under a parent; its level is the one below."""

    parent_id = fields.Integer(required=True, strict=True)
    name = text_field(2, 60)
    division_code = fields.String(load_default=None, validate=validate.Regexp(r"^[0-9]{12}$"))
    zone = fields.Enum(Zone, by_value=True, load_default=None)


class RenamingIn(InSchema):
    """What a federation is called from now on."""

    name = text_field(2, 60)


class GrantQuery(PageQuery):
    """Which offices: of one federation or of all in sight; with `history` the ended ones too."""

    organisation_id = fields.Integer(load_default=None)
    history = fields.Boolean(load_default=False)


class AppointmentIn(InSchema):
    """Who comes into which office; her number is `person_id` of her own `/me`."""

    person_id = fields.Integer(required=True, strict=True)
    organisation_id = fields.Integer(required=True, strict=True)
    role = fields.Enum(Role, by_value=True, required=True)


class EndIn(InSchema):
    """Who follows; nobody: the office is vacant until somebody is appointed."""

    successor_person_id = fields.Integer(load_default=None, allow_none=True, strict=True)


class GrantOut(Schema):
    """An office, held until `until_at` (exclusive): who granted and ended it, whom she follows."""

    id = fields.Integer(required=True, attribute="grant.id")
    person_id = fields.Integer(required=True, attribute="grant.person_id")
    role = fields.Enum(Role, by_value=True, required=True, attribute="grant.role")
    title = fields.String(required=True)
    organisation_id = fields.Integer(required=True, attribute="organisation.id")
    organisation_name = fields.String(required=True, attribute="organisation.name")
    since_at = fields.AwareDateTime(required=True, attribute="grant.since_at")
    until_at = fields.AwareDateTime(required=True, allow_none=True, attribute="grant.until_at")
    granted_by = fields.Integer(required=True, allow_none=True, attribute="grant.granted_by")
    ended_by = fields.Integer(required=True, allow_none=True, attribute="grant.ended_by")
    succeeds_id = fields.Integer(required=True, allow_none=True, attribute="grant.succeeds_id")


class GrantPage(Schema):
    """Some offices."""

    items = fields.List(fields.Nested(GrantOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class HandoverOut(Schema):
    """The ended office, who follows, and how much waits on her workbench, pile by pile."""

    ended = fields.Nested(GrantOut, required=True)
    successor = fields.Nested(GrantOut, required=True, allow_none=True)
    open_work = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class VacancyOut(Schema):
    """A federation with nobody at its head, and since when; never held: no instant."""

    organisation_id = fields.Integer(required=True, attribute="organisation.id")
    organisation_name = fields.String(required=True, attribute="organisation.name")
    level = fields.Enum(
        OrganisationLevel, by_value=True, required=True, attribute="organisation.level"
    )
    role = fields.Enum(Role, by_value=True, required=True)
    title = fields.String(required=True)
    since_at = fields.AwareDateTime(required=True, allow_none=True)


class VacancyPage(Schema):
    """Some vacancies."""

    items = fields.List(fields.Nested(VacancyOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


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
