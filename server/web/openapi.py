"""The API document (OpenAPI 3.1) and its offline reader."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import flask_swagger_ui
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Blueprint as PlainBlueprint
from flask import Flask, Response, jsonify
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

from server.web.access import access_of
from server.web.idempotency import HEADER
from server.web.problems import http_refused
from server.web.requests import API_PREFIX
from server.web.schemas import ProblemOut

_UNSAFE = {"post", "put", "patch", "delete"}

SETTINGS = {
    "API_TITLE": "巴渝绿家 Bayu Green Home",
    "API_VERSION": "1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/",
    "OPENAPI_JSON_PATH": "openapi.json",
    "OPENAPI_SWAGGER_UI_PATH": "docs",
    "OPENAPI_SWAGGER_UI_URL": "/docs/assets/",
}


class ServiceApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest's API with our problems and with keys and sign-in written into the document."""

    ERROR_SCHEMA = ProblemOut

    def __init__(self, app: Flask) -> None:
        """Name schemas after their domain: several have a CancellationIn."""
        plugin = MarshmallowPlugin(schema_name_resolver=_schema_name)
        super().__init__(app, spec_kwargs={"marshmallow_plugin": plugin})

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Answer in problem+json."""
        return http_refused(error)

    def _openapi_json(self) -> Response:
        return jsonify(document(self._app, deepcopy(self.spec.to_dict())))


def _schema_name(schema: Any) -> str:  # noqa: ANN401 - a schema, its class, or its name
    found: Any = resolve_schema_cls(schema)
    path = found.__module__.split(".")
    domain = path[2:3] if path[:2] == ["server", "domains"] else []
    return ".".join([*domain, found.__name__])


def serve_reader(app: Flask) -> None:
    """Serve the files of the document reader; nothing comes from outside."""
    folder = Path(flask_swagger_ui.__file__).parent / "dist"
    app.register_blueprint(
        PlainBlueprint(
            "docs_assets", __name__, static_folder=folder, static_url_path="/docs/assets"
        )
    )


def document(app: Flask, spec: dict[str, Any]) -> dict[str, Any]:
    """Add what the decorators cannot know: session tokens, repeat keys, problem+json."""
    components = spec.setdefault("components", {})
    components["securitySchemes"] = {"session": {"type": "http", "scheme": "bearer"}}
    for answer in components.get("responses", {}).values():
        _as_problem(answer)
    for path, method, operation in _operations(spec):
        view = _view(app, path, method)
        access = access_of(view)
        operation["security"] = [{}, {"session": []}] if access.is_public else [{"session": []}]
        if method in _UNSAFE and access.needs_key:
            operation.setdefault("parameters", []).append(_KEY_PARAMETER)
        for status, answer in operation["responses"].items():
            if not status.startswith("2") and "$ref" not in answer:
                _as_problem(answer)
    return spec


_KEY_PARAMETER = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
    "description": "Keep it across retries: the same key acts once and gets the same answer.",
}


def _as_problem(answer: dict[str, Any]) -> None:
    content = answer.get("content", {})
    if "application/json" in content:
        content["application/problem+json"] = content.pop("application/json")


def _operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            if method in _UNSAFE | {"get"} and path.startswith(API_PREFIX):
                yield path, method, operation


def _view(app: Flask, path: str, method: str) -> Any:  # noqa: ANN401 - a view is any callable
    for rule in app.url_map.iter_rules():
        shape = "".join(
            f"{{{part}}}" if is_argument else part for is_argument, part in _parts(str(rule))
        )
        if shape == path and method.upper() in (rule.methods or ()):
            return app.view_functions[rule.endpoint]
    message = f"no view for {method} {path}"
    raise LookupError(message)


def _parts(rule: str) -> Iterator[tuple[bool, str]]:
    while "<" in rule:
        before, _, rest = rule.partition("<")
        argument, _, rule = rest.partition(">")
        yield False, before
        yield True, argument.rpartition(":")[2]
    yield False, rule
