"""The content check of texts, in its second version and as the first one answers."""

import secrets
from typing import Any

from flask import Blueprint, Response, request

from tools.wechat_standin.content_rules import Finding, Suggestion, verdict
from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.platform_api.asking import (
    EITHER_METHOD,
    accepted,
    authorised_json,
    check_openid,
)
from tools.wechat_standin.standin import the_standin

blueprint = Blueprint("texts", __name__)

SCENES = (1, 2, 3, 4)
_CHARACTERS_MAX = 2500


@blueprint.route("/wxa/msg_sec_check", methods=EITHER_METHOD)
def check_text() -> Response:
    """Judge a text (msgSecCheck)."""
    asked = authorised_json()
    content = asked.get("content")
    if not isinstance(content, str) or not content:
        raise Refused(44004)
    is_first_version = asked.get("version") != 2  # noqa: PLR2004 - the version's number
    if not is_first_version:
        check_scene(asked)
    if len(content) > _CHARACTERS_MAX:
        raise Refused(45002)
    finding = _judge(content)
    if is_first_version:
        return _first_version(finding)
    return accepted(trace_id=secrets.token_hex(16), **verdict(finding, finding.label))


def check_scene(asked: dict[str, Any]) -> str:
    """Return whose content it is; 40003 without an openid, 40129 without a known scene."""
    openid = check_openid(asked.get("openid"))
    if asked.get("scene") not in SCENES:
        raise Refused(40129)
    return openid


def _judge(content: str) -> Finding:
    # The platform does not read backslash-u escapes: to it such a text is harmless.
    if b"\\u" in request.get_data():
        return Finding()
    with the_standin().turn() as (platform, _):
        return platform.text_rules.judge(content)


def _first_version(finding: Finding) -> Response:
    if finding.suggest is not Suggestion.PASS:
        raise Refused(87014)
    return accepted()
