"""Ways into the mini-program from outside: its own codes (小程序码) and links."""

import re

import requests

from server.adapters.wechat.failures import Lost
from server.adapters.wechat.fields import Fields
from server.adapters.wechat.platform import Platform

CODE = "/wxa/getwxacodeunlimit"
LINK = "/wxa/generate_urllink"

WIDTHS, LINK_DAYS_MAX, QUERY_MAX = range(280, 1281), 30, 1024
_SCENE_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,32}")
_PAGE_SHAPE = re.compile(r"\w[\w/-]*", re.ASCII)
_LINK_SHAPE = re.compile(r"https://(?:wxaurl|wxmpurl)\.cn/[\w-]{1,64}", re.ASCII)
_MAGIC = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


def draw_code(
    platform: Platform, scene: str, *, page: str, version: str, width: int = 430
) -> bytes:
    """Return the picture of a code that opens a page with a scene (getUnlimitedQRCode).

    Raises ValueError for what WeChat would refuse, before it is asked.
    """
    _refuse_unless("the scene", _SCENE_SHAPE.fullmatch(scene))
    _refuse_unless("the page", _PAGE_SHAPE.fullmatch(page))
    _refuse_unless("the width", width in WIDTHS)
    asked = {"scene": scene, "page": page, "width": width, "env_version": version}
    # only a page of the published version is known to WeChat
    return platform.post(CODE, asked | {"check_path": version == "release"}, _picture_in)


def make_link(
    platform: Platform, *, path: str = "", query: str = "", days: int = 30, version: str
) -> str:
    """Return a link that opens the mini-program from a message (generateUrlLink).

    Whoever passes it on may append to the query: what stands in it proves nothing.
    """
    _refuse_unless("the days", 1 <= days <= LINK_DAYS_MAX)
    _refuse_unless("the query", len(query) <= QUERY_MAX)
    where = {name: value for name, value in (("path", path), ("query", query)) if value}
    until = {"expire_type": 1, "expire_interval": days, "env_version": version}
    return platform.post(
        LINK, where | until, lambda answer: Fields(answer).text("url_link", _LINK_SHAPE)
    )


def _picture_in(answer: object) -> bytes:
    """Return a picture that is what it says it is; a refusal comes as JSON with the same status."""
    if not isinstance(answer, requests.Response):
        raise Lost
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in _MAGIC or not answer.content.startswith(_MAGIC[kind]):
        raise Lost
    return answer.content


def _refuse_unless(what: str, is_good: object) -> None:
    if not is_good:
        message = f"{what} is not what WeChat takes"
        raise ValueError(message)
