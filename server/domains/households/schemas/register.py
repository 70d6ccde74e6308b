"""Households and their members as JSON; never a whole phone number."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.vocabulary import (
    DisclosureReason,
    HouseholdStatus,
    Relation,
    Zone,
)
from server.domains.households import policy
from server.domains.households.rules import (
    GROUP_NAME_MAX,
    MEMBERS_MAX,
    NAME_MAX,
    NUMBER_MAX,
)
from server.web.schemas import InSchema, OnBehalfIn, PageQuery, text_field

FIND_MAX = 40


def _not_head(relation: Relation | None) -> None:
    if relation is Relation.HEAD:
        raise ValidationError("户主只有一位，请选别的关系。")


class HouseholdQuery(PageQuery):
    """Which households; `find` looks in number, group and members' names, and takes a phone."""

    village_id = fields.Integer(load_default=None)
    find = text_field(0, FIND_MAX, load_default=None)
    status = fields.Enum(HouseholdStatus, by_value=True, load_default=None)


class MemberIn(InSchema):
    """A member to register; names are kept whole (AB-14).

    Of `born_on` the day stays on which a minor comes of age.
    """

    name = text_field(1, NAME_MAX)
    relation = fields.Enum(Relation, by_value=True, required=True)
    phone = text_field(0, 30, load_default=None, allow_none=True)
    born_on = fields.Date(load_default=None, allow_none=True)


class NewMemberIn(MemberIn):
    """A member to add to a registered household.

    A child under 14 comes with the guardian whose consent is on paper: `on_behalf` says how it was
    given, and that it is hers.
    """

    guardian_member_id = fields.Integer(load_default=None, allow_none=True, strict=True)
    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)

    @validates_schema
    def check_guardian(self, data: dict[str, Any], **_: Any) -> None:
        """Want the guardian and the proxy act together, about the same member."""
        behalf = data["on_behalf"]
        if data["guardian_member_id"] != (behalf and behalf["member_id"]):
            raise ValidationError("请写同一位家里大人。", "guardian_member_id")


class ChildIn(InSchema):
    """A minor whom her guardian adds, agreeing for her to a version of the basic privacy text."""

    name = text_field(1, NAME_MAX)
    born_on = fields.Date(required=True)
    relation = fields.Enum(Relation, by_value=True, required=True, validate=_not_head)
    consent_version = fields.Integer(required=True, strict=True)


class BirthDayIn(InSchema):
    """When somebody was born; the day stays on which a minor comes of age, of adults none."""

    born_on = fields.Date(required=True)


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


class MemberOut(Schema):
    """A member; the name is masked for those who may not see it, the phone for everybody.

    A minor's name is for her own household; everybody else reads 孩子.
    """

    id = fields.Integer(required=True, attribute="member.id")
    name = fields.String(required=True)
    relation = fields.Enum(Relation, by_value=True, required=True, attribute="member.relation")
    phone = fields.String(required=True, allow_none=True)
    has_joined = fields.Boolean(required=True)
    is_minor = fields.Boolean(required=True)


class DisclosureIn(InSchema):
    """Why the name of a minor has to be known."""

    reason = fields.Enum(DisclosureReason, by_value=True, required=True)


class DisclosureOut(Schema):
    """What is told of a minor; name and day are added when they are told, and never stored."""

    member_id = fields.Integer(required=True)
    reason = fields.Enum(DisclosureReason, by_value=True, required=True)
    name = fields.String(required=True, metadata={"description": "added when it is told"})
    adult_on = fields.Date(
        required=True, allow_none=True, metadata={"description": "from when on she is no minor"}
    )


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
