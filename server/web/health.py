"""Whether the process lives (/healthz) and whether it can serve (/readyz)."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, jsonify

Check = Callable[[], str | None]


def health_blueprint(checks: dict[str, Check]) -> Blueprint:
    """Return the two routes. A check returns None when all is well, else what is wrong."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def alive() -> Response:
        return jsonify(status="ok")

    @blueprint.get("/readyz")
    def ready() -> tuple[Response, int]:
        faults = {name: fault for name, check in checks.items() if (fault := check()) is not None}
        status = HTTPStatus.SERVICE_UNAVAILABLE if faults else HTTPStatus.OK
        return jsonify(status="not ready" if faults else "ok", faults=faults), status

    return blueprint
