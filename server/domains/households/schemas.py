"""What the households domain reads and writes as JSON; never a whole phone number."""

from marshmallow import Schema, ValidationError, fields, validate

from models.vocabulary import (
    FoundBy,
    HouseholdStatus,
    JoinState,
    OrganisationLevel,
    PhoneMatch,
    Relation,
    Role,
    Zone,
)
from server.domains.households import policy
from server.domains.households.rules import (
    GROUP_NAME_MAX,
    MEMBERS_MAX,
    NAME_MAX,
    NUMBER_MAX,
)
from server.kernel.permissions import Permission
from server.web.schemas import InSchema, PageQuery, state_field, text_field

FIND_MAX = 40


def _not_head(relation: Relation | None) -> None:
    if relation is Relation.HEAD:
        raise ValidationError("户主只有一位，请选别的关系。")


class HouseholdQuery(PageQuery):
    """Which households; `find` looks in number, group and members' names, and takes a phone."""

    village_id = fields.Integer(load_default=None)
    find = text_field(0, FIND_MAX, load_default=None)
    status = fields.Enum(HouseholdStatus, by_value=True, load_default=None)


class JoinRequestQuery(PageQuery):
    """Whose requests to join: of a village the caller leads, else of her own household."""

    village_id = fields.Integer(load_default=None)


class MemberIn(InSchema):
    """A member to register; names are kept whole (AB-14)."""

    name = text_field(1, NAME_MAX)
    relation = fields.Enum(Relation, by_value=True, required=True)
    phone = text_field(0, 30, load_default=None, allow_none=True)


class HouseholdIn(InSchema):
    """A household to register; without a number it gets the next free one."""

    village_id = fields.Integer(required=True, strict=True)
    number = text_field(1, NUMBER_MAX, load_default=None, allow_none=True)
    group_name = text_field(1, GROUP_NAME_MAX)
    zone = fields.Enum(Zone, by_value=True, load_default=None, allow_none=True)
    members = fields.List(
        fields.Nested(MemberIn),
        required=True,
        validate=validate.Length(1, MEMBERS_MAX, error=f"请写1到{MEMBERS_MAX}位成员。"),
    )


class StatusIn(InSchema):
    """Whether the household lives in the village."""

    status = fields.Enum(HouseholdStatus, by_value=True, required=True)


class RelationIn(InSchema):
    """What a member is to the new head."""

    member_id = fields.Integer(required=True, strict=True)
    relation = fields.Enum(Relation, by_value=True, required=True, validate=_not_head)


class HeadIn(InSchema):
    """Who becomes head, instead of whom.

    `former_relation` is what the former head is to the new one; null when she has left the
    household or died. `relations` are those of others that change with the head.
    """

    member_id = fields.Integer(required=True, strict=True)
    former_id = fields.Integer(required=True, allow_none=True, strict=True)
    former_relation = fields.Enum(
        Relation, by_value=True, required=True, allow_none=True, validate=_not_head
    )
    relations = fields.List(
        fields.Nested(RelationIn), load_default=list, validate=validate.Length(0, MEMBERS_MAX)
    )


class JoinRequestIn(InSchema):
    """A join code as typed, and who is asking; a phone number is up to her."""

    code = text_field(1, 20)
    name = text_field(1, NAME_MAX)
    relation = fields.Enum(Relation, by_value=True, required=True)
    phone = text_field(0, 30, load_default=None, allow_none=True)


class PhoneJoinRequestIn(InSchema):
    """Who is asking; the household is found by the number she gave with WeChat."""

    name = text_field(1, NAME_MAX)
    relation = fields.Enum(Relation, by_value=True, required=True)


class PhoneIn(InSchema):
    """The code that WeChat's phone button gave; not the one of `wx.login`."""

    code = fields.String(required=True, validate=validate.Regexp(r"^[0-9A-Za-z_-]{8,128}$"))


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
    """A household, and what the caller may do with it.

    In lists `members` holds the one it is named after only.
    """

    id = fields.Integer(required=True, attribute="household.id")
    label = fields.String(required=True)
    village_id = fields.Integer(required=True, attribute="household.village_id")
    village_name = fields.String(required=True)
    number = fields.String(required=True, attribute="household.number")
    group_name = fields.String(required=True, attribute="household.group_name")
    zone = fields.Enum(Zone, by_value=True, required=True, attribute="household.zone")
    status = fields.Enum(
        HouseholdStatus, by_value=True, required=True, attribute="household.status"
    )
    members = fields.List(fields.Nested(MemberOut), required=True)
    relative_declared = fields.Boolean(required=True, attribute="is_relative_declared")
    actions = fields.List(
        fields.String(metadata={"description": ", ".join(policy.HOUSEHOLD_ACTIONS)}), required=True
    )


