"""What the content check is to find."""

import re
from typing import Any

from flask import Blueprint
from marshmallow import Schema, ValidationError, fields

from tools.wechat_standin.content_rules import ContentRule, Finding, Suggestion
from tools.wechat_standin.control.orders import PREFIX, posted
from tools.wechat_standin.standin import the_standin

blueprint = Blueprint("content", __name__, url_prefix=PREFIX)


def _check_pattern(pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error:
        raise ValidationError(["no regular expression"]) from None


class _TextRule(Schema):
    regex = fields.String(required=True, validate=_check_pattern)
    suggest = fields.Enum(Suggestion, by_value=True, required=True)
    label = fields.Integer(strict=True, load_default=21000)


@blueprint.post("/text-rule")
def text_rule() -> dict[str, Any]:
    """Let texts in which the pattern occurs be found so, before all older rules."""
    order = posted(_TextRule())
    finding = Finding(order["suggest"], order["label"])
    with the_standin().turn() as (platform, _):
        platform.text_rules.add(ContentRule(re.compile(order["regex"]), finding))
    return {}
