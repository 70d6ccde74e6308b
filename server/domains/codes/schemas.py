"""What the codes domain reads and writes as JSON."""

from marshmallow import Schema, fields

from models.vocabulary import CodeKind
from server.web.schemas import InSchema


class CodeIn(InSchema):
    """What a code is wanted for."""

    kind = fields.Enum(CodeKind, by_value=True, required=True)
    target_id = fields.Integer(required=True, strict=True)


class CodeOut(Schema):
    """A code to be printed."""

    id = fields.Integer(required=True)
    kind = fields.Enum(CodeKind, by_value=True, required=True)
    target_id = fields.Integer(required=True)
    scene = fields.String(required=True)
    issued_at = fields.AwareDateTime(required=True)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)
    picture = fields.String(
        required=True,
        metadata={"description": "the scene as a QR code: data:image/png;base64,…"},
    )


class OpenedCodeOut(Schema):
    """What a code is to the person who scanned it."""

    kind = fields.Enum(CodeKind, by_value=True, required=True)
    target_id = fields.Integer(required=True, allow_none=True)
    facts = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={
            "description": "of a door, to who may know: number and label; of a card, to who may"
            " know: label; of a shop: village_name; of an activity: title, place and shifts (id,"
            " starts_at)",
            "additionalProperties": {"type": ["string", "array"]},
        },
    )
    actions = fields.List(fields.String(), required=True)
