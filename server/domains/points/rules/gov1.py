"""GOV-1: no points for being online. The clause is 国办函〔2026〕12号 on 指尖上的形式主义."""

import re
import unicodedata

from models.vocabulary import Trigger

CLAUSE = "国办函〔2026〕12号"

FORBIDDEN_TRIGGERS: dict[str, str] = {
    "app_open": "打开小程序",
    "daily_signin": "每天签到",
    "read": "看文章",
    "like": "点赞",
    "share": "转发",
    "comment": "评论",
    "vote": "投票",
    "invite": "拉人",
    "online_time": "在线时长",
}

_FORBIDDEN_WORDS = (
    "打卡",
    "签到",
    "打开小程序",
    "打开软件",
    "登录",
    "点赞",
    "转发",
    "分享链接",
    "评论",
    "留言",
    "投票",
    "刷票",
    "拉人",
    "拉新",
    "邀请好友",
    "邀请注册",
    "在线时长",
    "学习时长",
    "浏览",
    "看文章",
    "看视频",
    "观看视频",
)
_ON_SCREEN_UNLESS_ATTENDED: tuple[str, ...] = ("阅读",)
"""Reading together at an activity is attendance; reading on a screen is not."""

_NOISE = re.compile(r"[\W_]+")


def forbidden_trigger(trigger: object) -> str | None:
    """Return what a forbidden trigger means in Chinese, or None."""
    return FORBIDDEN_TRIGGERS.get(trigger) if isinstance(trigger, str) else None


def forbidden_words(title: str, trigger: object) -> list[str]:
    """Return the words in a title that say the points are for being online.

    Spaces, signs and full-width letters do not hide a word.
    """
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", title))
    on_screen = () if trigger == Trigger.CHECK_IN else _ON_SCREEN_UNLESS_ATTENDED
    return [word for word in (*_FORBIDDEN_WORDS, *on_screen) if word in plain]
