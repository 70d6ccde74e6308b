"""What uploads look like over HTTP."""

from typing import Any

from marshmallow import Schema, fields, validate

from server.domains.evidence.rules import CHUNK_BYTES
from server.web.photo_schemas import Sha256
from server.web.schemas import ID_MAX, InSchema, id_field

BYTES: dict[str, Any] = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
"""The body of a chunk."""


class UploadIn(InSchema):
    """What a phone is going to send; a leader names the household for which she sends it."""

    sha256 = Sha256(required=True)
    bytes = fields.Integer(required=True, strict=True, validate=validate.Range(1, ID_MAX))
    household_id = id_field(load_default=None, allow_none=True)


class ReceiptOut(Schema):
    """The proof that a photo is stored: as it was sent, and as it is kept."""

    file_id = fields.Integer(required=True, attribute="id")
    sha256 = fields.String(required=True)
    stored_sha256 = fields.String(required=True)
    bytes = fields.Integer(required=True, metadata={"description": "of the file that is kept"})
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    stored_at = fields.AwareDateTime(required=True)


class UploadOut(Schema):
    """An upload: `stored` are the chunks that need not be sent again."""

    id = fields.String(required=True, attribute="row.token")
    chunk_bytes = fields.Function(
        lambda _: CHUNK_BYTES, required=True, metadata={"type": "integer"}
    )
    chunks = fields.Integer(required=True)
    stored = fields.List(fields.Integer(), required=True)
    receipt = fields.Nested(ReceiptOut, required=True, allow_none=True)
