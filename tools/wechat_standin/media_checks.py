"""Pictures and sounds under check: fetched from where they lie, judged, the verdict pushed."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests

from tools.wechat_standin.content_rules import ContentRules
from tools.wechat_standin.shapes import LOOPBACK

_BYTES_MAX = 10 * 1024 * 1024
_FETCH_SECONDS = 5
_CHUNK_BYTES = 64 * 1024


@dataclass(slots=True)
class MediaCheck:
    """One file to be checked; `version` 1 has a verdict of another form."""

    trace_id: str
    openid: str
    media_url: str
    version: int
    fetched_bytes: int | None = None


@dataclass(slots=True)
class MediaChecks:
    """The files handed in, by trace id; `holding` keeps verdicts back until they are ordered."""

    rules: ContentRules = field(default_factory=ContentRules)
    checks: dict[str, MediaCheck] = field(default_factory=dict)
    holding: bool = False


def fetch(media_url: str) -> int | None:
    """Return how many bytes lie there; None when they cannot be had, or are more than 10 MB."""
    if urlsplit(media_url).hostname not in LOOPBACK:
        return None
    size = 0
    try:
        with _get(media_url) as answer:
            if answer.status_code != requests.codes.ok:
                return None
            for chunk in answer.iter_content(_CHUNK_BYTES):
                size += len(chunk)
                if size > _BYTES_MAX:
                    return None
    except requests.RequestException:
        return None
    return size


def _get(media_url: str) -> requests.Response:
    # Nobody is followed off this machine.
    return requests.get(media_url, timeout=_FETCH_SECONDS, stream=True, allow_redirects=False)
