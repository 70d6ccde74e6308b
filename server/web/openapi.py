"""The API document (OpenAPI 3.1) and its offline reader."""

from collections.abc import Iterator
from copy import deepcopy
from http import HTTPStatus
from pathlib import Path
from typing import Any

import flask_swagger_ui
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_cls
from flask import Blueprint as PlainBlueprint
from flask import Flask, Response, jsonify
from flask_smorest import Api
from marshmallow import fields
from werkzeug.exceptions import HTTPException

from server.web.access import Access, access_of
from server.web.idempotency import HEADER
from server.web.problems import PROBLEM_JSON, http_refused
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
        self.ma_plugin.converter.add_attribute_function(_type_of)

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


def _type_of(_converter: object, field: object, **_: Any) -> dict[str, Any]:
    """Name the types that the plugin leaves open: of words to choose from and of fixed texts."""
    if isinstance(field, fields.Enum):
        return {"type": ["string", "null"] if field.allow_none else "string"}
    if isinstance(field, fields.Constant):
        return {"type": "string", "const": field.constant}
    return {"format": "int64"} if isinstance(field, fields.Integer) else {}


def document(app: Flask, spec: dict[str, Any]) -> dict[str, Any]:
    """Add what the decorators cannot know: names, session tokens, repeat keys, refusals."""
    components = spec.setdefault("components", {})
    del components["schemas"]["PaginationMetadataSchema"]  # flask-smorest's; our pages have keys
    components["securitySchemes"] = {"session": {"type": "http", "scheme": "bearer"}}
    components["responses"] = {_name(status): _problem(text) for status, text in _REFUSALS.items()}
    for path, method, operation in _operations(spec):
        view = _view(app, path, method)
        access = access_of(view)
        operation["operationId"] = view.__name__
        operation["security"] = [{}, {"session": []}] if access.is_public else [{"session": []}]
        operation["responses"] = {
            **{code: a for code, a in operation["responses"].items() if code.startswith("2")},
            **{str(s.value): _ref(s) for s in sorted(_refusals(path, method, operation, access))},
        }
        for parameter in operation.get("parameters", []):
            _never_null(parameter["schema"])
        if method in _UNSAFE and access.needs_key:
            operation.setdefault("parameters", []).append(_KEY_PARAMETER)
    return spec


_REFUSALS = {
    HTTPStatus.BAD_REQUEST: "The request cannot be read, or a write came without its key.",
    HTTPStatus.UNAUTHORIZED: "Nobody is signed in, or no longer.",
    HTTPStatus.FORBIDDEN: "The person may not do this.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or none the person may see.",
    HTTPStatus.CONFLICT: "Somebody was faster, or it was done already.",
    HTTPStatus.GONE: "There was such a thing; the answer says what came in its place.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The input has faults, all named in `errors`; or a rule"
    " forbids it; or the key belongs to another request.",
    HTTPStatus.TOO_MANY_REQUESTS: "The caller asks too often; try after `Retry-After`.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "A bug; `instance` names the request in the log.",
    HTTPStatus.BAD_GATEWAY: "WeChat did not answer; nothing was done.",
    HTTPStatus.SERVICE_UNAVAILABLE: "No database connection was free; try after `Retry-After`.",
}
_ALWAYS = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,  # also where sign-in is optional: an unknown token is refused
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
}
_OF_WRITES = {
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
_OF_SIGN_IN = {HTTPStatus.FORBIDDEN, HTTPStatus.BAD_GATEWAY}
_DECLARED = {HTTPStatus.GONE}


def _refusals(path: str, method: str, operation: dict[str, Any], access: Access) -> set[HTTPStatus]:
    """Return the refusals an operation may meet, told from what it takes and demands."""
    is_asked_for = "{" in path or bool(operation.get("parameters")) or "requestBody" in operation
    found = _ALWAYS | {status for status in _DECLARED if str(status) in operation["responses"]}
    if method in _UNSAFE:
        found |= _OF_WRITES
    if is_asked_for:
        found.add(HTTPStatus.UNPROCESSABLE_ENTITY)
    if access.permission or access.reads_raw:
        found.add(HTTPStatus.FORBIDDEN)
    if access.prepare:
        found |= _OF_SIGN_IN
    if "{" in path or (is_asked_for and not access.prepare):
        found.add(HTTPStatus.NOT_FOUND)
    return found


def _problem(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemOut"}
    return {"description": text, "content": {PROBLEM_JSON: {"schema": schema}}}


def _name(status: HTTPStatus) -> str:
    """Name it by its number: the words for 413 and 422 differ between Pythons."""
    return f"Problem{status.value}"


def _ref(status: HTTPStatus) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{_name(status)}"}


def _never_null(schema: dict[str, Any]) -> None:
    """Drop null, which nobody can send in an address; leaving the parameter out says the same."""
    if isinstance(schema.get("type"), list):
        (schema["type"],) = [kind for kind in schema["type"] if kind != "null"]
    if "enum" in schema:
        schema["enum"] = [word for word in schema["enum"] if word is not None]
    if schema.get("default", "") is None:
        del schema["default"]


_KEY_PARAMETER = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
    "description": "Keep it across retries: the same key acts once and gets the same answer.",
}


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
