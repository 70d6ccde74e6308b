"""One-time subscription messages (subscribeMessage.send), and what WeChat's answer means."""

from server.adapters.wechat.failures import LATER, TOKEN_REFUSED, Failure, Lost, Refused
from server.adapters.wechat.fields import Fields
from server.adapters.wechat.platform import Platform
from server.kernel.wechat import SendOutcome, SubscriptionMessage

SEND = "/cgi-bin/message/subscribe/send"

_OUTCOMES = {
    40003: SendOutcome.GONE,
    43101: SendOutcome.NO_CREDIT,
    45168: SendOutcome.SENSITIVE,
    47003: SendOutcome.MALFORMED,
} | dict.fromkeys(LATER | TOKEN_REFUSED, SendOutcome.LATER)
"""Any other errcode is for the operator: 40037, 41030, 43107, 48001 …"""


def send(platform: Platform, message: SubscriptionMessage, *, state: str) -> SendOutcome:
    """Send a message; `state` says which version of the mini-program it opens."""
    asked = {
        "touser": message.openid,
        "template_id": message.template_id,
        "page": message.page,
        "data": {name: {"value": value} for name, value in message.data.items()},
        "miniprogram_state": state,
        "lang": "zh_CN",
    }
    try:
        platform.post(SEND, asked, Fields)
    except Refused as refused:
        return _OUTCOMES.get(refused.errcode, SendOutcome.MISCONFIGURED)
    except Lost:
        return SendOutcome.UNKNOWN
    except Failure:
        return SendOutcome.LATER
    return SendOutcome.SENT
