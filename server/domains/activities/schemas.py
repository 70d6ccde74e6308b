"""What the activities domain reads and writes as JSON."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.vocabulary import ActivityState, CheckState, Risk, SignUpState
from server.domains.activities.rules import (
    CAPACITY_MAX,
    SHIFTS_MAX,
    PointsOutcome,
    RollResult,
    missing_for_publication,
)
from server.web.schemas import InSchema, OnBehalfIn, PageQuery, text_field

ROLL_MAX = 200


class TypeOut(Schema):
    """A type of activity; `minutes` is its usual length, 0 when it has none."""

    code = fields.String(required=True)
    group_code = fields.String(required=True)
    name = fields.String(required=True)
    minutes = fields.Integer(required=True)
    is_voluntary_service = fields.Boolean(required=True)
    risk = fields.Enum(Risk, by_value=True, required=True)
    needs = fields.Function(
        lambda kind: missing_for_publication(kind.risk, risk_notes=None, insurance=None),
        required=True,
        metadata={
            "type": "array",
            "items": {"type": "string", "enum": ["risk_notes", "insurance"]},
            "description": "what must be written before it is published",
        },
    )
    age_min = fields.Integer(required=True)
    admits_minors_with_guardian = fields.Boolean(required=True)
    rule_code = fields.String(required=True, allow_none=True)
    provenance = fields.String(required=True)
    version = fields.String(required=True)


class TypeList(Schema):
    """The whole catalogue."""

    items = fields.List(fields.Nested(TypeOut), required=True)


class ShiftIn(InSchema):
    """One shift; without `ends_at` it lasts as long as the type usually does."""

    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(load_default=None, allow_none=True)
    capacity = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=CAPACITY_MAX)
    )


class ActivityIn(InSchema):
    """A draft, made from a type; without a title it is called like the type."""

    village_id = fields.Integer(required=True, strict=True)
    type_code = text_field(1, 10)
    title = text_field(2, 60, load_default=None, allow_none=True)
    place = text_field(2, 100)
    content = text_field(2, 2000)
    contact = text_field(2, 60)
    risk_notes = text_field(2, 500, load_default=None, allow_none=True)
    insurance = text_field(2, 200, load_default=None, allow_none=True)
    sessions = fields.List(
        fields.Nested(ShiftIn), required=True, validate=validate.Length(1, SHIFTS_MAX)
    )


class PublicationIn(InSchema):
    """What the draft still lacked."""

    risk_notes = text_field(2, 500, load_default=None, allow_none=True)
    insurance = text_field(2, 200, load_default=None, allow_none=True)


class ShiftOut(Schema):
    """A shift with its places: `taken` of `capacity`, and how many wait."""

    id = fields.Integer(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    capacity = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    points = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "what being there earns by the rule in force on that day"},
    )
    actions = fields.List(fields.String(), required=True)


class ActivityOut(Schema):
    """An activity as everybody may read it, once it is published and its texts have passed.

    `text_state` says how far their check is; until they passed only who wrote them sees it.
    """

    id = fields.Integer(required=True, attribute="activity.id")
    village_id = fields.Integer(required=True, attribute="activity.village_id")
    type_code = fields.String(required=True, attribute="activity.type_code")
    title = fields.String(required=True, attribute="activity.title")
    place = fields.String(required=True, attribute="activity.place")
    content = fields.String(required=True, attribute="activity.content")
    contact = fields.String(required=True, attribute="activity.contact")
    risk = fields.Enum(Risk, by_value=True, required=True, attribute="activity.risk")
    risk_notes = fields.String(required=True, allow_none=True, attribute="activity.risk_notes")
    insurance = fields.String(required=True, allow_none=True, attribute="activity.insurance")
    rule_code = fields.String(required=True, allow_none=True, attribute="activity.rule_code")
    state = fields.Enum(ActivityState, by_value=True, required=True, attribute="activity.state")
    text_state = fields.Enum(CheckState, by_value=True, required=True)
    sessions = fields.List(fields.Nested(ShiftOut), required=True, attribute="shifts")
    organisation_name = fields.String(required=True)
    points = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "what the shift that gives most earns; null when none does"},
    )
    actions = fields.List(fields.String(), required=True)


class ActivityPage(Schema):
    """Some activities, newest first."""

    items = fields.List(fields.Nested(ActivityOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class ActivityQuery(PageQuery):
    """Whose activities."""

    village_id = fields.Integer(required=True)


class SignUpIn(InSchema):
    """Who comes: a member of the household, herself or of her family."""

    household_id = fields.Integer(required=True, strict=True)
    member_id = fields.Integer(required=True, strict=True)
    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)


class CancellationIn(InSchema):
    """For whom a leader cancels; empty for one's own household."""

    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)


