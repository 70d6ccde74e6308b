"""Bounds what a call to an outside service may cost: time, size, type of answer, what logs see."""

import io
import logging
import re
import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter

CONNECT_SECONDS, READ_SECONDS = 2, 5
_ANSWER_LIMIT_BYTES = 64 * 1024
_JSON_TYPES = {"application/json", "text/json", "text/plain"}
"""WeChat's jscode2session answers JSON as text/plain."""

_SECRET_PARAMETER = re.compile(r"\b(secret|js_code|access_token)=[^&\s]*")


def bind(session: requests.Session) -> None:
    """Make a session refuse answers that are not small JSON with status 200.

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
    if response.status_code != requests.codes.ok or kind not in _JSON_TYPES:
        response.close()
        raise requests.RequestException
    response.raw = io.BytesIO(_body_of(response))
    return response


def _body_of(response: requests.Response) -> bytes:
    deadline = time.monotonic() + READ_SECONDS
    body = bytearray()
    # read1, because read() waits for every byte it was asked for and so for a peer that dribbles.
    while chunk := response.raw.read1(_ANSWER_LIMIT_BYTES, decode_content=True):
        body += chunk
        if len(body) > _ANSWER_LIMIT_BYTES or time.monotonic() > deadline:
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
