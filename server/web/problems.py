"""Refusals as RFC 9457 problem+json: one table from families to statuses, and no English texts."""

import json
import logging
from http import HTTPStatus
from typing import Any

from flask import Response, g
from werkzeug.exceptions import HTTPException

from server.kernel.errors import (
    Conflict,
    DomainError,
    Forbidden,
    Gone,
    NotFound,
    RuleBroken,
    TooOften,
    TryLater,
    Unauthenticated,
    UpstreamFailed,
)

log = logging.getLogger(__name__)

STATUS_OF_FAMILY: dict[type[DomainError], HTTPStatus] = {
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Gone: HTTPStatus.GONE,
    Conflict: HTTPStatus.CONFLICT,
    RuleBroken: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooOften: HTTPStatus.TOO_MANY_REQUESTS,
    TryLater: HTTPStatus.SERVICE_UNAVAILABLE,
    UpstreamFailed: HTTPStatus.BAD_GATEWAY,
}

HTTP_PROBLEMS: dict[int, tuple[str, str, str]] = {
    400: ("unreadable-request", "没看懂发来的内容", "内容没有收全，请返回再试一次。"),
    404: ("not-found", "没有找到", "没有找到您要的内容，请返回。"),
    405: ("method-not-allowed", "不能这样操作", "这里不能这样操作，请返回再试。"),
    413: ("too-large", "内容太大", "内容太大了，请减少后再交。"),
    415: ("unreadable-request", "没看懂发来的内容", "没看懂发来的内容，请更新小程序再试。"),
    422: ("invalid-input", "有几处要改一改", "请改正后再交一次。"),
    500: (
        "internal-error",
        "系统出错",
        "系统出了问题，请过一会儿再试。还不行，请把编号告诉村（社区）妇联。",
    ),
}

PROBLEM_JSON = "application/problem+json"
_KEPT_HEADERS = frozenset({"Allow"})
_PASSING = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


def problem(slug: str, title: str, status: int, detail: str, **facts: Any) -> Response:
    """Return an answer in `application/problem+json`; `instance` carries the request id."""
    body = {
        "type": f"/problems/{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        **facts,
        "instance": f"/requests/{g.get('request_id', '')}",
    }
    text = json.dumps(body, ensure_ascii=False, default=str).encode(errors="backslashreplace")
    return Response(text, status=status, mimetype=PROBLEM_JSON)


def refused(error: DomainError) -> Response:
    """Answer a refusal of a domain; where waiting helps, its `seconds` say how long."""
    family = next(f for f in STATUS_OF_FAMILY if isinstance(error, f))
    status = STATUS_OF_FAMILY[family]
    answer = problem(error.slug, error.title, status, error.detail, **error.facts)
    if status in _PASSING:
        answer.headers["Retry-After"] = str(error.facts["seconds"])
    return answer


def http_refused(error: HTTPException) -> Response:
    """Answer what Flask or the schema layer refused; validation faults come all at once."""
    code = error.code or 500
    slug, title, detail = HTTP_PROBLEMS.get(code, HTTP_PROBLEMS[400])
    messages = getattr(error, "data", {}).get("messages")
    has_faults = code == HTTPStatus.UNPROCESSABLE_ENTITY
    facts: dict[str, Any] = {"errors": pointers(messages)} if messages and has_faults else {}
    if type(error).__module__.startswith("server."):
        detail = str(error.description)
        facts |= getattr(error, "facts", {})
    answer = problem(slug, title, code, detail, **facts)
    answer.headers.extend((k, v) for k, v in error.get_headers() if k in _KEPT_HEADERS)
    return answer


def crashed(error: Exception) -> Response:
    """Answer a bug: the log gets everything, the caller only an id."""
    log.error("unexpected error in request %s", g.get("request_id", ""), exc_info=error)
    return problem(HTTP_PROBLEMS[500][0], HTTP_PROBLEMS[500][1], 500, HTTP_PROBLEMS[500][2])


def pointers(messages: dict[str, Any]) -> list[dict[str, str]]:
    """Flatten marshmallow's messages into JSON pointers; the location (json, query) goes first."""
    faults: list[dict[str, str]] = []
    for location, found in messages.items():
        prefix = "#" if location == "json" else f"#{location}"
        _flatten(found, prefix, faults)
    return faults


def _flatten(found: Any, pointer: str, faults: list[dict[str, str]]) -> None:  # noqa: ANN401
    if isinstance(found, dict):
        for key, value in found.items():
            step = str(key).replace("~", "~0").replace("/", "~1")
            _flatten(value, pointer if key == "_schema" else f"{pointer}/{step}", faults)
        return
    faults.extend({"pointer": pointer, "detail": str(text)} for text in found)
