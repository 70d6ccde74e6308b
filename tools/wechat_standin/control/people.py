"""Being anyone: login codes, phone codes, answers to subscription dialogues, what arrived."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint
from marshmallow import Schema, fields, validate

from tools.wechat_standin.control.orders import PREFIX, is_a_name, posted
from tools.wechat_standin.phone_codes import CHINA
from tools.wechat_standin.pushing import PushOrder
from tools.wechat_standin.pushing.events import change, popup
from tools.wechat_standin.standin import the_standin
from tools.wechat_standin.subscriptions import Decision

blueprint = Blueprint("people", __name__, url_prefix=PREFIX)

_TAPS_MAX = 100
_TEMPLATES_MAX = 3
"""So many one dialogue may ask about."""


class _LoginCode(Schema):
    openid = fields.String(validate=is_a_name)
    unionid = fields.String(validate=is_a_name)
    risk = fields.Boolean()


class _PhoneCode(Schema):
    openid = fields.String(required=True, validate=is_a_name)
    phone = fields.String(load_default=None, validate=validate.Regexp(r"\d{5,15}\Z"))
    country = fields.String(load_default=CHINA, validate=validate.Regexp(r"[1-9]\d{0,2}\Z"))


class _Subscribe(Schema):
    openid = fields.String(required=True, validate=is_a_name)
    template_id = fields.String(required=True, validate=is_a_name)
    n = fields.Integer(strict=True, load_default=1, validate=validate.Range(1, _TAPS_MAX))
    decision = fields.Enum(Decision, by_value=True, load_default=Decision.ACCEPT)


class _Dialogue(Schema):
    openid = fields.String(required=True, validate=is_a_name)
    answers = fields.Dict(
        keys=fields.String(validate=is_a_name),
        values=fields.Enum(Decision, by_value=True, validate=validate.NoneOf([Decision.OFF])),
        required=True,
        validate=validate.Length(1, _TEMPLATES_MAX),
    )


class _Risk(Schema):
    openid = fields.String(required=True, validate=is_a_name)
    rank = fields.Integer(strict=True, required=True, validate=validate.Range(0, 4))


@blueprint.post("/login-code")
def login_code() -> dict[str, Any]:
    """Hand out a code as `wx.login` would, for a named person or a new one."""
    wish = posted(_LoginCode())
    with the_standin().turn() as (platform, now):
        code, openid = platform.login_codes.hand_out(
            now,
            openid=wish.get("openid"),
            unionid=wish.get("unionid"),
            risky=wish.get("risk", False),
        )
    return {"code": code, "openid": openid}


@blueprint.post("/phone-code")
def phone_code() -> dict[str, Any]:
    """Hand out a code as the phone button would, for her number or the one she names."""
    wish = posted(_PhoneCode())
    with the_standin().turn() as (platform, now):
        code, phone = platform.phone_codes.hand_out(
            now, openid=wish["openid"], number=wish["phone"], country=wish["country"]
        )
    return {"code": code, "phone": phone}


@blueprint.post("/subscribe")
def subscribe() -> dict[str, Any]:
    """Answer the dialogue about one template so many times, or switch it off in the settings.

    Returns when the service has taken the events, each of which is a tap of its own.
    """
    answer = posted(_Subscribe())
    openid, template_id = answer["openid"], answer["template_id"]
    decision, number = answer["decision"], answer["n"]
    standin = the_standin()
    with standin.turn() as (platform, _):
        platform.subscriptions.decide(openid, template_id, decision, number)
    event = (
        change(openid, template_id)
        if decision is Decision.OFF
        else popup(openid, {template_id: decision})
    )
    standin.push(PushOrder(events=[event] * number))
    return {}


@blueprint.post("/dialogue")
def dialogue() -> dict[str, Any]:
    """Answer one dialogue about up to three templates; all answers are one event."""
    answered = posted(_Dialogue())
    openid, answers = answered["openid"], answered["answers"]
    standin = the_standin()
    with standin.turn() as (platform, _):
        for template_id, decision in answers.items():
            platform.subscriptions.decide(openid, template_id, decision, 1)
    standin.push(PushOrder(events=[popup(openid, answers)]))
    return {}


@blueprint.post("/risk")
def risk() -> dict[str, Any]:
    """Say how risky somebody is."""
    order = posted(_Risk())
    with the_standin().turn() as (platform, _):
        platform.risks.set_rank(order["openid"], order["rank"])
    return {}


@blueprint.get("/messages")
def messages() -> dict[str, Any]:
    """Return every message taken in since the last reset, the oldest first."""
    with the_standin().turn() as (platform, _):
        sent = list(platform.subscriptions.sent)
    return {"messages": [{"at": one.at, "msgid": one.msgid, **asdict(one.message)} for one in sent]}
