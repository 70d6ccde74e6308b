"""WeChat behind the `WeChat` port; the only importer of wechatpy."""

from server.adapters.wechat.adapter import WeChatAdapter
from server.adapters.wechat.content import MediaKind
from server.adapters.wechat.failures import (
    WeChatAccountBlocked,
    WeChatBusy,
    WeChatCodeInvalid,
    WeChatRefused,
)
from server.adapters.wechat.people import RiskScene
from server.adapters.wechat.platform import Platform
from server.adapters.wechat.push import SafeModeSeal
from server.adapters.wechat.token_stores import DatabaseTokenStore, RedisTokenStore, Transact
from server.adapters.wechat.tokens import TokenStore
from server.adapters.wechat.transport import Transport

__all__ = [
    "DatabaseTokenStore",
    "MediaKind",
    "Platform",
    "RedisTokenStore",
    "RiskScene",
    "SafeModeSeal",
    "TokenStore",
    "Transact",
    "Transport",
    "WeChatAccountBlocked",
    "WeChatAdapter",
    "WeChatBusy",
    "WeChatCodeInvalid",
    "WeChatRefused",
]
