"""Ways into the mini-program: codes to scan and links to tap."""

import re
import secrets
from typing import Any

from flask import Blueprint, Response

from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.platform_api.asking import EITHER_METHOD, accepted, authorised_json
from tools.wechat_standin.qr_codes import picture
from tools.wechat_standin.shapes import is_page
from tools.wechat_standin.standin import the_standin

blueprint = Blueprint("links", __name__)

_VERSIONS = ("release", "trial", "develop")
# The documentation allows `&`, too; the platform refuses it all the same.
_SCENE = re.compile(r"[0-9A-Za-z!#$'()*+,/:;=?@\-._~]*")
_SCENE_MAX = 32
_QUERY = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~%]{0,1024}")
_WIDTH_MIN, _WIDTH, _WIDTH_MAX = 280, 430, 1280
_AT_TIME, _AFTER_DAYS = 0, 1
_DAYS_MAX, _DAY_SECONDS = 30, 86_400


@blueprint.route("/wxa/getwxacodeunlimit", methods=EITHER_METHOD)
def unlimited_code() -> Response:
    """Return a code as a picture (getUnlimitedQRCode); here an ordinary QR code."""
    asked = authorised_json()
    scene, page = _scene_in(asked), asked.get("page", "")
    if page and asked.get("check_path", True) and not _is_bare_page(page):
        raise Refused(41030)
    _check_version(asked)
    width = asked.get("width", _WIDTH)
    if not isinstance(width, int) or not _WIDTH_MIN <= width <= _WIDTH_MAX:
        raise Refused(40097)
    kind = "png" if asked.get("is_hyaline") is True else "jpeg"
    body = picture(f"{page}?scene={scene}", width=width, kind=kind)
    return Response(body, content_type=f"image/{kind}")


@blueprint.route("/wxa/generate_urllink", methods=EITHER_METHOD)
def url_link() -> Response:
    """Return a link that opens the mini-program (generateUrlLink)."""
    asked = authorised_json()
    path, query = asked.get("path", ""), asked.get("query", "")
    if path and not is_page(path):
        raise Refused(40165)
    if not isinstance(query, str) or not _QUERY.fullmatch(query):
        raise Refused(40212)
    _check_version(asked)
    _check_end(asked, the_standin().clock.now())
    return accepted(url_link=f"https://wxaurl.cn/{secrets.token_urlsafe(8)}")


def _scene_in(asked: dict[str, Any]) -> str:
    scene = asked.get("scene")
    if not isinstance(scene, str) or not 1 <= len(scene) <= _SCENE_MAX:
        raise Refused(40169)
    if not _SCENE.fullmatch(scene):
        raise Refused(40129)
    return scene


def _is_bare_page(page: object) -> bool:
    return is_page(page) and "?" not in str(page)


def _check_version(asked: dict[str, Any]) -> None:
    if asked.get("env_version", "release") not in _VERSIONS:
        raise Refused(40097)


def _check_end(asked: dict[str, Any], now: float) -> None:
    """Refuse a link that lives longer than 30 days, or not at all (85401)."""
    kind, longest = asked.get("expire_type", _AT_TIME), now + _DAYS_MAX * _DAY_SECONDS
    if kind not in (_AT_TIME, _AFTER_DAYS):
        raise Refused(40097)
    days, end = asked.get("expire_interval", 0), asked.get("expire_time", longest)
    if not isinstance(days, int) or not isinstance(end, int | float):
        raise Refused(47001)
    if kind == _AFTER_DAYS:
        end = now + days * _DAY_SECONDS
    if not now < end <= longest:
        raise Refused(85401)
