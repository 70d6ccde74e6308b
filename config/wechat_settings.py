"""The settings of the mini-program at WeChat: who it is, what is pushed to it, what it sends."""

from dataclasses import dataclass, field
from pathlib import Path

from config.fields import about
from config.parsing import anchored, between, like
from config.production import (
    DEVELOPMENT_APP_ID,
    DEVELOPMENT_APP_SECRET,
    DEVELOPMENT_ORIGINAL_ID,
    DEVELOPMENT_PUSH_KEY,
    DEVELOPMENT_PUSH_TOKEN,
    DEVELOPMENT_TEMPLATES,
    NO_PUSHES,
    WECHAT_API_BASE,
)

HOUR = r"(1?\d|2[0-3])"
PUSH_KEY = "[A-Za-z0-9]{43}"


@dataclass(frozen=True, kw_only=True)
class WeChatSettings:
    """What the platform calls the mini-program, and how they trust each other."""

    wechat_app_id: str = field(
        metadata=about("WECHAT_APP_ID", DEVELOPMENT_APP_ID, "the mini-program's id")
    )
    wechat_app_secret: str = field(
        repr=False,
        metadata=about("WECHAT_APP_SECRET", DEVELOPMENT_APP_SECRET, "the mini-program's secret"),
    )
    wechat_api_base: str = field(
        metadata=about(
            "WECHAT_API_BASE",
            "http://127.0.0.1:8081",
            f"where WeChat answers; `{WECHAT_API_BASE}` in production, else the stand-in",
        )
    )
    wechat_push_token: str = field(
        repr=False,
        metadata=about(
            "WECHAT_PUSH_TOKEN",
            DEVELOPMENT_PUSH_TOKEN,
            "signs what WeChat pushes; 3 to 32 letters and digits, 16 in production",
            like("[A-Za-z0-9]{3,32}", "3 to 32 letters and digits"),
        ),
    )
    wechat_push_key: str = field(
        repr=False,
        metadata=about(
            "WECHAT_PUSH_KEY",
            DEVELOPMENT_PUSH_KEY,
            "encrypts it (EncodingAESKey, 43 characters); `off`: no pushes, never in production",
            like(f"{PUSH_KEY}|{NO_PUSHES}", f"43 letters and digits, or {NO_PUSHES}"),
        ),
    )
    wechat_push_key_previous: str = field(
        repr=False,
        metadata=about(
            "WECHAT_PUSH_KEY_PREVIOUS",
            "",
            "what `WECHAT_PUSH_KEY` was before, while WeChat changes over",
            like(f"({PUSH_KEY})?", "empty or 43 letters and digits"),
        ),
    )
    wechat_original_id: str = field(
        metadata=about(
            "WECHAT_ORIGINAL_ID",
            DEVELOPMENT_ORIGINAL_ID,
            "the mini-program's original id (原始ID), to which pushes are addressed",
            like("gh_[0-9a-z]{6,29}", "an id that begins with gh_"),
        ),
    )
    wechat_templates: Path = field(
        metadata=about(
            "WECHAT_TEMPLATES",
            DEVELOPMENT_TEMPLATES,
            "the templates of subscription messages; an empty file: none is sent",
            anchored,
        )
    )
    sends_a_week: int = field(
        metadata=about(
            "SENDS_A_WEEK",
            "2",
            "how many subscription messages a person gets in a week at most",
            between(1, 50),
        )
    )
    quiet_hours: str = field(
        metadata=about(
            "QUIET_HOURS",
            "21-8",
            "when none is sent, from and until which hour; the same hour twice: always sent",
            like(f"{HOUR}-{HOUR}", "two hours from 0 to 23 with a dash, such as 21-8"),
        )
    )

    @property
    def receives_pushes(self) -> bool:
        """Tell whether WeChat, or the stand-in, pushes to this installation."""
        return self.wechat_push_key != NO_PUSHES
