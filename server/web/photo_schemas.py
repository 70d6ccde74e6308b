"""How photos come in and go out with the acts that name them, the same for every kind of act."""

from typing import Any

from marshmallow import Schema, fields, validate

from models.vocabulary import PhotoState


class Sha256(fields.String):
    """The SHA-256 of the bytes of a photo as the phone sends them, in hex."""

    def __init__(self, **options: Any) -> None:
        """Admit 64 hexadecimal digits."""
        super().__init__(validate=validate.Regexp("^[0-9a-f]{64}$"), **options)


def photos_field(most: int, **options: Any) -> fields.List[Any]:
    """Return the hashes of the photos that an act names, in their order."""
    return fields.List(Sha256(), validate=validate.Length(max=most), **options)


class LookAlikeOut(Schema):
    """Another photo that shows the same; `claim_id` where a claim rests on it."""

    file_id = fields.Integer(required=True)
    claim_id = fields.Integer(required=True, allow_none=True)
    household_label = fields.String(required=True)
    link = fields.String(required=True, allow_none=True)


class PhotoOut(Schema):
    """A named photo. A link is good for ten minutes; `removed_at` says that its file has gone."""

    sha256 = fields.String(required=True)
    file_id = fields.Integer(required=True, allow_none=True)
    state = fields.Enum(PhotoState, by_value=True, required=True)
    link = fields.String(required=True, allow_none=True)
    width = fields.Integer(required=True, allow_none=True)
    height = fields.Integer(required=True, allow_none=True)
    removed_at = fields.AwareDateTime(required=True, allow_none=True)
    looks_like = fields.List(fields.Nested(LookAlikeOut), required=True)


class EvidencedOut(Schema):
    """An act with its photos; it is complete, and may be confirmed, when all have arrived."""

    photos = fields.List(fields.Nested(PhotoOut), required=True)
    is_complete = fields.Boolean(required=True)
