"""What the moderation domain reads and writes as JSON."""

from marshmallow import Schema, fields, validate

from models.vocabulary import CheckedText, CheckState, ReportedKind, ReportReason
from server.web.schemas import InSchema

ID_MAX = 2**53 - 1


class DecisionIn(InSchema):
    """Whether the text or the photo may be shown to others."""

    passes = fields.Boolean(required=True, truthy={True}, falsy={False})


class TextCheckOut(Schema):
    """A text that people look at; `label` is WeChat's number for what it found, or null."""

    id = fields.Integer(required=True, attribute="row.id")
    kind = fields.Enum(CheckedText, by_value=True, required=True, attribute="row.kind")
    state = fields.Enum(CheckState, by_value=True, required=True, attribute="row.state")
    village_id = fields.Integer(required=True, attribute="row.village_id")
    text = fields.String(required=True)
    label = fields.Integer(required=True, allow_none=True, attribute="row.label")
    submitted_at = fields.AwareDateTime(required=True, attribute="row.submitted_at")
    actions = fields.List(fields.String(metadata={"description": "decide"}), required=True)


class TextCheckPage(Schema):
    """Some texts, oldest first."""

    items = fields.List(fields.Nested(TextCheckOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class PhotoCheckOut(Schema):
    """A photo that people look at; `link` shows it for ten minutes, while it waits for them.

    `label` is WeChat's number for what it found, or null.
    """

    id = fields.Integer(required=True, attribute="row.id")
    file_id = fields.Integer(required=True, attribute="row.photo_id")
    state = fields.Enum(CheckState, by_value=True, required=True, attribute="row.state")
    village_id = fields.Integer(required=True, attribute="row.village_id")
    link = fields.String(required=True, allow_none=True)
    label = fields.Integer(required=True, allow_none=True, attribute="row.label")
    submitted_at = fields.AwareDateTime(required=True, attribute="row.submitted_at")
    actions = fields.List(fields.String(metadata={"description": "decide"}), required=True)


class PhotoCheckPage(Schema):
    """Some photos, oldest first."""

    items = fields.List(fields.Nested(PhotoCheckOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class ReportIn(InSchema):
    """What is reported, and why."""

    kind = fields.Enum(ReportedKind, by_value=True, required=True)
    object_id = fields.Integer(required=True, strict=True, validate=validate.Range(1, ID_MAX))
    reason = fields.Enum(ReportReason, by_value=True, required=True)


class ReportOut(Schema):
    """My own report."""

    id = fields.Integer(required=True)
    kind = fields.Enum(ReportedKind, by_value=True, required=True)
    object_id = fields.Integer(required=True)
    reason = fields.Enum(ReportReason, by_value=True, required=True)
    reported_at = fields.AwareDateTime(required=True)


class ReportDecisionIn(InSchema):
    """Whether what was reported is shown no more."""

    hides = fields.Boolean(required=True, truthy={True}, falsy={False})


class ReportCardOut(Schema):
    """A report for whoever decides; `text` or `link` is what it is about, a notice has neither.

    `hides` is null until somebody has decided.
    """

    id = fields.Integer(required=True, attribute="row.id")
    kind = fields.Enum(ReportedKind, by_value=True, required=True, attribute="row.kind")
    object_id = fields.Integer(required=True, attribute="row.object_id")
    village_id = fields.Integer(required=True, attribute="row.village_id")
    reason = fields.Enum(ReportReason, by_value=True, required=True, attribute="row.reason")
    reported_at = fields.AwareDateTime(required=True, attribute="row.reported_at")
    text = fields.String(required=True, allow_none=True)
    link = fields.String(required=True, allow_none=True)
    hides = fields.Boolean(required=True, allow_none=True, attribute="row.hides")
    actions = fields.List(fields.String(metadata={"description": "decide, hide"}), required=True)


class ReportPage(Schema):
    """Some reports, oldest first."""

    items = fields.List(fields.Nested(ReportCardOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)
