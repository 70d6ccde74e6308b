"""What the audit shows as JSON: ids and words, no names."""

from datetime import date

from marshmallow import Schema, fields, validate

from models.vocabulary import AnomalyKind, AuditOutcome
from server.web.schemas import PageQuery

_DAYS = validate.Range(date(2021, 1, 1), date(2199, 12, 31))


class AnomalyOut(Schema):
    """Something the level above should look at."""

    id = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    kind = fields.Enum(AnomalyKind, by_value=True, required=True)
    person_id = fields.Integer(required=True, allow_none=True)
    village_id = fields.Integer(required=True, allow_none=True)
    object_type = fields.String(required=True)
    object_id = fields.Integer(required=True, allow_none=True)


class AnomalyPage(Schema):
    """Some anomalies."""

    items = fields.List(fields.Nested(AnomalyOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class EntryQuery(PageQuery):
    """Which entries; days are dates in Chongqing, both included."""

    village_id = fields.Integer(load_default=None)
    person_id = fields.Integer(load_default=None)
    action = fields.String(load_default=None, validate=validate.Regexp(r"^[a-z_]{1,64}$"))
    outcome = fields.Enum(AuditOutcome, by_value=True, load_default=None)
    since_on = fields.Date(load_default=None, validate=_DAYS)
    until_on = fields.Date(load_default=None, validate=_DAYS)


class EntryOut(Schema):
    """One act or refusal; `detail` holds ids, words and numbers."""

    id = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    person_id = fields.Integer(required=True, allow_none=True)
    action = fields.String(required=True)
    object_type = fields.String(required=True)
    object_id = fields.Integer(required=True, allow_none=True)
    village_id = fields.Integer(required=True, allow_none=True)
    outcome = fields.Enum(AuditOutcome, by_value=True, required=True)
    detail = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={
            "description": "ids, words and numbers; before and after where a value was changed",
            "additionalProperties": {
                "type": ["string", "integer", "boolean", "array", "object", "null"]
            },
        },
    )
    request_id = fields.String(required=True)


class EntryPage(Schema):
    """Some entries."""

    items = fields.List(fields.Nested(EntryOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)
