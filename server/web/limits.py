"""How often one caller may ask; less often where somebody guesses, signs in or writes to people."""

import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from flask_limiter import ApplicationLimit, Limit, Limiter, RateLimitExceeded, RequestLimit
from limits import RateLimitItem, parse

from models.vocabulary import AnomalyKind
from server.kernel.actors import STRANGER
from server.kernel.errors import TooOften, TryLater
from server.kernel.work import refusal
from server.web.access import bearer_token, request_id
from server.web.callers import address, caller, forget_holder, is_new_holder, remember_holders
from server.web.metrics import EXCEEDED
from server.web.problems import refused
from server.web.requests import API_PREFIX, ENDED_HEADER
from server.web.transactions import Transactions

log = logging.getLogger(__name__)

View = TypeVar("View", bound=Callable[..., Any])
Key = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Rate:
    """So often may one key ask. Where `anomaly` is set, a stranger who exceeds it is reported."""

    name: str
    allowed: str
    key: Key = caller
    anomaly: AnomalyKind | None = None


# docs/operations.md says why these numbers.
ANYTHING = Rate("anything", "600 per minute")
REFUSED_TOKENS = Rate("refused_tokens", "600 per minute", key=address)
SIGN_INS = Rate("sign_ins", "300 per minute", key=address)
SCANS = Rate("scans", "60 per minute", anomaly=AnomalyKind.CODE_GUESSING)
WRONG_SCANS = Rate("wrong_scans", "300 per 10 minutes", anomaly=AnomalyKind.CODE_GUESSING)
LETTERS = Rate("letters", "60 per hour")
REPORTS = Rate("reports", "60 per hour")
REFUSED_PUSHES = Rate("refused_pushes", "60 per minute", key=address)
COUNTER = Rate("counter", "60 per minute")
DOWNLOADS = Rate("downloads", "60 per minute", key=address)
_ALL = (
    *(ANYTHING, REFUSED_TOKENS, SIGN_INS, SCANS, LETTERS, REPORTS, COUNTER),
    *(REFUSED_PUSHES, DOWNLOADS),
)
RATES = {rate.name: rate for rate in _ALL}


class CannotCount(TryLater):
    """No points move while the storage of the limits is gone; everything else goes on."""

    slug = "cannot-count"
    title = "积分请等一等"


def limited(rate: Rate) -> Callable[[View], View]:
    """Give a view a rate of its own, beside the one for anything.

    WeChat pushes as often as it likes: of pushes only the refused ones count.
    """

    def declare(view: View) -> View:
        view.rate = rate  # type: ignore[attr-defined]
        return view

    return declare


def moves_points(view: View) -> View:
    """Let a view wait while nobody counts: points move under the limits of the whole, or not."""
    view.moves_points = True  # type: ignore[attr-defined]
    return view


def add_limits(
    app: Flask, transactions: Transactions, *, storage: Mapping[str, Any], enabled: bool
) -> Limiter:
    """Count the API's requests from now on, refused ones too; return what counts them.

    Without its storage each process counts for itself, until the storage is back; what moves points
    waits for it.
    """

    def exceeded(limit: RequestLimit) -> None:
        rate = RATES[limit.request_args[1]]
        EXCEEDED.labels(rate.name).inc()
        if _is_news(limiter, limit.limit, *limit.request_args):
            log.warning("limit exceeded: %s", rate.name)
            # who is signed in is watched by the domain
            if bearer_token() is None:
                _report(transactions, rate)

    limiter = Limiter(
        caller,
        app=app,
        application_limits=_of_every_view(),
        default_limits=_of_single_views(),
        on_breach=exceeded,
        in_memory_fallback_enabled=True,
        swallow_errors=True,
        enabled=enabled,
        **storage,
    )
    remember_holders(app)
    app.before_request(lambda: _refuse_uncounted(limiter))
    app.after_request(lambda response: _count_for_holder(limiter, response))
    app.after_request(lambda response: _watch_scans(limiter, transactions, response))
    app.register_error_handler(RateLimitExceeded, lambda _error: _refused(limiter))
    return limiter


def _of_every_view() -> list[str | Callable[[], str] | ApplicationLimit]:
    return [
        ApplicationLimit(ANYTHING.allowed, scope=ANYTHING.name, exempt_when=_is_anybody_s),
        ApplicationLimit(
            REFUSED_TOKENS.allowed,
            key_function=REFUSED_TOKENS.key,
            scope=REFUSED_TOKENS.name,
            exempt_when=lambda: bearer_token() is None,
            deduct_when=_is_unauthorized,
        ),
        ApplicationLimit(
            REFUSED_PUSHES.allowed,
            key_function=REFUSED_PUSHES.key,
            scope=REFUSED_PUSHES.name,
            exempt_when=lambda: not _is_push(),
            deduct_when=_is_forbidden,
        ),
    ]


