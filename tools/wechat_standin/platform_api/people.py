"""What the platform says of people: how risky one is, whether her session key is still good."""

from flask import Blueprint, Response, request

from tools.wechat_standin.credentials import APP_ID
from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.platform_api.asking import (
    EITHER_METHOD,
    accepted,
    authorised_json,
    check_openid,
    check_token,
)
from tools.wechat_standin.standin import the_standin

blueprint = Blueprint("people_api", __name__)

_SCENES = (0, 1, 2)


@blueprint.route("/wxa/getuserriskrank", methods=EITHER_METHOD)
def risk_rank() -> Response:
    """Say how risky somebody is, from 0 to 4 (getUserRiskRank); `unoin_id` is spelt so there."""
    asked = authorised_json()
    if asked.get("appid") != APP_ID:
        raise Refused(40013)
    openid = check_openid(asked.get("openid"))
    if asked.get("scene") not in _SCENES or not asked.get("client_ip"):
        raise Refused(40097)
    with the_standin().turn() as (platform, _):
        number, rank = platform.risks.ask(openid)
    return accepted(errmsg="getuserriskrank succ", risk_rank=rank, unoin_id=number)


@blueprint.route("/wxa/checksession", methods=EITHER_METHOD)
def check_session() -> Response:
    """Say whether a session key is the one of today (checkSessionKey)."""
    check_token()
    if request.method != "GET":
        raise Refused(43001)
    asked = request.args
    openid = check_openid(asked.get("openid"))
    with the_standin().turn() as (platform, _):
        is_good = platform.session_keys.signs(openid, asked.get("signature", ""))
    if not is_good or asked.get("sig_method") != "hmac_sha256":
        raise Refused(87009)
    return accepted()
