"""Declared relatives as JSON."""

from marshmallow import Schema, fields

from server.web.schemas import InSchema


class DeclaredRelativeIn(InSchema):
    """The household of a relative."""

    household_id = fields.Integer(required=True, strict=True)


class DeclaredRelativeOut(Schema):
    """A household the caller declared as a relative's, under its masked name."""

    id = fields.Integer(required=True, attribute="row.id")
    household_id = fields.Integer(required=True, attribute="row.household_id")
    label = fields.String(required=True)
    declared_at = fields.AwareDateTime(required=True, attribute="row.declared_at")
    withdrawn_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="row.withdrawn_at"
    )


class DeclaredRelativePage(Schema):
    """Some declarations, oldest first."""

    items = fields.List(fields.Nested(DeclaredRelativeOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)
