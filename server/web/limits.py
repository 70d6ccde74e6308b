"""How often one caller may ask; less often where somebody guesses, signs in or writes to people."""

import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_network
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from flask_limiter import ApplicationLimit, Limit, Limiter, RateLimitExceeded, RequestLimit
from limits import RateLimitItem, parse

from models.vocabulary import AnomalyKind
from server.kernel.actors import STRANGER
from server.kernel.errors import TooOften, TryLater
from server.kernel.secrets import digest
from server.kernel.work import refusal
from server.web.access import bearer_token, request_id
from server.web.metrics import EXCEEDED
from server.web.problems import refused
from server.web.requests import API_PREFIX
from server.web.transactions import Transactions

log = logging.getLogger(__name__)

View = TypeVar("View", bound=Callable[..., Any])
Key = Callable[[], str]

IPV6_HOUSEHOLD_BITS = 64


def caller() -> str:
    """Tell callers apart: by session where a token came, else by address.

    Neighbours behind one address have one session each; a token that is none counts as refused.
    """
    token = bearer_token()
    return f"session:{digest(token)[:32]}" if token else address()


def address() -> str:
    """Return the client's address; of IPv6 the half that one household has."""
    given = request.remote_addr or ""
    if ":" in given:
        return f"address:{ip_network((given, IPV6_HOUSEHOLD_BITS), strict=False)}"
    return f"address:{given or 'none'}"


@dataclass(frozen=True, slots=True)
class Rate:
    """So often may one key ask. Where `anomaly` is set, a stranger who exceeds it is reported.

    What `is_strict` may not be tried uncounted: without the storage it is refused.
    """

    name: str
    allowed: str
    key: Key = caller
    anomaly: AnomalyKind | None = None
    is_strict: bool = False


# docs/operations.md says why these numbers.
ANYTHING = Rate("anything", "600 per minute")
REFUSED_TOKENS = Rate("refused_tokens", "600 per minute", key=address)
SIGN_INS = Rate("sign_ins", "300 per minute", key=address)
SCANS = Rate("scans", "60 per minute", anomaly=AnomalyKind.CODE_GUESSING)
WRONG_SCANS = Rate("wrong_scans", "300 per 10 minutes", anomaly=AnomalyKind.CODE_GUESSING)
LETTERS = Rate("letters", "60 per hour")
REPORTS = Rate("reports", "60 per hour")
REFUSED_PUSHES = Rate("refused_pushes", "60 per minute", key=address)
COUNTER = Rate("counter", "60 per minute", is_strict=True)
_ALL = (ANYTHING, REFUSED_TOKENS, SIGN_INS, SCANS, LETTERS, REPORTS, COUNTER, REFUSED_PUSHES)
RATES = {rate.name: rate for rate in _ALL}


class CannotCount(TryLater):
    """Points are not redeemed while the storage of the limits is gone; everything else goes on."""

    slug = "cannot-count"
    title = "柜台请等一等"


def limited(rate: Rate) -> Callable[[View], View]:
    """Give a view a rate of its own, beside the one for anything.

    WeChat pushes as often as it likes: of pushes only the refused ones count.
    """

    def declare(view: View) -> View:
        view.rate = rate  # type: ignore[attr-defined]
        return view

    return declare


def add_limits(
    app: Flask, transactions: Transactions, *, storage: Mapping[str, Any], enabled: bool
) -> Limiter:
    """Count the API's requests from now on, refused ones too; return what counts them.

    Without its storage each process counts for itself, until the storage is back; what is strict
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
    app.before_request(lambda: _refuse_uncounted(limiter))
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
    view = current_app.view_functions.get(request.endpoint or "")
    rate: Rate = getattr(view, "rate", ANYTHING)
    return rate


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
    """Refuse what is strict while the storage is gone; memory is never gone."""
    if not (limiter.enabled and _own_rate().is_strict) or limiter.storage.check():
        return None
    return refused(CannotCount("系统正在恢复，现在不能发货扣分，请过一会儿再试。"))


def _refused(limiter: Limiter) -> Response:
    """Say when to come back: in minutes to people, in seconds to programs."""
    limit = limiter.current_limit
    seconds = max(1, math.ceil(limit.window.reset_time - time.time()) if limit else 0)
    return refused(TooOften(f"点得太快了，请{-(-seconds // 60)}分钟后再试。", seconds=seconds))
