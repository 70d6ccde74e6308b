"""What the codes domain reads and writes as JSON."""

from marshmallow import Schema, fields

from models.vocabulary import CodeKind, RevokeReason, SceneKind
from server.web.schemas import InSchema, PageQuery


class CodeIn(InSchema):
    """What a code is wanted for."""

    kind = fields.Enum(CodeKind, by_value=True, required=True)
    target_id = fields.Integer(required=True, strict=True)


class CodesQuery(PageQuery):
    """Whose codes are wanted."""

    kind = fields.Enum(CodeKind, by_value=True, required=True)
    target_id = fields.Integer(required=True)


class RevocationIn(InSchema):
    """Why a code is no longer to be used."""

    reason = fields.Enum(RevokeReason, by_value=True, required=True)


class CodeOut(Schema):
    """A code to be printed, or one that was revoked."""

    id = fields.Integer(required=True)
    kind = fields.Enum(CodeKind, by_value=True, required=True)
    target_id = fields.Integer(required=True)
    scene = fields.String(required=True)
    issued_at = fields.AwareDateTime(required=True)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)
    reason = fields.Enum(
        RevokeReason, by_value=True, required=True, allow_none=True, attribute="revoke_reason"
    )
    is_valid = fields.Boolean(required=True)
    picture = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "of the valid one: the scene as a QR code (data:image/png;base64,…), or"
            " a link to the mini-program's own code, good for ten minutes"
        },
    )


class CodePage(Schema):
    """The codes a target has had, newest first."""

    items = fields.List(fields.Nested(CodeOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class OpenedCodeOut(Schema):
    """What a code is to the person who scanned it."""

    kind = fields.Enum(SceneKind, by_value=True, required=True)
    target_id = fields.Integer(required=True, allow_none=True)
    facts = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={
            "description": "of a door, to who may know: number and label; of a card, to who may"
            " know: label; of a shop: village_name; of an activity: title, place and shifts (id,"
            " starts_at); of a voucher: label and village_id; of a join code nothing",
            "additionalProperties": {"type": ["string", "array", "integer"]},
        },
    )
    actions = fields.List(fields.String(), required=True)
