"""What the privacy domain reads and writes as JSON."""

from marshmallow import Schema, fields


class FactOut(Schema):
    """One thing that is kept: `key` stays the same, `label` and `value` are for people."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    value = fields.Raw(required=True, metadata={"oneOf": [{"type": "string"}, {"type": "integer"}]})


class ItemOut(Schema):
    """Facts that belong together, such as one sign-up."""

    title = fields.String(required=True)
    facts = fields.List(fields.Nested(FactOut), required=True)


class SectionOut(Schema):
    """What one part of the service keeps of the caller."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    items = fields.List(fields.Nested(ItemOut), required=True)


class MyDataOut(Schema):
    """All that is kept of the caller; other people's names in it are masked."""

    sections = fields.List(fields.Nested(SectionOut), required=True)


class HindranceOut(Schema):
    """What must be settled before the account can be closed."""

    slug = fields.String(required=True)
    detail = fields.String(required=True)


class ClosingOut(Schema):
    """What closing the account means, in plain words."""

    goes = fields.List(fields.String(), required=True)
    stays = fields.List(fields.String(), required=True)
    hindrances = fields.List(fields.Nested(HindranceOut), required=True)
