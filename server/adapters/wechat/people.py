"""Who holds the phone: login codes, phone numbers, session keys, and what WeChat thinks of risk."""

import hashlib
import hmac
import logging
import re
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from server.adapters.wechat.failures import CODE_REFUSED, Failure, Lost, Refused, code_invalid
from server.adapters.wechat.fields import Fields
from server.adapters.wechat.platform import Platform
from server.kernel.wechat import WeChatIdentity, WeChatPhone

logger = logging.getLogger(__name__)

LOGIN = "/sns/jscode2session"
PHONE = "/wxa/business/getuserphonenumber"
SESSION_KEY = "/wxa/checksession"
RISK = "/wxa/getuserriskrank"

CODE_SHAPE = re.compile(r"[0-9A-Za-z_-]{8,64}")
_PHONE_CODE_SHAPE = re.compile(r"[0-9A-Za-z_-]{8,128}")
_OPENID_SHAPE = re.compile(r"[0-9A-Za-z_-]{1,128}")
_NUMBER_SHAPE, _APP_ID_SHAPE = re.compile(r"[0-9]{5,15}"), re.compile(r"\w{1,64}")
_NOT_HERS = frozenset({40003, 43104})
_SESSION_KEY_OVER = 87009
_WATERMARK_AGE_MAX = timedelta(minutes=10)
_RISK_RANK_MAX = 4


class RiskScene(IntEnum):
    """What somebody is about to do, in the numbers of WeChat's risk rank."""

    REGISTER = 0
    MARKETING = 1
    CONTENT = 2


def exchange_code(platform: Platform, code: str) -> WeChatIdentity:
    """Exchange a `wx.login` code (code2Session); the session_key is dropped."""

    def read(answer: object) -> WeChatIdentity:
        found = Fields(answer)
        return WeChatIdentity(
            app_id=platform.app_id,
            openid=found.text("openid", _OPENID_SHAPE),
            unionid=found.text_or_none("unionid", _OPENID_SHAPE),
        )

    if not CODE_SHAPE.fullmatch(code):
        raise code_invalid()
    parameters = [("js_code", code), ("grant_type", "authorization_code")]
    return platform.get_with_secret(LOGIN, parameters, read)


def exchange_phone_code(
    platform: Platform, code: str, *, openid: str, now: datetime
) -> WeChatPhone:
    """Exchange the code of the phone button (getPhoneNumber), which is not that of `wx.login`.

    A number that was vouched for elsewhere or ten minutes ago is refused like a spent code.
    """

    def read(answer: object) -> WeChatPhone:
        info = Fields(answer).inner("phone_info")
        mark = info.inner("watermark")
        age = abs(now.timestamp() - mark.number("timestamp"))
        is_ours = mark.text("appid", _APP_ID_SHAPE) == platform.app_id
        if not is_ours or age > _WATERMARK_AGE_MAX.total_seconds():
            logger.warning("WeChat vouches for a phone number elsewhere or at another time")
            raise Refused(min(CODE_REFUSED))
        number = info.text("purePhoneNumber", _NUMBER_SHAPE)
        return WeChatPhone(number, str(info.number("countryCode")))

    refusal = code_invalid("这次没有拿到手机号，请再点一次。")
    if not _PHONE_CODE_SHAPE.fullmatch(code):
        raise refusal
    try:
        return platform.post(PHONE, {"code": code, "openid": openid}, read)
    except Refused as refused:
        if refused.errcode not in CODE_REFUSED | _NOT_HERS:
            raise
    raise refusal


def is_session_key(platform: Platform, session_key: str, *, openid: str) -> bool:
    """Tell whether WeChat still takes this session_key for hers (checkSessionKey)."""
    # The key is the base64 text itself, not what it stands for; the message is empty.
    signature = hmac.new(session_key.encode(), b"", hashlib.sha256).hexdigest()
    parameters = [("openid", openid), ("signature", signature), ("sig_method", "hmac_sha256")]
    try:
        platform.get(SESSION_KEY, parameters, Fields)
    except Refused as refused:
        if refused.errcode != _SESSION_KEY_OVER:
            raise
        return False
    return True


def rank_risk(platform: Platform, openid: str, *, scene: RiskScene, client_ip: str) -> int | None:
    """Return WeChat's risk rank from 0 to 4 (getUserRiskRank), None when it gives none.

    A signal and no gate: whoever asks goes on without it. No phone number is sent.
    """

    def read(answer: object) -> int:
        rank = Fields(answer).number("risk_rank")
        if not 0 <= rank <= _RISK_RANK_MAX:
            raise Lost
        return rank

    asked: dict[str, Any] = {"appid": platform.app_id, "openid": openid, "scene": int(scene)}
    try:
        return platform.post(RISK, asked | {"client_ip": client_ip}, read)
    except Failure:
        return None
