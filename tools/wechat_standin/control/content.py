"""What the content check is to find in texts and in files."""

import re
from dataclasses import asdict
from typing import Any

from flask import Blueprint
from marshmallow import Schema, ValidationError, fields

from tools.wechat_standin.content_rules import NORMAL, ContentRule, Finding, Suggestion
from tools.wechat_standin.control.orders import PREFIX, posted
from tools.wechat_standin.pushing import PushOrder, events
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


class _MediaVerdict(Schema):
    """A rule for addresses, a verdict pushed now, or whether verdicts are held back."""

    regex = fields.String(validate=_check_pattern)
    trace_id = fields.String()
    hold = fields.Boolean()
    suggest = fields.Enum(Suggestion, by_value=True, load_default=Suggestion.PASS)
    label = fields.Integer(strict=True, load_default=NORMAL)


@blueprint.post("/media-verdict")
def media_verdict() -> dict[str, Any]:
    """Say what is found in files, push a verdict now (again, if need be), or hold them back."""
    order = posted(_MediaVerdict())
    finding = Finding(order["suggest"], order["label"])
    standin = the_standin()
    with standin.turn() as (platform, _):
        platform.media.holding = order.get("hold", platform.media.holding)
        if "regex" in order:
            platform.media.rules.add(ContentRule(re.compile(order["regex"]), finding))
        check = platform.media.checks.get(order.get("trace_id", ""))
    if "trace_id" in order and check is None:
        raise ValidationError(["unknown trace_id"])
    if check is not None:
        standin.push(PushOrder(events=[events.media_verdict(check, finding)]))
    return {}


@blueprint.get("/media")
def media() -> dict[str, Any]:
    """Return the files handed in since the last reset, and how much of each was fetched."""
    with the_standin().turn() as (platform, _):
        return {"checks": [asdict(check) for check in platform.media.checks.values()]}
