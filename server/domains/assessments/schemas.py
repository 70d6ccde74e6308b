"""What assessments read and write as JSON; a result never comes in (AB-2)."""

from marshmallow import Schema, fields, validate

from models.vocabulary import AssessmentState, ClauseAnswer, Zone
from server.domains.assessments.policy import Action
from server.domains.assessments.rules import ReasonKind
from server.web.photo_schemas import EvidencedOut, photos_field
from server.web.schemas import InSchema, OnBehalfIn, PageQuery, state_field, text_field

ITEMS_MAX = 100
PHOTOS_MAX = 3


class ActingIn(InSchema):
    """What every act of a household takes; `on_behalf` only when a leader acts for a member."""

    on_behalf = fields.Nested(OnBehalfIn)


class AnswerIn(ActingIn):
    """The answer to one clause; without `photos` those that it names stay."""

    answer = fields.Enum(ClauseAnswer, by_value=True, required=True)
    photos = photos_field(PHOTOS_MAX, load_default=None)


class GivenAnswerIn(InSchema):
    """One of all answers; the words are checked with the whole, so that all faults come at once."""

    code = text_field(1, 20)
    answer = fields.String(required=True, metadata={"enum": [word.value for word in ClauseAnswer]})
    photos = photos_field(PHOTOS_MAX, load_default=None)


class AllAnswersIn(ActingIn):
    """All answers at once."""

    answers = fields.List(
        fields.Nested(GivenAnswerIn), required=True, validate=validate.Length(max=ITEMS_MAX)
    )


class ReviewIn(InSchema):
    """`submission` is the round the reviewer has looked at; an older one is refused."""

    submission = fields.Integer(strict=True, load_default=None)


class RemarkIn(InSchema):
    """Why a clause goes back."""

    code = text_field(1, 20)
    reason = text_field(2, 200)


class ReturnIn(ReviewIn):
    """The clauses to be looked at again, at least one."""

    remarks = fields.List(
        fields.Nested(RemarkIn), required=True, validate=validate.Length(1, ITEMS_MAX)
    )


class QueueQuery(PageQuery):
    """Which assessments."""

    village_id = fields.Integer(load_default=None)
    state = fields.Enum(AssessmentState, by_value=True, load_default=None)


class AnswerOut(EvidencedOut):
    """A saved answer."""

    code = fields.String(required=True, attribute="row.code")
    answer = fields.Enum(ClauseAnswer, by_value=True, required=True, attribute="row.answer")
    answered_at = fields.AwareDateTime(required=True, attribute="row.answered_at")


class RemarkOut(Schema):
    """Why the clause was sent back, once the text has passed its check, and in which round."""

    submission = fields.Integer(required=True, attribute="row.submission")
    reason = fields.String(required=True, allow_none=True, attribute="reason.text")
    reason_state = state_field("reason.state")
    remarked_at = fields.AwareDateTime(required=True, attribute="row.remarked_at")


class AssessedClauseOut(EvidencedOut):
    """A clause in the wording it was answered for."""

    code = fields.String(required=True, attribute="clause.code")
    position = fields.Integer(required=True, attribute="clause.position")
    category = fields.String(required=True, attribute="clause.category")
    title = fields.String(required=True, attribute="clause.title")
    text = fields.String(required=True, attribute="clause.text")
    evidence = fields.List(fields.String(), required=True, attribute="clause.evidence")
    allows_not_applicable = fields.Boolean(required=True, attribute="clause.allows_not_applicable")
    is_required = fields.Boolean(required=True, attribute="clause.is_required")
    answer = fields.Enum(ClauseAnswer, by_value=True, required=True, allow_none=True)
    remarks = fields.List(fields.Nested(RemarkOut), required=True)


class ReasonOut(Schema):
    """Why it did not pass."""

    kind = fields.Enum(ReasonKind, by_value=True, required=True)
    text = fields.String(required=True)
    codes = fields.List(fields.String(), required=True)


class NextStepOut(Schema):
    """An easy next step."""

    code = fields.String(required=True)
    title = fields.String(required=True)


class ResultOut(Schema):
    """The server's own sum."""

    met = fields.Integer(required=True)
    not_applicable = fields.Integer(required=True)
    is_passed = fields.Boolean(required=True)
    reasons = fields.List(fields.Nested(ReasonOut), required=True)
    next_steps = fields.List(fields.Nested(NextStepOut), required=True)


class AssessmentSumOut(Schema):
    """What stands in a list and at the head of one."""

    id = fields.Integer(required=True, attribute="assessment.id")
    village_id = fields.Integer(required=True, attribute="assessment.village_id")
    household_id = fields.Integer(required=True, attribute="assessment.household_id")
    household_label = fields.String(required=True)
    year = fields.Integer(required=True, attribute="assessment.year")
    state = fields.Enum(AssessmentState, by_value=True, required=True, attribute="assessment.state")
    submissions = fields.Integer(required=True, attribute="assessment.submissions")
    submitted_at = fields.AwareDateTime(
        required=True, allow_none=True, attribute="assessment.submitted_at"
    )
    confirmed_on = fields.Date(required=True, allow_none=True, attribute="assessment.confirmed_on")
    valid_until_on = fields.Date(
        required=True, allow_none=True, attribute="assessment.valid_until_on"
    )


class AssessmentLineOut(AssessmentSumOut):
    """One line of the queue; the sums are those of the last submission."""

    met = fields.Integer(required=True, allow_none=True, attribute="assessment.met")
    not_applicable = fields.Integer(
        required=True, allow_none=True, attribute="assessment.not_applicable"
    )
    is_passed = fields.Boolean(required=True, allow_none=True, attribute="assessment.is_passed")


class AssessmentPage(Schema):
    """Some assessments."""

    items = fields.List(fields.Nested(AssessmentLineOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class AssessmentOut(AssessmentSumOut):
    """An assessment; `notice` says so while the standards are not the official text (SA-1)."""

    zone = fields.Enum(Zone, by_value=True, required=True, attribute="set.zone")
    version = fields.String(required=True, attribute="set.version")
    status = fields.String(required=True, attribute="set.status")
    notice = fields.String(required=True, allow_none=True)
    pass_mark = fields.Integer(required=True, attribute="set.pass_mark")
    not_applicable_max = fields.Integer(required=True, attribute="set.not_applicable_max")
    answered = fields.Integer(required=True)
    clauses = fields.List(fields.Nested(AssessedClauseOut), required=True)
    result = fields.Nested(ResultOut, required=True, allow_none=True)
    submissions_left = fields.Integer(required=True)
    is_in_force = fields.Boolean(required=True)
    is_complete = fields.Boolean(required=True)
    actions = fields.List(fields.Enum(Action, by_value=True), required=True)
