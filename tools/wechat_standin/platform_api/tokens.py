"""Access tokens over HTTP, and how many of them were fetched."""

from flask import Blueprint, Response, request

from tools.wechat_standin.credentials import check_credentials
from tools.wechat_standin.platform_api.asking import (
    EITHER_METHOD,
    accepted,
    as_answer,
    authorised_json,
    posted_json,
)
from tools.wechat_standin.quotas import STABLE_TOKEN
from tools.wechat_standin.standin import the_standin

blueprint = Blueprint("tokens", __name__)


@blueprint.route(STABLE_TOKEN, methods=EITHER_METHOD)
def stable_token() -> Response:
    """Give out the stable token (getStableAccessToken)."""
    asked = posted_json()
    check_credentials(
        asked.get("appid"), asked.get("secret"), asked.get("grant_type"), wanted="client_credential"
    )
    with the_standin().turn() as (platform, now):
        give = platform.tokens.forced if asked.get("force_refresh") is True else None
        token, expires_in = (give or platform.tokens.stable)(now)
    return as_answer({"access_token": token, "expires_in": expires_in})


@blueprint.get("/cgi-bin/token")
def classic_token() -> Response:
    """Give out a token the older way, to prove by the journal that nobody asks for it."""
    asked = request.args
    check_credentials(
        asked.get("appid"), asked.get("secret"), asked.get("grant_type"), wanted="client_credential"
    )
    with the_standin().turn() as (platform, now):
        token, expires_in = platform.tokens.classic(now)
    return as_answer({"access_token": token, "expires_in": expires_in})


@blueprint.route("/cgi-bin/openapi/quota/get", methods=EITHER_METHOD)
def quota() -> Response:
    """Tell how much of an address's quota is used (getApiQuota); at first, of the tokens'."""
    path = str(authorised_json().get("cgi_path", STABLE_TOKEN))
    with the_standin().turn() as (platform, now):
        limit, used = platform.quotas.used_today(path, now)
    return accepted(quota={"daily_limit": limit, "used": used, "remain": limit - used})
