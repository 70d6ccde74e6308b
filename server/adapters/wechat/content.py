"""What others may see: WeChat's check of texts (msgSecCheck) and of pictures (mediaCheckAsync)."""

import re
from collections.abc import Iterator
from enum import IntEnum

from server.adapters.wechat.failures import Failure, Refused
from server.adapters.wechat.fields import Fields
from server.adapters.wechat.gate import Budget
from server.adapters.wechat.platform import Platform
from server.kernel.wechat import TextCheck, TextScene, Verdict

TEXT = "/wxa/msg_sec_check"
MEDIA = "/wxa/media_check_async"

SIGNS_MAX, OVERLAP = 2_500, 50
_RISKY_IN_VERSION_1 = 87014
_SUGGESTION, _TRACE = re.compile(r"pass|review|risky"), re.compile(r"[\w-]{1,128}")
_WORST_FIRST = (Verdict.RISKY, Verdict.REVIEW, Verdict.UNKNOWN, Verdict.PASS)


class MediaKind(IntEnum):
    """What a file is, in the numbers of WeChat's media check."""

    AUDIO = 1
    PICTURE = 2


def check_text(platform: Platform, text: str, *, openid: str, scene: TextScene) -> TextCheck:
    """Return the worst verdict on the parts of a text; UNKNOWN when there was no answer."""
    budget = Budget()
    checks = []
    for part in parts_of(text):
        checks.append(_check_part(platform, part, openid, scene, budget))
        if checks[-1].verdict is Verdict.RISKY:
            break
    return min(checks, key=lambda check: _WORST_FIRST.index(check.verdict))


def parts_of(text: str) -> Iterator[str]:
    """Cut a text into what WeChat takes at a time; a word at a cut stands whole in one of them."""
    step = SIGNS_MAX - OVERLAP
    for start in range(0, max(1, len(text) - OVERLAP), step):
        yield text[start : start + SIGNS_MAX]


def _check_part(
    platform: Platform, part: str, openid: str, scene: TextScene, budget: Budget
) -> TextCheck:
    asked = {"version": 2, "openid": openid, "scene": int(scene), "content": part}
    try:
        return platform.post(TEXT, asked, _verdict_in, budget)
    except Refused as refused:
        is_risky = refused.errcode == _RISKY_IN_VERSION_1
        return TextCheck(Verdict.RISKY if is_risky else Verdict.UNKNOWN)
    except Failure:
        return TextCheck(Verdict.UNKNOWN)


def _verdict_in(answer: object) -> TextCheck:
    result = Fields(answer).inner("result")
    return TextCheck(Verdict(result.text("suggest", _SUGGESTION)), result.number("label"))


def check_media(
    platform: Platform, url: str, *, kind: MediaKind, openid: str, scene: TextScene
) -> str:
    """Have a file looked at, return the id its verdict will bear.

    WeChat fetches it from `url`, which must be reachable over https for an hour at least.
    """
    asked = {"media_url": url, "media_type": int(kind), "version": 2}
    return platform.post(
        MEDIA,
        asked | {"openid": openid, "scene": int(scene)},
        lambda answer: Fields(answer).text("trace_id", _TRACE),
    )
