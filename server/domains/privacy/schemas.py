"""What the privacy domain reads and writes as JSON."""

from marshmallow import Schema, fields

from models.vocabulary import CheckState, CorrectionField, CorrectionState
from server.web.schemas import InSchema, OnBehalfIn, PageQuery, id_field, state_field, text_field

WANTED_MAX = 200


class FactOut(Schema):
    """One thing that is kept: `key` stays the same, `label` and `value` are for people."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    value = fields.Raw(required=True, metadata={"anyOf": [{"type": "string"}, {"type": "integer"}]})


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


class CorrectionsQuery(PageQuery):
    """Whose corrections: without `village_id` the caller's own, with it what waits there.

    Officers may name their own federation: then they get what is overdue below it.
    """

    village_id = fields.Integer(load_default=None)


class CorrectionIn(InSchema):
    """What should stand in the registry about a member of the household, herself unless named.

    `wanted` is a name, a number to call, a relation (spouse, child, parent, other) or a sentence.
    A leader who asks for a household says for whom and why.
    """

    field = fields.Enum(CorrectionField, by_value=True, required=True)
    wanted = text_field(1, WANTED_MAX)
    member_id = id_field(load_default=None, allow_none=True)
    household_id = id_field(load_default=None, allow_none=True)
    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)


class DecisionIn(InSchema):
    """Whether it is corrected; a refusal says why."""

    accepts = fields.Boolean(required=True, truthy={True}, falsy={False})
    answer = text_field(2, WANTED_MAX, load_default=None, allow_none=True)


class CorrectionOut(Schema):
    """A correction; `wanted` and `says_now` are null to the levels above and once forgotten.

    `text_state` is null where nothing was written that needs a check. `answer_state` says how far
    the check of the answer is, which only its author sees until it has passed.
    """

    id = fields.Integer(required=True, attribute="row.id")
    field = fields.Enum(CorrectionField, by_value=True, required=True, attribute="row.field")
    wanted = fields.String(required=True, allow_none=True)
    says_now = fields.String(required=True, allow_none=True)
    state = fields.Enum(CorrectionState, by_value=True, required=True, attribute="row.state")
    text_state = fields.Enum(CheckState, by_value=True, required=True, allow_none=True)
    village_id = fields.Integer(required=True, attribute="row.village_id")
    household_id = fields.Integer(required=True, attribute="row.household_id")
    household_label = fields.String(required=True)
    member_id = fields.Integer(required=True, attribute="row.member_id")
    member_name = fields.String(required=True)
    asked_at = fields.AwareDateTime(required=True, attribute="row.asked_at")
    due_on = fields.Date(required=True, attribute="row.due_on")
    is_overdue = fields.Boolean(required=True)
    answer = fields.String(required=True, allow_none=True, attribute="answer.text")
    answer_state = state_field("answer.state")
    decided_at = fields.AwareDateTime(required=True, allow_none=True, attribute="row.decided_at")
    actions = fields.List(fields.String(metadata={"description": "decide"}), required=True)


class CorrectionPage(Schema):
    """Some corrections."""

    items = fields.List(fields.Nested(CorrectionOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)
