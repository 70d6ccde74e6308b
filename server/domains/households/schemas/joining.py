"""Join codes and requests to join as JSON."""

from marshmallow import Schema, fields

from models.vocabulary import (
    FoundBy,
    JoinState,
    Relation,
)
from server.domains.households import policy
from server.domains.households.rules import (
    NAME_MAX,
)
from server.web.schemas import InSchema, PageQuery, state_field, text_field


class JoinRequestQuery(PageQuery):
    """Whose requests to join: of a village the caller leads, else of her own household."""

    village_id = fields.Integer(load_default=None)


class JoinRequestIn(InSchema):
    """A join code as typed, and who is asking; phone number and day of birth are up to her.

    Of the day of birth nothing stays but the day on which a minor comes of age.
    """

    code = text_field(1, 20)
    name = text_field(1, NAME_MAX)
    relation = fields.Enum(Relation, by_value=True, required=True)
    phone = text_field(0, 30, load_default=None, allow_none=True)
    born_on = fields.Date(load_default=None, allow_none=True)


class PhoneJoinRequestIn(InSchema):
    """Who is asking; the household is found by the number she gave with WeChat."""

    name = text_field(1, NAME_MAX)
    relation = fields.Enum(Relation, by_value=True, required=True)
    born_on = fields.Date(load_default=None, allow_none=True)


class ApprovalIn(InSchema):
    """Which registered member the applicant is; without one she becomes a new member."""

    member_id = fields.Integer(load_default=None, allow_none=True, strict=True)


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

    id = fields.Integer(required=True, attribute="member.id")
    name = fields.String(required=True)
    relation = fields.Enum(Relation, by_value=True, required=True, attribute="member.relation")
    is_minor = fields.Boolean(required=True)


class JoinRequestOut(Schema):
    """A request to join, for those who decide it and for the applicant herself.

    Who was found by her phone number is told of the household once she was admitted; leaders see
    whom the number was registered for. `name` is what the applicant typed: others read it once it
    has passed its check, and of a minor none but her household does.
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
    is_minor = fields.Boolean(required=True)
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


class JoinRequestPage(Schema):
    """Some requests to join, oldest first."""

    items = fields.List(fields.Nested(JoinRequestOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)
