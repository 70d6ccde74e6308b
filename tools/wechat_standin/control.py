"""The control addresses under `/__ctl`: be anyone, move time, order faults, read the journal."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, request
from marshmallow import Schema, ValidationError, fields, validate

from tools.wechat_standin.clock import BackwardInTime
from tools.wechat_standin.faults import Fault, FaultKind
from tools.wechat_standin.standin import the_standin

blueprint = Blueprint("control", __name__, url_prefix="/__ctl")

_NAME = validate.Regexp(r"[0-9A-Za-z_-]{1,64}\Z")
_TEN_YEARS_SECONDS = 10 * 366 * 86400
_SECONDS = validate.Range(max=_TEN_YEARS_SECONDS, error="at most ten years")


class _LoginCode(Schema):
    openid = fields.String(validate=_NAME)
    unionid = fields.String(validate=_NAME)
    risk = fields.Boolean()


class _Move(Schema):
    advance_seconds = fields.Integer(strict=True, validate=_SECONDS)
    offset_seconds = fields.Integer(strict=True, validate=_SECONDS)


class _Fault(Schema):
    path = fields.String(required=True, validate=validate.Regexp(r"/(?!__ctl)\S*\Z"))
    kind = fields.Enum(FaultKind, by_value=True, required=True)
    times = fields.Integer(strict=True, validate=validate.Range(min=1))
    errcode = fields.Integer(strict=True)
    seconds = fields.Float(validate=validate.Range(min=0, max=60))
    after_processing = fields.Boolean()


@blueprint.post("/login-code")
def login_code() -> dict[str, Any]:
    """Hand out a code as `wx.login` would, for a named person or a new one."""
    code, openid = the_standin().hand_out_code(**_posted(_LoginCode()))
    return {"code": code, "openid": openid}


@blueprint.get("/clock")
def clock() -> dict[str, Any]:
    """Tell the system's time and how far it is ahead of the real one."""
    standin_clock = the_standin().clock
    offset, now = standin_clock.offset(), standin_clock.now()
    return {"offset_seconds": offset, "now": datetime.fromtimestamp(now, UTC).isoformat()}


@blueprint.post("/clock")
def move_clock() -> dict[str, Any]:
    """Move the system's time forward, by some seconds or to an offset."""
    move = _posted(_Move())
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
    the_standin().add_fault(Fault(**_posted(_Fault())))
    return {}


@blueprint.get("/journal")
def journal() -> dict[str, Any]:
    """Return the calls since the last reset."""
    return {"calls": [asdict(entry) for entry in the_standin().journal()]}


@blueprint.post("/reset")
def reset() -> dict[str, Any]:
    """Forget everything but the time."""
    the_standin().reset()
    return {}


@blueprint.errorhandler(ValidationError)
def refuse(error: ValidationError) -> tuple[dict[str, Any], int]:
    """Name every fault of the input."""
    return {"errors": error.messages}, 400


def _posted(schema: Schema) -> dict[str, Any]:
    """Return the posted object. Only the JSON type counts: a web page cannot send it from afar."""
    posted = request.get_json(silent=True)
    if posted is None:
        raise ValidationError(["post a JSON object"])
    loaded: dict[str, Any] = schema.load(posted)
    return loaded
