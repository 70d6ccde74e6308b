"""The content check of pictures and sounds: asked now, answered by a push."""

import secrets

from flask import Blueprint, Response

from tools.wechat_standin.errcodes import Refused
from tools.wechat_standin.media_checks import MediaCheck, fetch
from tools.wechat_standin.platform_api.asking import EITHER_METHOD, accepted, authorised_json
from tools.wechat_standin.platform_api.texts import check_scene
from tools.wechat_standin.pushing import PushOrder
from tools.wechat_standin.pushing.events import media_verdict
from tools.wechat_standin.standin import Standin, the_standin

blueprint = Blueprint("media", __name__)

_KINDS = (1, 2)
"""Sound and picture."""


@blueprint.route("/wxa/media_check_async", methods=EITHER_METHOD)
def check_media() -> Response:
    """Take a file to be judged (mediaCheckAsync)."""
    asked = authorised_json()
    url, version = asked.get("media_url"), asked.get("version", 1)
    if not isinstance(url, str) or not url or asked.get("media_type") not in _KINDS:
        raise Refused(40097)
    openid = check_scene(asked) if version != 1 else ""
    check = MediaCheck(secrets.token_hex(16), openid, url, version)
    standin = the_standin()
    with standin.turn() as (platform, _):
        platform.media.checks[check.trace_id] = check
    standin.later(lambda: _judge(standin, check))
    return accepted(trace_id=check.trace_id)


def _judge(standin: Standin, check: MediaCheck) -> None:
    """Fetch a file and push the verdict; one that cannot be had passes, as has been seen."""
    check.fetched_bytes = fetch(check.media_url)
    with standin.turn() as (platform, _):
        finding = platform.media.rules.judge(check.media_url)
        is_held = platform.media.holding
    if not is_held:
        standin.push(PushOrder(events=[media_verdict(check, finding)]))
