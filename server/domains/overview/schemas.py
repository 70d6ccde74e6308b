"""What home and workbench write as JSON."""

from marshmallow import Schema, fields

from models.vocabulary import AssessmentState, JoinState, SignUpState
from server.domains.overview.policy import TileAction, TileKey


class OwnHouseholdOut(Schema):
    """My household."""

    id = fields.Integer(required=True)
    label = fields.String(required=True)
    village_id = fields.Integer(required=True)
    village_name = fields.String(required=True)


class OwnRequestOut(Schema):
    """The last request to join that I made."""

    id = fields.Integer(required=True, attribute="request.id")
    household_label = fields.String(required=True)
    village_name = fields.String(required=True)
    state = fields.Enum(JoinState, by_value=True, required=True, attribute="request.state")
    requested_at = fields.AwareDateTime(required=True, attribute="request.requested_at")


class GlanceOut(Schema):
    """My household's newest assessment; `is_in_force` tells whether it is 达标 today.

    `met` and `not_applicable` count the answers so far; `is_passed` is null while it is open.
    """

    id = fields.Integer(required=True, attribute="assessment.id")
    year = fields.Integer(required=True, attribute="assessment.year")
    state = fields.Enum(AssessmentState, by_value=True, required=True, attribute="assessment.state")
    met = fields.Integer(required=True)
    not_applicable = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    total = fields.Integer(required=True)
    pass_mark = fields.Integer(required=True)
    is_passed = fields.Boolean(required=True, allow_none=True)
    valid_until_on = fields.Date(required=True, allow_none=True)
    is_in_force = fields.Boolean(required=True)


class NextStandardOut(Schema):
    """The easiest standard not met yet."""

    code = fields.String(required=True)
    position = fields.Integer(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)


class HomePointsOut(Schema):
    """My household's points; `arrears` (待抵) is 0 or less."""

    redeemable = fields.Integer(required=True)
    in_notice = fields.Integer(required=True)
    held = fields.Integer(required=True)
    arrears = fields.Integer(required=True)
    earned_this_year = fields.Integer(required=True)
    usable_on = fields.Date(required=True, allow_none=True)


class NextActivityOut(Schema):
    """The shift that begins soonest in my village, and my household's sign-up for it."""

    activity_id = fields.Integer(required=True)
    session_id = fields.Integer(required=True)
    title = fields.String(required=True)
    place = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    places_left = fields.Integer(required=True)
    points = fields.Integer(required=True, allow_none=True)
    sign_up_id = fields.Integer(required=True, allow_none=True)
    sign_up_state = fields.Enum(SignUpState, by_value=True, required=True, allow_none=True)
    waiting_position = fields.Integer(required=True, allow_none=True)


class HomeOut(Schema):
    """What I see first; without a household everything of it is null."""

    household = fields.Nested(OwnHouseholdOut, required=True, allow_none=True)
    join_request = fields.Nested(OwnRequestOut, required=True, allow_none=True)
    assessment = fields.Nested(GlanceOut, required=True, allow_none=True)
    next_step = fields.Nested(NextStandardOut, required=True, allow_none=True)
    points = fields.Nested(HomePointsOut, required=True, allow_none=True)
    next_activity = fields.Nested(NextActivityOut, required=True, allow_none=True)
    unread_messages = fields.Integer(required=True, allow_none=True)
    waiting_orders = fields.Integer(required=True, allow_none=True)
    standards_notice = fields.String(required=True, allow_none=True)
    has_workbench = fields.Boolean(required=True)
    actions = fields.List(fields.String(), required=True)


class TileOut(Schema):
    """One pile of work; the count is exact up to 1,000."""

    key = fields.Enum(TileKey, by_value=True, required=True)
    title = fields.String(required=True)
    count = fields.Integer(required=True)
    village_id = fields.Integer(required=True, allow_none=True)
    actions = fields.List(fields.Enum(TileAction, by_value=True), required=True)


class WorkbenchOut(Schema):
    """What waits for my decision."""

    items = fields.List(fields.Nested(TileOut), required=True)


class TotalsOut(Schema):
    """The sums of a subtree, without anybody in them; points and activities are this year's."""

    organisation_id = fields.Integer(required=True, attribute="organisation.id")
    organisation_name = fields.String(required=True, attribute="organisation.name")
    year = fields.Integer(required=True)
    households = fields.Integer(required=True)
    passed_households = fields.Integer(required=True)
    points_earned = fields.Integer(required=True)
    activities = fields.Integer(required=True)
