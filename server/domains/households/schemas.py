"""What the households domain reads and writes as JSON; never a whole phone number."""

from marshmallow import Schema, fields, validate

from models.vocabulary import HouseholdStatus, JoinState, Relation, Zone
from server.web.schemas import InSchema, PageQuery, text_field

NAME_MAX = 60
MEMBERS_MAX = 30


class HouseholdQuery(PageQuery):
    """Which households."""

    village_id = fields.Integer(load_default=None)


class MemberIn(InSchema):
    """A member to register; names are kept whole (AB-14)."""

    name = text_field(1, NAME_MAX)
    relation = fields.Enum(Relation, by_value=True, required=True)
    phone = text_field(0, 30, load_default=None, allow_none=True)


class HouseholdIn(InSchema):
    """A household to register; without a number it gets the next free one."""

    village_id = fields.Integer(required=True, strict=True)
    number = text_field(1, 20, load_default=None, allow_none=True)
    group_name = text_field(1, 30)
    zone = fields.Enum(Zone, by_value=True, load_default=None, allow_none=True)
    members = fields.List(
        fields.Nested(MemberIn),
        required=True,
        validate=validate.Length(1, MEMBERS_MAX, error=f"请写1到{MEMBERS_MAX}位成员。"),
    )


class JoinRequestIn(InSchema):
    """A join code as typed, and who is asking."""

    code = text_field(1, 20)
    name = text_field(1, NAME_MAX)
    relation = fields.Enum(Relation, by_value=True, required=True)


class ApprovalIn(InSchema):
    """Which registered member the applicant is; without one she becomes a new member."""

    member_id = fields.Integer(load_default=None, allow_none=True, strict=True)


class DeclaredRelativeIn(InSchema):
    """The household of a relative."""

    household_id = fields.Integer(required=True, strict=True)


class MemberOut(Schema):
    """A member; the name is masked for those who may not see it, the phone for everybody."""

    id = fields.Integer(required=True, attribute="member.id")
    name = fields.String(required=True)
    relation = fields.Enum(Relation, by_value=True, required=True, attribute="member.relation")
    phone = fields.String(required=True, allow_none=True)
    has_joined = fields.Boolean(required=True)


class HouseholdOut(Schema):
    """A household; in lists `members` holds the one it is named after only."""

    id = fields.Integer(required=True, attribute="household.id")
    village_id = fields.Integer(required=True, attribute="household.village_id")
    number = fields.String(required=True, attribute="household.number")
    group_name = fields.String(required=True, attribute="household.group_name")
    zone = fields.Enum(Zone, by_value=True, required=True, attribute="household.zone")
    status = fields.Enum(
        HouseholdStatus, by_value=True, required=True, attribute="household.status"
    )
    members = fields.List(fields.Nested(MemberOut), required=True)


class HouseholdPage(Schema):
    """Some households."""

    items = fields.List(fields.Nested(HouseholdOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class JoinCodeOut(Schema):
    """A join code; `code` is added when it is told (server.web.access.reveals)."""

    id = fields.Integer(required=True)
    household_id = fields.Integer(required=True)
    expires_at = fields.AwareDateTime(required=True)
    code = fields.String(
        required=True, metadata={"description": "six signs, told to the issuer only"}
    )


class JoinRequestOut(Schema):
    """A request to join, for those who decide it and for the applicant herself."""

    id = fields.Integer(required=True)
    household_id = fields.Integer(required=True)
    name = fields.String(required=True)
    relation = fields.Enum(Relation, by_value=True, required=True)
    state = fields.Enum(JoinState, by_value=True, required=True)
    requested_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    member_id = fields.Integer(required=True, allow_none=True)


class JoinRequestPage(Schema):
    """Some requests to join, oldest first."""

    items = fields.List(fields.Nested(JoinRequestOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class DeclaredRelativeOut(Schema):
    """A household the caller declared as a relative's, under its masked name."""

    id = fields.Integer(required=True, attribute="row.id")
    household_id = fields.Integer(required=True, attribute="row.household_id")
    label = fields.String(required=True)
    declared_at = fields.AwareDateTime(required=True, attribute="row.declared_at")
    withdrawn_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="row.withdrawn_at"
    )


class DeclaredRelativePage(Schema):
    """Some declarations, oldest first."""

    items = fields.List(fields.Nested(DeclaredRelativeOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)
