"""What the prints domain reads and writes as JSON."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.vocabulary import PrintKind, PrintState
from server.domains.prints.rules import PIECES_MAX
from server.web.schemas import InSchema, PageQuery, text_field


class PrintQuery(PageQuery):
    """Whose print-outs."""

    village_id = fields.Integer(required=True)


class PrintIn(InSchema):
    """What to print. Plates and cards: of all households, of a group, or of the named ones.

    `only_new` leaves out those that have a code of this kind; `after` goes on after a household, as
    `next_after` said. Without names, cards are for households in which nobody has a phone.
    """

    kind = fields.Enum(PrintKind, by_value=True, required=True)
    village_id = fields.Integer(required=True, strict=True)
    household_ids = fields.List(
        fields.Integer(strict=True),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, PIECES_MAX, error=f"一次打印1到{PIECES_MAX}户。"),
    )
    group_name = text_field(0, 30, load_default=None, allow_none=True)
    only_new = fields.Boolean(load_default=False)
    after = fields.Integer(load_default=None, allow_none=True, strict=True)
    activity_id = fields.Integer(load_default=None, allow_none=True, strict=True)

    @validates_schema
    def name_the_activity(self, data: dict[str, Any], **_: Any) -> None:
        """Want the activity for its poster, and for nothing else."""
        if (data["kind"] is PrintKind.ACTIVITY_POSTER) != (data["activity_id"] is not None):
            raise ValidationError("活动海报要选一个活动，别的不用选。", "activity_id")


class PrintOut(Schema):
    """A print-out; `next_after` is the household to go on after when there are more."""

    id = fields.Integer(required=True)
    village_id = fields.Integer(required=True)
    kind = fields.Enum(PrintKind, by_value=True, required=True)
    state = fields.Enum(PrintState, by_value=True, required=True)
    pieces = fields.Integer(required=True)
    next_after = fields.Integer(required=True, allow_none=True)
    pages = fields.Integer(required=True, allow_none=True)
    warnings = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "what is to be mended by hand, in words for people"},
    )
    ordered_at = fields.AwareDateTime(required=True)
    made_at = fields.AwareDateTime(required=True, allow_none=True)
    kept_until = fields.AwareDateTime(required=True, allow_none=True)
    link = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "the PDF, for ten minutes; null before it is made and once gone"},
    )


class PrintPage(Schema):
    """Some print-outs, newest first."""

    items = fields.List(fields.Nested(PrintOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)