class HouseholdPage(Schema):
    """Some households."""

    items = fields.List(fields.Nested(HouseholdOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class JoinCodeOut(Schema):
    """A join code; what tells it is added when it is told (server.web.access.reveals)."""

    id = fields.Integer(required=True)
    household_id = fields.Integer(required=True)
    expires_at = fields.AwareDateTime(required=True)
    code = fields.String(
        required=True, metadata={"description": "six signs, told to the issuer only"}
    )
    slip = fields.String(
        required=True, metadata={"description": "to print or show: the code and how to use it"}
    )
    picture = fields.String(
        required=True, metadata={"description": "the code as a QR code: data:image/png;base64,…"}
    )


class ProposedMemberOut(Schema):
    """The member for whom the applicant's number was registered; never more than a proposal."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    relation = fields.Enum(Relation, by_value=True, required=True)


class JoinRequestOut(Schema):
    """A request to join, for those who decide it and for the applicant herself.

    Who was found by her phone number is told of the household once she was admitted; leaders see
    whom the number was registered for. `name` is what the applicant typed: others read it once it
    has passed its check.
    """

    id = fields.Integer(required=True, attribute="request.id")
    found_by = fields.Enum(FoundBy, by_value=True, required=True, attribute="request.found_by")
    household_id = fields.Integer(required=True, allow_none=True)
    household_label = fields.String(required=True, allow_none=True)
    village_name = fields.String(required=True, allow_none=True)
    proposed_member = fields.Nested(
        ProposedMemberOut, required=True, allow_none=True, attribute="proposed"
    )
    name = fields.String(required=True, allow_none=True, attribute="name.text")
    name_state = state_field("name.state")
    relation = fields.Enum(Relation, by_value=True, required=True, attribute="request.relation")
    phone = fields.String(required=True, allow_none=True)
    state = fields.Enum(JoinState, by_value=True, required=True, attribute="request.state")
    requested_at = fields.AwareDateTime(required=True, attribute="request.requested_at")
    decided_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="request.decided_at"
    )
    member_id = fields.Integer(required=True, allow_none=True, attribute="request.member_id")
    actions = fields.List(
        fields.String(metadata={"description": ", ".join(policy.REQUEST_ACTIONS)}), required=True
    )


class PhoneOut(Schema):
    """A number as it is shown, and in how many households it is known of members without one."""

    phone = fields.String(required=True)
    match = fields.Enum(PhoneMatch, by_value=True, required=True)


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


class OfficeOut(Schema):
    """An office the person holds now, in the words people use for it."""

    role = fields.Enum(Role, by_value=True, required=True)
    title = fields.String(required=True)
    level = fields.Enum(OrganisationLevel, by_value=True, required=True)
    organisation_id = fields.Integer(required=True)
    organisation_name = fields.String(required=True)


class MeOut(Schema):
    """Who I am here and what I may do; the client shows only what is listed."""

    person_id = fields.Integer(required=True)
    household_id = fields.Integer(
        required=True, allow_none=True, attribute="household.household.id", dump_default=None
    )
    household_label = fields.String(
        required=True, allow_none=True, attribute="household.label", dump_default=None
    )
    village_id = fields.Integer(
        required=True,
        allow_none=True,
        attribute="household.household.village_id",
        dump_default=None,
    )
    village_name = fields.String(
        required=True, allow_none=True, attribute="household.village_name", dump_default=None
    )
    member_id = fields.Integer(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    join_request = fields.Nested(JoinRequestOut, required=True, allow_none=True)
    offices = fields.List(fields.Nested(OfficeOut), required=True)
    permissions = fields.List(fields.Enum(Permission, by_value=True), required=True)
