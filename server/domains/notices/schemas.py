"""What the public notices look like over HTTP."""

from marshmallow import Schema, fields

from models.vocabulary import NoticeKind, NoticeState
from server.web.schemas import PageQuery

CATALOGUE_NOTE = "本公示按默认积分目录计分（默认目录，非官方文本），以村民（居民）会议决议为准。"


class NoticeQuery(PageQuery):
    """Whose notices."""

    village_id = fields.Integer(required=True)


class NoticeOut(Schema):
    """A notice without its lines; `usable_on` is the first day after its working days."""

    id = fields.Integer(required=True)
    village_id = fields.Integer(required=True)
    kind = fields.Enum(NoticeKind, by_value=True, required=True)
    month = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.Enum(NoticeState, by_value=True, required=True)
    working_days = fields.Integer(required=True)
    published_on = fields.Date(required=True)
    usable_on = fields.Date(required=True)
    is_provisional = fields.Boolean(
        required=True, metadata={"description": "the year's holidays are not announced yet"}
    )


class NoticePage(Schema):
    """A page of notices, newest first."""

    items = fields.List(fields.Nested(NoticeOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class NoticeEntryOut(Schema):
    """One frozen line; a household is masked unless the one it is named after shows her name."""

    position = fields.Integer(required=True)
    content = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={
            "description": "what the wall shows; of points: household, rule, points, deed_on",
            "additionalProperties": {"type": ["string", "integer"]},
        },
    )


class NoticeSheetOut(Schema):
    """A notice with everything the wall shows."""

    notice = fields.Nested(NoticeOut, required=True)
    content_hash = fields.String(required=True, attribute="notice.content_hash")
    note = fields.Constant(CATALOGUE_NOTE, required=True)
    entries = fields.List(fields.Nested(NoticeEntryOut), required=True)
