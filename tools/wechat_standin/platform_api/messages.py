"""One-time subscription messages: checked, paid for with a permission, kept to be looked at."""

from typing import Any

from flask import Blueprint, Response, g

from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.platform_api.asking import (
    EITHER_METHOD,
    accepted,
    authorised_json,
    check_openid,
)
from tools.wechat_standin.pushing import PushOrder, events
from tools.wechat_standin.shapes import is_name, is_page
from tools.wechat_standin.standin import the_standin
from tools.wechat_standin.subscriptions import SubscriptionMessage
from tools.wechat_standin.template_fields import checked_fields

blueprint = Blueprint("messages", __name__)

_STATES = ("formal", "trial", "developer")
_LANGUAGES = ("zh_CN", "en_US", "zh_HK", "zh_TW")


@blueprint.route("/cgi-bin/message/subscribe/send", methods=EITHER_METHOD)
def send() -> Response:
    """Send a subscription message (subscribeMessage.send)."""
    message = _checked(authorised_json())
    standin = the_standin()
    with standin.turn() as (platform, now):
        # Given back when the answer has left: until then a second send to her is concurrent.
        platform.subscriptions.begin_sending(message.openid)
        g.sending_to = message.openid
        sent = platform.subscriptions.send(message, now)
    standin.later(lambda: standin.push(PushOrder(events=[events.sent(sent)])))
    return accepted(msgid=sent.msgid)


def _checked(asked: dict[str, Any]) -> SubscriptionMessage:
    """Return the message; 40003, 40037, 41030, 40097 or 47003 when a part of it is wrong."""
    openid, template_id = check_openid(asked.get("touser")), asked.get("template_id")
    if not is_name(template_id):
        raise Refused(40037)
    page = asked.get("page", "")
    if page and not is_page(page):
        raise Refused(41030)
    if asked.get("miniprogram_state", "formal") not in _STATES:
        raise Refused(40097)
    if asked.get("lang", "zh_CN") not in _LANGUAGES:
        raise Refused(40097)
    fields = checked_fields(asked.get("data"), the_standin().known.templates.get(str(template_id)))
    return SubscriptionMessage(openid, str(template_id), page, fields)
