"""What the platform demands of every call, and how it writes an answer."""

import json
from typing import Any

from flask import Response, request

from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.quotas import LOGIN
from tools.wechat_standin.shapes import is_name
from tools.wechat_standin.standin import the_standin

EITHER_METHOD = ["GET", "POST"]
"""What every address listens to: the wrong method is refused by errcode, not by HTTP."""


def as_answer(body: dict[str, Any]) -> Response:
    """Write an answer; the login's JSON is called text/plain, as the platform does it."""
    kind = "text/plain" if request.path == LOGIN else "application/json; encoding=utf-8"
    return Response(json.dumps(body, ensure_ascii=False), content_type=kind)


def accepted(**more: Any) -> Response:
    """Answer that the call was taken in."""
    return as_answer({"errcode": 0, "errmsg": "ok", **more})


def posted_json() -> dict[str, Any]:
    """Return the posted object; 43002 not a POST, 44002 empty, 47001 no JSON object.

    The platform reads the body whatever it is called, so a form post is no JSON.
    """
    if request.method != "POST":
        raise Refused(43002)
    if not request.get_data():
        raise Refused(44002)
    posted = request.get_json(force=True, silent=True)
    if not isinstance(posted, dict):
        raise Refused(47001)
    return posted


def authorised_json() -> dict[str, Any]:
    """Return the posted object of a call whose token is good."""
    check_token()
    return posted_json()


def check_token() -> None:
    """Refuse a call without a good access token in its query."""
    token = request.args.get("access_token", "")
    with the_standin().turn() as (platform, now):
        platform.tokens.check(token, now)


def check_openid(openid: object) -> str:
    """Return an openid that may be one of this mini-program; 40003 otherwise."""
    if not is_name(openid):
        raise Refused(40003)
    return str(openid)
