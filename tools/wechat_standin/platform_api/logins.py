"""The login: a code of `wx.login` against an openid and a session key."""

from flask import Blueprint, Response, request

from tools.wechat_standin.credentials import check_credentials
from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.platform_api.asking import as_answer
from tools.wechat_standin.quotas import LOGIN
from tools.wechat_standin.standin import the_standin

blueprint = Blueprint("logins", __name__)


@blueprint.get(LOGIN)
def code_to_session() -> Response:
    """Exchange a login code (code2Session)."""
    asked = request.args
    check_credentials(
        asked.get("appid"),
        asked.get("secret"),
        asked.get("grant_type"),
        wanted="authorization_code",
    )
    code = asked.get("js_code", "")
    if not code:
        raise Refused(41008)
    with the_standin().turn() as (platform, now):
        login = platform.login_codes.redeem(code, now)
        platform.quotas.take_login(login.openid, now)
        session_key = platform.session_keys.renew(login.openid)
    body = {"session_key": session_key, "openid": login.openid}
    return as_answer(body | ({"unionid": login.unionid} if login.unionid else {}))
