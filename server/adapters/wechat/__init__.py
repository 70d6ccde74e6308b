"""WeChat behind the `WeChat` port; the only importer of wechatpy."""

from server.adapters.wechat.adapter import WeChatAdapter
from server.adapters.wechat.failures import (
    WeChatAccountBlocked,
    WeChatBusy,
    WeChatCodeInvalid,
    WeChatRefused,
)

__all__ = [
    "WeChatAccountBlocked",
    "WeChatAdapter",
    "WeChatBusy",
    "WeChatCodeInvalid",
    "WeChatRefused",
]