def _of_single_views() -> list[str | Callable[[], str] | Limit]:
    own = Limit(
        lambda: _own_rate().allowed,
        key_function=lambda: _own_rate().key(),
        scope=lambda _endpoint: _own_rate().name,
        shared=True,
        exempt_when=lambda: _own_rate() in {ANYTHING, REFUSED_PUSHES},
    )
    return [own]


def _own_rate() -> Rate:
    """Return the rate of the view itself; ANYTHING when it declares none."""
    rate: Rate = getattr(_view(), "rate", ANYTHING)
    return rate


def _view() -> Callable[..., Any] | None:
    return current_app.view_functions.get(request.endpoint or "")


def _is_anybody_s() -> bool:
    """Tell whether a view is outside of the API or WeChat's."""
    return not request.path.startswith(API_PREFIX) or _is_push()


def _is_push() -> bool:
    return _own_rate() is REFUSED_PUSHES


def _is_unauthorized(response: Response) -> bool:
    return response.status_code == HTTPStatus.UNAUTHORIZED


def _is_forbidden(response: Response) -> bool:
    return response.status_code == HTTPStatus.FORBIDDEN


def _is_news(limiter: Limiter, limit: RateLimitItem, *key: str) -> bool:
    """Tell whether this key exceeds this rate for the first time in a window."""
    once = type(limit)(1, limit.multiples, namespace="NEWS")
    return limiter.limiter.hit(once, *key)


def _report(transactions: Transactions, rate: Rate) -> None:
    """Show the level above that somebody guesses."""
    if rate.anomaly is None:
        return
    record = refusal("exceed_limit", rate.name, None, anomaly=rate.anomaly)
    transactions.run(
        lambda work: work.records.append(record),
        writes=True,
        load_actor=lambda _session, _now: STRANGER,
        request_id=request_id(),
    )


def _watch_scans(limiter: Limiter, transactions: Transactions, response: Response) -> Response:
    """Report it when many scan what is no code, each of them seldom; nobody is refused for it.

    One report for each window, from whomever they come: a hundred addresses fill no audit.
    """
    is_wrong = _own_rate() is SCANS and response.status_code == HTTPStatus.NOT_FOUND
    if not is_wrong or not limiter.enabled:
        return response
    natural = parse(WRONG_SCANS.allowed)
    if not limiter.limiter.hit(natural, WRONG_SCANS.name):
        EXCEEDED.labels(WRONG_SCANS.name).inc()
        if _is_news(limiter, natural, WRONG_SCANS.name):
            log.warning("many wrong codes are scanned")
            _report(transactions, WRONG_SCANS)
    return response


def _refuse_uncounted(limiter: Limiter) -> Response | None:
    """Refuse what moves points while the storage is gone; memory is never gone."""
    is_patient = not getattr(_view(), "moves_points", False)
    if is_patient or not limiter.enabled or limiter.storage.check():
        return None
    return refused(CannotCount("系统正在恢复，现在不能加分扣分，请过一会儿再试。"))


def _count_for_holder(limiter: Limiter, response: Response) -> Response:
    """Learn whose a token is that is new here, and count its first request for her as well."""
    if response.status_code == HTTPStatus.UNAUTHORIZED or ENDED_HEADER in response.headers:
        forget_holder()
    work = g.get("work")
    person_id = work.actor.person_id if work else None
    if person_id is None or not limiter.enabled or not is_new_holder(person_id):
        return response
    try:
        for rate in {ANYTHING, _own_rate()}:
            limiter.limiter.hit(parse(rate.allowed), f"person:{person_id}", rate.name)
    except Exception as error:  # noqa: BLE001 - the storage died after the answer was made
        log.warning("a first request was not counted: %s", type(error).__name__)
    return response


def _refused(limiter: Limiter) -> Response:
    """Say when to come back: in minutes to people, in seconds to programs."""
    limit = limiter.current_limit
    seconds = max(1, math.ceil(limit.window.reset_time - time.time()) if limit else 0)
    return refused(TooOften(f"点得太快了，请{-(-seconds // 60)}分钟后再试。", seconds=seconds))
