"""Bounds what a call to an outside service may cost: time, size, type of answer, what logs see."""

import io
import logging
import re
import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter

CONNECT_SECONDS, READ_SECONDS = 2, 5
_JSON_BYTES_MAX, _PICTURE_BYTES_MAX = 64 * 1024, 1024 * 1024
_BYTES_MAX = dict.fromkeys(("application/json", "text/json", "text/plain"), _JSON_BYTES_MAX) | (
    dict.fromkeys(("image/jpeg", "image/png"), _PICTURE_BYTES_MAX)
)
"""What may come, and how much of it; WeChat's jscode2session answers JSON as text/plain."""

_SECRET_PARAMETER = re.compile(r"\b(secret|js_code|access_token|openid|signature)=[^&\s]*")


def bind(session: requests.Session) -> None:
    """Make a session refuse answers that are not JSON or a picture, small, with status 200.

    Such an answer raises a bare `requests.RequestException`, which holds neither request nor
    response. Time limits are the caller's to pass; the body has READ_SECONDS on top, in all.
    """
    # Threads of one worker share the pool. Nothing is repeated here: the caller knows what may be.
    transport = HTTPAdapter(pool_connections=4, pool_maxsize=32, max_retries=0)
    session.mount("https://", transport)
    session.mount("http://", transport)
    session.trust_env = False  # a stray proxy variable would carry the secrets through a proxy
    session.hooks["response"].append(_check_answer)
    logging.getLogger("urllib3.connectionpool").addFilter(_hide_secrets)


def _check_answer(response: requests.Response, **_: Any) -> requests.Response:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if response.status_code != requests.codes.ok or kind not in _BYTES_MAX:
        response.close()
        raise requests.RequestException
    response.raw = io.BytesIO(_body_of(response, _BYTES_MAX[kind]))
    return response


def _body_of(response: requests.Response, most: int) -> bytes:
    deadline = time.monotonic() + READ_SECONDS
    body = bytearray()
    # read1, because read() waits for every byte it was asked for and so for a peer that dribbles.
    while chunk := response.raw.read1(_JSON_BYTES_MAX, decode_content=True):
        body += chunk
        if len(body) > most or time.monotonic() > deadline:
            response.close()
            raise requests.RequestException
    return bytes(body)


def _hide_secrets(record: logging.LogRecord) -> bool:
    """Blank secrets in urllib3's debug lines, which hold the whole query string."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            _SECRET_PARAMETER.sub(r"\1=…", part) if isinstance(part, str) else part
            for part in record.args
        )
    return True
