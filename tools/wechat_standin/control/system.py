"""The system: its time, faults on order, the journal of calls, beginning anew."""

import re
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint
from marshmallow import Schema, ValidationError, fields, validate

from tools.wechat_standin.clock import BackwardInTime
from tools.wechat_standin.control.orders import PREFIX, posted
from tools.wechat_standin.faults import EVERYWHERE, Fault, FaultKind
from tools.wechat_standin.standin import the_standin

blueprint = Blueprint("system", __name__, url_prefix=PREFIX)

_TEN_YEARS_SECONDS = 10 * 366 * 86400
_SECONDS = validate.Range(max=_TEN_YEARS_SECONDS, error="at most ten years")


class _Move(Schema):
    advance_seconds = fields.Integer(strict=True, validate=_SECONDS)
    offset_seconds = fields.Integer(strict=True, validate=_SECONDS)


class _Fault(Schema):
    path = fields.String(
        required=True, validate=validate.Regexp(rf"/(?!__ctl)\S*\Z|{re.escape(EVERYWHERE)}\Z")
    )
    match = fields.String()
    kind = fields.Enum(FaultKind, by_value=True, required=True)
    times = fields.Integer(strict=True, validate=validate.Range(min=1))
    errcode = fields.Integer(strict=True)
    seconds = fields.Float(validate=validate.Range(min=0, max=60))
    after_processing = fields.Boolean()


class _Quota(Schema):
    path = fields.String(load_default=None)
    scale = fields.Float(required=True, validate=validate.Range(min=0, max=1))


@blueprint.get("/clock")
def clock() -> dict[str, Any]:
    """Tell the system's time and how far it is ahead of the real one."""
    standin_clock = the_standin().clock
    offset, now = standin_clock.offset(), standin_clock.now()
    return {"offset_seconds": offset, "now": datetime.fromtimestamp(now, UTC).isoformat()}


@blueprint.post("/clock")
def move_clock() -> dict[str, Any]:
    """Move the system's time forward, by some seconds or to an offset."""
    move = posted(_Move())
    if len(move) != 1:
        raise ValidationError(["give either advance_seconds or offset_seconds"])
    standin_clock = the_standin().clock
    try:
        if "advance_seconds" in move:
            standin_clock.advance(move["advance_seconds"])
        else:
            standin_clock.raise_to(move["offset_seconds"])
    except BackwardInTime:
        raise ValidationError(["time only moves forward"]) from None
    return clock()


@blueprint.post("/fault")
def fault() -> dict[str, Any]:
    """Order a fault for the next calls of a path."""
    order = Fault(**posted(_Fault()))
    with the_standin().turn() as (platform, _):
        platform.faults.add(order)
    return {}


@blueprint.post("/quota")
def quota() -> dict[str, Any]:
    """Multiply the documented quotas, of one address or of all, by a factor."""
    order = posted(_Quota())
    with the_standin().turn() as (platform, _):
        platform.quotas.rescale(order["scale"], order["path"])
    return {}


@blueprint.get("/journal")
def journal() -> dict[str, Any]:
    """Return the calls since the last reset."""
    with the_standin().turn() as (platform, _):
        return {"calls": [asdict(entry) for entry in platform.journal.entries()]}


@blueprint.post("/reset")
def reset() -> dict[str, Any]:
    """Forget everything but the time."""
    the_standin().reset()
    return {}
