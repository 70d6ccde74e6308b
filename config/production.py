"""What production refuses: debugging, development's secrets, limits that do not hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.parsing import anchored, listed

WECHAT_API_BASE = "https://api.weixin.qq.com"
DEVELOPMENT_KEY = "development-only-key-not-for-production"
DEVELOPMENT_APP_ID = "wxdevelopment00001"
DEVELOPMENT_TEMPLATES = "config/reference/subscription_templates.yaml"
DEVELOPMENT_APP_SECRET = "development-secret"  # noqa: S105 - the default that production refuses
DEVELOPMENT_PUSH_TOKEN = "developmentPushToken"  # noqa: S105 - as above
DEVELOPMENT_PUSH_KEY = "developmentOnlyPushKeyThatWeChatNeverSaw000"
DEVELOPMENT_ORIGINAL_ID = "gh_000000000001"
NO_PUSHES = "off"
_KEY_LENGTH_MIN = 32
_TOKEN_LENGTH_MIN = 16
_DEBUGGING = ("FLASK_DEBUG", "PYTHONDEVMODE", "PYTHONINSPECT")
_NO = {"", "0", "false", "no"}


def production_faults(values: Mapping[str, Any], environ: Mapping[str, str]) -> list[str]:
    """Name every setting with which real people must not be served."""
    return [
        *_debugging(environ),
        *_weak_secrets(values),
        *_stand_ins(values),
        *_pushes_from_anybody(values),
        *_limits_that_do_not_hold(values),
        *_links_in_the_clear(values),
    ]


def _debugging(environ: Mapping[str, str]) -> Iterator[str]:
    for name in _DEBUGGING:
        if environ.get(name, "").lower() not in _NO:
            yield f"{name}: must not be set in production"


def _weak_secrets(values: Mapping[str, Any]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for env in ("SECRET_KEY", "FIELD_KEY", "INDEX_KEY"):
        key = values[env.lower()]
        if _is_weak(key):
            yield f"{env}: must be a secret of at least {_KEY_LENGTH_MIN} characters in production"
        if twin := seen.get(key):
            yield f"{env}: must differ from {twin} in production"
        seen.setdefault(key, env)
    previous = listed(values["field_key_previous"])
    if any(_is_weak(key) or key == values["field_key"] for key in previous):
        yield "FIELD_KEY_PREVIOUS: must hold secrets that FIELD_KEY once was in production"


def _is_weak(key: str) -> bool:
    return key == DEVELOPMENT_KEY or len(key) < _KEY_LENGTH_MIN


def _pushes_from_anybody(values: Mapping[str, Any]) -> Iterator[str]:
    """Refuse pushes that cannot be told from made-up ones, and doing without."""
    if values["wechat_push_key"] in {DEVELOPMENT_PUSH_KEY, NO_PUSHES}:
        yield "WECHAT_PUSH_KEY: must be set in production"
    if values["wechat_push_key_previous"] == DEVELOPMENT_PUSH_KEY:
        yield "WECHAT_PUSH_KEY_PREVIOUS: must be empty or a key from WeChat in production"
    token = values["wechat_push_token"]
    if token == DEVELOPMENT_PUSH_TOKEN or len(token) < _TOKEN_LENGTH_MIN:
        yield f"WECHAT_PUSH_TOKEN: must be {_TOKEN_LENGTH_MIN} to 32 characters in production"
    if values["wechat_original_id"] == DEVELOPMENT_ORIGINAL_ID:
        yield "WECHAT_ORIGINAL_ID: must be set in production"


def _stand_ins(values: Mapping[str, Any]) -> Iterator[str]:
    if values["wechat_api_base"] != WECHAT_API_BASE:
        yield f"WECHAT_API_BASE: must be {WECHAT_API_BASE} in production"
    if values["wechat_app_id"] == DEVELOPMENT_APP_ID:
        yield "WECHAT_APP_ID: must be set in production"
    if values["wechat_app_secret"] == DEVELOPMENT_APP_SECRET:
        yield "WECHAT_APP_SECRET: must be set in production"
    if values["wechat_templates"] == anchored(DEVELOPMENT_TEMPLATES):
        yield "WECHAT_TEMPLATES: must be another file in production; an empty one sends nothing"


def _limits_that_do_not_hold(values: Mapping[str, Any]) -> Iterator[str]:
    """Refuse limits that each process counts alone, or that see one address: the proxy's."""
    if values["rate_limits"] == "off":
        yield "RATE_LIMITS: must be on in production"
    if values["trusted_proxies"] == 0:
        yield "TRUSTED_PROXIES: must be at least 1 in production, where a proxy ends TLS"
    if values["web_processes"] == 1:
        return
    if not values["redis_url"]:
        yield "REDIS_URL: must be set in production with more than one web process"
    if str(values["database_url"]).startswith("sqlite"):
        yield "WEB_PROCESSES: must be 1 in production on SQLite"


def _links_in_the_clear(values: Mapping[str, Any]) -> Iterator[str]:
    """Refuse links to files that WeChat cannot fetch and that anybody on the way can read."""
    if not values["public_url"].startswith("https://"):
        yield "PUBLIC_URL: must begin with https:// in production"
