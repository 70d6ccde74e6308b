"""What the exports domain reads and writes as JSON."""

from marshmallow import Schema, fields, validate

from models.vocabulary import ExportFormat, ExportKind, ExportReason, ExportState
from server.web.schemas import InSchema, id_field


class ExportIn(InSchema):
    """What to write into a file. One's own data: as JSON or to read; a village's: as a table.

    `month` is for what goes by months, else this one. Names are masked unless the chair or the town
    officer, signed in just now, says otherwise.
    """

    kind = fields.Enum(ExportKind, by_value=True, required=True)
    format = fields.Enum(ExportFormat, by_value=True, required=True)
    reason = fields.Enum(ExportReason, by_value=True, required=True)
    village_id = id_field(load_default=None, allow_none=True)
    month = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp("^[1-9][0-9]{3}-(0[1-9]|1[0-2])$"),
    )
    is_masked = fields.Boolean(load_default=True)


class ExportOut(Schema):
    """A file that was ordered; `gone` a day after it was made."""

    id = fields.Integer(required=True)
    kind = fields.Enum(ExportKind, by_value=True, required=True)
    format = fields.Enum(ExportFormat, by_value=True, required=True)
    reason = fields.Enum(ExportReason, by_value=True, required=True)
    village_id = fields.Integer(required=True, allow_none=True)
    month = fields.String(required=True, allow_none=True)
    is_masked = fields.Boolean(required=True)
    state = fields.Enum(ExportState, by_value=True, required=True)
    rows = fields.Integer(required=True, allow_none=True)
    ordered_at = fields.AwareDateTime(required=True)
    made_at = fields.AwareDateTime(required=True, allow_none=True)


class ExportPage(Schema):
    """Some files, newest first."""

    items = fields.List(fields.Nested(ExportOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class LinkOut(Schema):
    """Where the file is fetched, once."""

    export_id = fields.Integer(required=True)
    number = fields.Integer(required=True, metadata={"description": "which link of the file"})
    url = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)
