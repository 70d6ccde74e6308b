"""What is counted while serving, for Prometheus (`/metrics`); labels are few and name nobody."""

import os
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus

from flask import Blueprint, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import Engine, event
from werkzeug.exceptions import NotFound

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
NO_ROUTE = "none"
PROCESSES = "PROMETHEUS_MULTIPROC_DIR"  # set by config/gunicorn.py: where they count together

_OURS = CollectorRegistry()
REQUESTS = Counter(
    "bayu_requests", "Requests answered", ["method", "route", "status"], registry=_OURS
)
SECONDS = Histogram("bayu_request_seconds", "Time to the answer", ["route"], registry=_OURS)
REPEATS = Counter("bayu_transaction_repeats", "Transactions repeated", ["sqlstate"], registry=_OURS)
WECHAT_CALLS = Counter(
    "bayu_wechat_calls", "Calls to WeChat", ["endpoint", "outcome"], registry=_OURS
)
EXCEEDED = Counter("bayu_limits_exceeded", "Requests beyond a limit", ["limit"], registry=_OURS)
CONNECTIONS = Gauge(
    "bayu_database_connections_in_use",
    "Database connections in use",
    registry=_OURS,
    multiprocess_mode="livesum",
)

Observe = Callable[[], Iterable[Metric]]


def method_of_request() -> str:
    """Return the method; one that nobody has heard of is no word of ours."""
    return request.method if request.method in METHODS else "other"


def route_of_request() -> str:
    """Return the route's template: never what stands in the path, which may be a code."""
    return request.url_rule.rule if request.url_rule else NO_ROUTE


def seconds_since_start() -> float:
    """Return how long this request has taken."""
    return time.perf_counter() - float(g.started)


def count_request(response: Response) -> Response:
    """Count an answer, whatever it says."""
    route = route_of_request()
    REQUESTS.labels(method_of_request(), route, response.status_code).inc()
    SECONDS.labels(route).observe(seconds_since_start())
    return response


def count_wechat_call(endpoint: str, outcome: str) -> None:
    """Count a call to WeChat by how it ended."""
    WECHAT_CALLS.labels(endpoint, outcome).inc()


def watch_connections(engine: Engine) -> None:
    """Count the database connections that are in use."""
    event.listen(engine, "checkout", lambda *_: CONNECTIONS.inc())
    event.listen(engine, "checkin", lambda *_: CONNECTIONS.dec())


def metrics_blueprint(observe: Observe) -> Blueprint:
    """Return the one route; `observe` brings what is looked up for the occasion."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def show_metrics() -> Response:
        """Show them to whoever asks this process itself; what a proxy passes on is not found."""
        if "X-Forwarded-For" in request.headers:
            raise NotFound
        text = generate_latest(_counted()) + generate_latest(_observed(observe))
        return Response(text, status=HTTPStatus.OK, content_type=CONTENT_TYPE_LATEST)

    return blueprint


def _counted() -> CollectorRegistry:
    """Return what this process counted; under gunicorn, what all processes of this node did."""
    if PROCESSES not in os.environ:
        return _OURS
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


def _observed(observe: Observe) -> CollectorRegistry:
    class Observed(Collector):
        def collect(self) -> Iterable[Metric]:
            return observe()

    registry = CollectorRegistry()
    registry.register(Observed())
    return registry
