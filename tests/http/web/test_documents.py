"""The API document, its offline reader, and whether the service lives and is ready."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from server.registry import BLUEPRINTS
from tests.support.builders import a_person
from tests.support.service import Answer, Service

UNSAFE = {"post", "put", "patch", "delete"}
PUSH = "/api/v1/wechat/push"
CHUNK = "/api/v1/uploads/{token}/chunks/{position}"


@pytest.fixture
def document(service: Service) -> dict[str, Any]:
    body: dict[str, Any] = service.stranger().get("/openapi.json").body
    return body


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in UNSAFE | {"get"}
    ]


def get(service: Service, path: str) -> Answer:
    response = service.app.test_client().get(path)
    return Answer(response.status_code, response.get_json(silent=True), dict(response.headers))


def test_the_document_is_openapi_3_1_and_the_same_every_time(service: Service) -> None:
    first, second = (service.stranger().get("/openapi.json").body for _ in range(2))
    assert first["openapi"] == "3.1.0"
    assert first == second


def test_the_document_is_valid_to_an_independent_reader(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_every_route_of_the_api_is_in_the_document(
    service: Service, document: dict[str, Any]
) -> None:
    told = {(path, method) for path, method, _ in operations(document)}
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule)), method.lower())
        for rule in service.app.url_map.iter_rules()
        if str(rule).startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert told == served
    assert len(BLUEPRINTS) >= 12


def test_every_write_needs_a_key_except_sign_in_chunks_and_wechat_s_pushes(
    document: dict[str, Any],
) -> None:
    without = [
        (path, method)
        for path, method, operation in operations(document)
        if method in UNSAFE
        and not any(p.get("name") == "Idempotency-Key" for p in operation.get("parameters", []))
    ]
    assert without == [("/api/v1/sessions", "post"), (CHUNK, "put"), (PUSH, "post")]


def test_no_parameter_is_told_twice(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        names = [(p.get("in"), p.get("name")) for p in operation.get("parameters", [])]
        assert len(set(names)) == len(names), (path, method)


def test_sign_in_is_asked_for_unless_the_route_is_public(document: dict[str, Any]) -> None:
    security = {(path, method): op["security"] for path, method, op in operations(document)}
    assert security["/api/v1/me", "get"] == [{"session": []}]
    assert security["/api/v1/divisions", "get"] == [{}, {"session": []}]
    assert all(security.values())


def test_every_room_is_named_in_both_languages(document: dict[str, Any]) -> None:
    for tag in document["tags"]:
        assert re.fullmatch(r"[A-Z][\w ,-]+ \([\u4e00-\u9fff]+\)", tag["description"]), tag


def test_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    assert [path for path, _, operation in operations(document) if not operation["summary"]] == []


def test_refusals_are_documented_as_problems(document: dict[str, Any]) -> None:
    answers = document["components"]["responses"].values()
    kinds = {kind for answer in answers for kind in answer.get("content", {})}
    for _, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if not status.startswith("2"):
                kinds |= set(answer.get("content", {}))
    assert kinds == {"application/problem+json"}


def test_every_operation_tells_its_own_refusals(document: dict[str, Any]) -> None:
    told = {(path, method): set(op["responses"]) for path, method, op in operations(document)}
    always = {"400", "401", "429", "500", "503"}
    assert told["/api/v1/me", "get"] == {"200"} | always
    assert told["/api/v1/rules", "get"] == {"200", "404", "422"} | always
    assert told["/api/v1/codes/{scene}", "get"] == {"200", "404", "410", "422"} | always
    assert told["/api/v1/role-grants", "get"] == {"200", "403", "404", "422"} | always
    assert told["/api/v1/claims", "post"] == {"201", "403", "404", "409", "413", "422"} | always
    assert told["/api/v1/sessions", "post"] == {"201", "403", "409", "413", "422", "502"} | always


def test_a_refused_look_at_a_code_is_documented(service: Service, document: dict[str, Any]) -> None:
    caller = service.sign_in(a_person(service))
    found = {caller.get(f"/codes/{'K' * 12}{n:04}").status for n in range(30)}
    assert found == {404, 422}
    assert {str(status) for status in found} <= set(
        document["paths"]["/api/v1/codes/{scene}"]["get"]["responses"]
    )


def test_a_problem_has_room_for_facts_and_names_faults(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["ProblemOut"]["additionalProperties"] is True
    assert set(schemas["FaultOut"]["required"]) == {"pointer", "detail"}
    assert schemas["ProblemOut"]["properties"]["errors"]["items"] == {
        "$ref": "#/components/schemas/FaultOut"
    }


def test_every_operation_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)


def parts(node: dict[str, Any], place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema that stands for one value, with its place."""
    for name, inner in node.get("properties", {}).items():
        yield from parts(inner, f"{place}/{name}")
    if "items" in node:
        yield from parts(node["items"], f"{place}/items")
    if isinstance(node.get("additionalProperties"), dict):
        yield from parts(node["additionalProperties"], f"{place}/*")
    yield place, node


