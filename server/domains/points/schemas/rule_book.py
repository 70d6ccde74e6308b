"""What rules and resolutions look like over HTTP."""

from marshmallow import Schema, fields, validate

from models.vocabulary import CapPeriod, ConfirmLevel
from server.domains.points.rules.deeds import ONCE_A_DAY_UNITS
from server.domains.points.rules.words import EVIDENCE_WORDS
from server.web.schemas import ID_MAX, InSchema, QuerySchema, id_field, text_field

CATALOGUE_NOTE = "默认目录，非官方文本；村民（居民）会议通过后才启用。"
QUANTITY_MAX = 99


class RulesQuery(QuerySchema):
    """Whose rules."""

    village_id = fields.Integer(required=True, validate=validate.Range(1, ID_MAX))


class RuleOut(Schema):
    """One way to earn points; `period_cap` is in points."""

    code = fields.String(required=True)
    category = fields.String(required=True)
    title = fields.String(required=True)
    points = fields.Integer(required=True)
    unit = fields.String(required=True)
    cap_period = fields.Enum(CapPeriod, by_value=True, required=True)
    period_cap = fields.Integer(required=True)
    zone = fields.String(required=True)
    applicants = fields.List(fields.String(), required=True)
    evidence = fields.Function(
        lambda rule: [EVIDENCE_WORDS[word] for word in rule.evidence],
        required=True,
        metadata={"type": "array", "items": {"type": "string"}},
    )
    confirm_level = fields.Enum(ConfirmLevel, by_value=True, required=True)
    exclusive_with = fields.List(fields.String(), required=True)
    provenance = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class VillageRuleOut(RuleOut):
    """A rule in force; `claim` is among the actions when the caller may report deeds under it."""

    quantity_max = fields.Function(
        lambda rule: 1 if rule.unit in ONCE_A_DAY_UNITS else QUANTITY_MAX,
        required=True,
        metadata={"type": "integer", "description": "the most that one claim may count"},
    )
    actions = fields.List(fields.String(), required=True)


class RuleSetOut(Schema):
    """A version of the catalogue with the caps per household across rules."""

    id = fields.Integer(required=True)
    version = fields.String(required=True)
    household_month_cap = fields.Integer(required=True)
    household_year_cap = fields.Integer(required=True)
    notice_working_days = fields.Integer(required=True)


class VillageRulesOut(Schema):
    """The rules in force in a village; `rule_set` is null before its first resolution."""

    village_id = fields.Integer(required=True)
    note = fields.Constant(CATALOGUE_NOTE, required=True)
    effective_on = fields.Date(required=True, allow_none=True)
    rule_set = fields.Nested(RuleSetOut, required=True, allow_none=True)
    newest = fields.Nested(RuleSetOut, required=True, allow_none=True)
    items = fields.List(fields.Nested(VillageRuleOut), required=True)


class AdoptionIn(InSchema):
    """What a village meeting resolved."""

    rule_set_id = id_field(required=True)
    resolved_on = fields.Date(required=True)
    attendees = fields.Integer(required=True, strict=True, validate=validate.Range(1, 100_000))
    minutes = text_field(5, 2000)


class AdoptionOut(Schema):
    """A recorded resolution."""

    id = fields.Integer(required=True)
    village_id = fields.Integer(required=True)
    rule_set_id = fields.Integer(required=True)
    resolved_on = fields.Date(required=True)
    attendees = fields.Integer(required=True)
    effective_on = fields.Date(required=True)