class SignUpOut(Schema):
    """A sign-up; `waiting_position` counts from 1 and is null for those who have a place."""

    id = fields.Integer(required=True, attribute="sign_up.id")
    session_id = fields.Integer(required=True, attribute="sign_up.session_id")
    household_id = fields.Integer(required=True, attribute="sign_up.household_id")
    member_id = fields.Integer(required=True, attribute="sign_up.member_id")
    member_name = fields.String(required=True)
    state = fields.Enum(SignUpState, by_value=True, required=True, attribute="sign_up.state")
    waiting_position = fields.Integer(required=True, allow_none=True)
    signed_up_at = fields.AwareDateTime(required=True, attribute="sign_up.signed_up_at")
    promoted_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="sign_up.promoted_at"
    )
    activity_id = fields.Integer(required=True, attribute="activity.id")
    title = fields.String(required=True)
    place = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    actions = fields.List(fields.String(), required=True)


class SignUpPage(Schema):
    """Some sign-ups of the own household, newest first."""

    items = fields.List(fields.Nested(SignUpOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class RollLineOut(Schema):
    """A line of the roll, with the full name, for those who call it; a minor reads 孩子."""

    id = fields.Integer(required=True, attribute="sign_up.id")
    household_id = fields.Integer(required=True, attribute="sign_up.household_id")
    household_number = fields.String(required=True)
    member_id = fields.Integer(required=True, attribute="sign_up.member_id")
    member_name = fields.String(required=True)
    state = fields.Enum(SignUpState, by_value=True, required=True, attribute="sign_up.state")
    waiting_position = fields.Integer(required=True, allow_none=True)
    actions = fields.List(fields.String(metadata={"description": "mark"}), required=True)


class RollPage(Schema):
    """Some lines of the roll, first come first."""

    items = fields.List(fields.Nested(RollLineOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class RollCallIn(InSchema):
    """Who was there and who was not, by sign-up."""

    present = fields.List(fields.Integer(strict=True), load_default=list)
    absent = fields.List(fields.Integer(strict=True), load_default=list)

    @validates_schema
    def check_lists(self, data: dict[str, Any], **_: Any) -> None:
        """Want 1 to 200 sign-ups, each named once."""
        ids = [*data["present"], *data["absent"]]
        if not 1 <= len(ids) <= ROLL_MAX:
            raise ValidationError(f"一次点1到{ROLL_MAX}个人。")
        if len(set(ids)) < len(ids):
            raise ValidationError("同一个报名只能点一次。")


class WalkInIn(InSchema):
    """Who came without signing up; `on_behalf` when somebody asked for her to be noted."""

    household_id = fields.Integer(required=True, strict=True)
    member_id = fields.Integer(required=True, strict=True)
    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)


class RollItemOut(Schema):
    """What became of one sign-up and of its points."""

    sign_up_id = fields.Integer(required=True)
    result = fields.Enum(RollResult, by_value=True, required=True)
    points = fields.Enum(PointsOutcome, by_value=True, required=True)


class RollOut(Schema):
    """What the roll call did, item by item."""

    items = fields.List(fields.Nested(RollItemOut), required=True)
