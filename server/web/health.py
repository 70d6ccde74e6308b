"""Whether the process lives (/healthz) and whether it can serve (/readyz)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Blueprint, Response, jsonify


@dataclass(frozen=True, slots=True)
class Health:
    """What an examination found: faults keep the service from serving, concerns do not."""

    faults: dict[str, str] = field(default_factory=dict)
    concerns: dict[str, str] = field(default_factory=dict)
    worker_seconds: float | None = None

    @property
    def status(self) -> str:
        """One word for all of it."""
        if self.faults:
            return "not ready"
        return "degraded" if self.concerns else "ok"


def health_blueprint(examine: Callable[[], Health]) -> Blueprint:
    """Return the two routes.

    A concern is told with 200: a proxy that took every web node away because the worker stands
    still would make it worse.
    """
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def alive() -> Response:
        return jsonify(status="ok")

    @blueprint.get("/readyz")
    def ready() -> tuple[Response, int]:
        health = examine()
        answer = jsonify(
            status=health.status,
            faults=health.faults,
            concerns=health.concerns,
            worker_seconds=health.worker_seconds,
        )
        return answer, HTTPStatus.SERVICE_UNAVAILABLE if health.faults else HTTPStatus.OK

    return blueprint
