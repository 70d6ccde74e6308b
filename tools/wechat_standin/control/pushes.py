"""Pushes on order: any event, right or wrong in a chosen way; and what became of all of them."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint
from marshmallow import Schema, ValidationError, fields, post_load, validate

from tools.wechat_standin.control.orders import PREFIX, posted
from tools.wechat_standin.pushing import Delivery, Manner, Mode, PushOrder, Tampering
from tools.wechat_standin.standin import the_standin

blueprint = Blueprint("pushes", __name__, url_prefix=PREFIX)

_DUPLICATES_MAX = 100
_MANNERS = ("mode", "age_seconds", "app_id", "key", "token", "tampering")


class _Push(Schema):
    """Either `event` or `events`; what an event leaves out is filled in."""

    event = fields.Dict(keys=fields.String())
    events = fields.List(fields.Dict(keys=fields.String()), validate=validate.Length(min=1))
    mode = fields.Enum(Mode, by_value=True)
    age_seconds = fields.Integer(strict=True)
    app_id = fields.String()
    key = fields.String(validate=validate.Regexp(r"[0-9A-Za-z]{43}\Z"))
    token = fields.String()
    tampering = fields.Enum(Tampering, by_value=True)
    dup = fields.Integer(strict=True, validate=validate.Range(1, _DUPLICATES_MAX))
    resealed = fields.Boolean()
    reorder = fields.Boolean()
    tries = fields.Integer(strict=True, validate=validate.Range(1, 3), load_default=1)

    @post_load
    def _order(self, wish: dict[str, Any], **_: object) -> PushOrder:
        if ("event" in wish) == ("events" in wish):
            raise ValidationError(["give either event or events"])
        events = wish.pop("events", None) or [wish.pop("event")]
        manner = Manner(**{name: wish.pop(name) for name in _MANNERS if name in wish})
        return PushOrder(events=events, manner=manner, **wish)


class _Address(Schema):
    url = fields.Url(required=True, allow_none=True, schemes={"http"}, require_tld=False)
    patience_seconds = fields.Float(validate=validate.Range(0, 5))
    pause_seconds = fields.Float(validate=validate.Range(0, 5))


@blueprint.post("/push")
def push() -> dict[str, Any]:
    """Push events now and say how the service answered each."""
    standin = the_standin()
    if standin.pusher.url is None:
        raise ValidationError(["no push address is set"])
    order: Any = posted(_Push())
    return _told(standin.push(order))


@blueprint.get("/pushes")
def pushes() -> dict[str, Any]:
    """Return the deliveries since the last reset, the oldest first."""
    with the_standin().turn() as (platform, _):
        return _told(list(platform.pushes.deliveries))


@blueprint.post("/push-address")
def push_address() -> dict[str, Any]:
    """Say where the service takes pushes (null: nowhere), and how patient the platform is."""
    the_standin().push_to(**posted(_Address()))
    return {}


@blueprint.post("/push-verify")
def verify() -> dict[str, Any]:
    """Ask the address, as WeChat's console does, whether it is the service's own."""
    standin = the_standin()
    return {"verified": standin.pusher.verify(standin.clock.now())}


def _told(deliveries: list[Delivery]) -> dict[str, Any]:
    return {"deliveries": [asdict(one) for one in deliveries]}
