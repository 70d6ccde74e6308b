"""What the audit shows as JSON: ids and words, no names."""

from marshmallow import Schema, fields

from models.vocabulary import AnomalyKind


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
