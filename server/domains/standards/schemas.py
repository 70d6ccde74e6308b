"""How the standards come out."""

from marshmallow import Schema, fields

from models.vocabulary import Zone
from server.web.schemas import QuerySchema


class StandardsQuery(QuerySchema):
    """Which of the two lists."""

    zone = fields.Enum(Zone, by_value=True, required=True)


class ProvenanceOut(Schema):
    """Where a clause comes from; `level` is the strongest source."""

    level = fields.String(required=True)
    also = fields.List(fields.String())
    ref = fields.String(required=True)


class ClauseOut(Schema):
    """One standard."""

    code = fields.String(required=True)
    position = fields.Integer(required=True)
    category = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    evidence = fields.List(fields.String(), required=True)
    allows_not_applicable = fields.Boolean(required=True)
    is_required = fields.Boolean(required=True)
    provenance = fields.Nested(ProvenanceOut, required=True)


class StandardListOut(Schema):
    """A list of 18; `notice` says so while the text is not the official one (SA-1)."""

    zone = fields.Enum(Zone, by_value=True, required=True, attribute="set.zone")
    version = fields.String(required=True, attribute="set.version")
    status = fields.String(required=True, attribute="set.status")
    notice = fields.String(required=True, allow_none=True)
    effective_on = fields.Date(required=True, attribute="set.effective_on")
    pass_mark = fields.Integer(required=True, attribute="set.pass_mark")
    not_applicable_max = fields.Integer(required=True, attribute="set.not_applicable_max")
    valid_months = fields.Integer(required=True, attribute="set.valid_months")
    clauses = fields.List(fields.Nested(ClauseOut), required=True)