def test_no_schema_lies_about_unused(document: dict[str, Any]) -> None:
    used = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert set(document["components"]["schemas"]) == used


def test_every_success_has_a_schema(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        for status in set(operation["responses"]) & {"200", "201"}:
            content = operation["responses"][status]["content"]
            if path == PUSH:
                assert content == {"text/plain": {"schema": {"type": "string"}}}
            else:
                assert "$ref" in content["application/json"]["schema"], (path, method)


def test_every_value_has_a_type(document: dict[str, Any]) -> None:
    typed = {"type", "$ref", "anyOf"}
    for name, schema in document["components"]["schemas"].items():
        assert [place for place, part in parts(schema, name) if not typed & set(part)] == []


def test_words_to_choose_from_are_texts_and_only_null_where_told(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for place, part in parts(schema, name):
            if "enum" in part:
                wanted = ["string", "null"] if None in part["enum"] else "string"
                assert part["type"] == wanted, place


def test_nothing_in_an_address_may_be_null(document: dict[str, Any]) -> None:
    for path, _, operation in operations(document):
        for parameter in operation.get("parameters", []):
            schema = parameter["schema"]
            assert isinstance(schema["type"], str), (path, parameter)
            assert None not in schema.get("enum", []), (path, parameter)
            assert schema.get("default", "") is not None, (path, parameter)


def test_patterns_are_read_alike_by_every_json_reader(document: dict[str, Any]) -> None:
    patterns = set(re.findall(r'"pattern": ("(?:[^"\\\\]|\\\\.)*")', json.dumps(document)))
    assert len(patterns) == 13
    for pattern in patterns:
        assert json.loads(pattern).startswith("^")
        assert json.loads(pattern).endswith("$")
        assert "\\" not in json.loads(pattern)


def test_requirement_08_what_comes_in_admits_no_other_fields(document: dict[str, Any]) -> None:
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]
        for path, _, operation in operations(document)
        if "application/json" in operation.get("requestBody", {}).get("content", {})
        and path != PUSH  # there WeChat decides what comes
    ]
    schemas = document["components"]["schemas"]
    asked, met = [body["$ref"] for body in bodies], set[str]()
    while asked:
        name = asked.pop().rpartition("/")[2]
        if name not in met:
            met.add(name)
            asked += re.findall(r"#/components/schemas/[\w.]+", json.dumps(schemas[name]))
    admitting = [name for name in met if schemas[name]["additionalProperties"] is not False]
    assert (admitting, "OnBehalfIn" in met, len(met) > 40) == ([], True, True)


def test_the_document_tells_no_secret_of_the_house(document: dict[str, Any]) -> None:
    names = {name for s in document["components"]["schemas"].values() for name in s["properties"]}
    told = {"openid", "unionid", "session_key", "token_hash", "code_hash", "phone_index"}
    assert names.isdisjoint(told)


def test_the_reader_needs_nothing_from_outside(service: Service) -> None:
    page = service.app.test_client().get("/docs")
    assert page.status_code == 200
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert addresses
    for address in addresses:
        assert address.startswith("/"), address
        with service.app.test_client().get(address) as file:
            assert file.status_code == 200, address
    assert "/openapi.json" in page.text
