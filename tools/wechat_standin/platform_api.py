"""The platform's own addresses: tokens, login codes, and one call that needs a token."""

import base64
import json
import secrets
from typing import Any

from flask import Blueprint, Response, request

from tools.wechat_standin.credentials import check_credentials
from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.standin import the_standin

blueprint = Blueprint("platform", __name__)

_LOGIN_PATH = "/sns/jscode2session"


def as_answer(body: dict[str, Any]) -> Response:
    """Write an answer; the login's JSON is called text/plain, as the platform does it."""
    kind = "text/plain" if request.path == _LOGIN_PATH else "application/json; encoding=utf-8"
    return Response(json.dumps(body, ensure_ascii=False), content_type=kind)


@blueprint.route("/cgi-bin/stable_token", methods=["GET", "POST"])
def stable_token() -> Response:
    """Give out the stable token (getStableAccessToken)."""
    asked = _posted_json()
    check_credentials(
        asked.get("appid"), asked.get("secret"), asked.get("grant_type"), wanted="client_credential"
    )
    force = asked.get("force_refresh") is True
    token, expires_in = the_standin().stable_token(force=force)
    return as_answer({"access_token": token, "expires_in": expires_in})


@blueprint.get("/cgi-bin/token")
def classic_token() -> Response:
    """Give out a token the older way, to prove by the journal that nobody asks for it."""
    _check_query_credentials("client_credential")
    token, expires_in = the_standin().classic_token()
    return as_answer({"access_token": token, "expires_in": expires_in})


@blueprint.get(_LOGIN_PATH)
def code_to_session() -> Response:
    """Exchange a login code (code2Session)."""
    _check_query_credentials("authorization_code")
    code = request.args.get("js_code", "")
    if not code:
        raise Refused(41008)
    login = the_standin().redeem_code(code)
    session_key = base64.b64encode(secrets.token_bytes(16)).decode()
    body = {"session_key": session_key, "openid": login.openid}
    return as_answer(body | ({"unionid": login.unionid} if login.unionid else {}))


@blueprint.route("/cgi-bin/openapi/quota/get", methods=["GET", "POST"])
def quota() -> Response:
    """Tell how much of the token quota is used (getApiQuota)."""
    standin = the_standin()
    standin.check_token(request.args.get("access_token", ""))
    _posted_json()
    limit, used = standin.stable_token_quota()
    counts = {"daily_limit": limit, "used": used, "remain": limit - used}
    return as_answer({"errcode": 0, "errmsg": "ok", "quota": counts})


def _check_query_credentials(grant_type: str) -> None:
    asked = request.args
    check_credentials(
        asked.get("appid"), asked.get("secret"), asked.get("grant_type"), wanted=grant_type
    )


def _posted_json() -> dict[str, Any]:
    """Return the posted object; 43002 not a POST, 44002 empty, 47001 no JSON object."""
    if request.method != "POST":
        raise Refused(43002)
    if not request.get_data():
        raise Refused(44002)
    posted = request.get_json(force=True, silent=True)
    if not isinstance(posted, dict):
        raise Refused(47001)
    return posted
