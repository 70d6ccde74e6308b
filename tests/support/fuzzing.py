"""Requests made up from the service's own OpenAPI document, and what every answer must keep to."""

import itertools
import uuid
from http import HTTPStatus
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.web.requests import API_PREFIX
from tests.support.callers import ENDING, a_caller, ids_seen_by, in_order, signed_in_anew
from tests.support.full_village import a_full_village, nowhere
from tests.support.plausible_calls import WORDS, Ids, Request
from tests.support.service import Caller, Service
from tools.access_table import Reach, calls_of

Operation = APIOperation[Any, Any, Any, Any]
AnyCase = Case[Operation]
ALWAYS: tuple[CheckFunction, ...] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
PROBLEMS = "application/problem+json"
_LISTS = {"claim_ids": "claim_id", "present": "beginning_sign_up_id", "absent": "sign_up_id"}
_OTHERS = {"target_id": "household_id", "parent_id": "town_id", "code": "join_code"}
_ALL_AT_ONCE = settings(
    phases=[Phase.generate], deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def operations(caller: Caller) -> dict[str, Operation]:
    """Return what the document offers, by the names of the views."""
    found = dict[str, Operation]()
    for result in openapi.from_wsgi("/openapi.json", caller.app).get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        if operation.path.startswith(API_PREFIX):
            found[operation.definition.raw["operationId"]] = operation
    return found


def send_plausible(operation: Operation, caller: Caller, request: Request) -> Response:
    """Send what a client would, and judge the answer."""
    case = operation.Case(
        path_parameters=request.path_parameters,
        query=request.query,
        headers={"Idempotency-Key": uuid.uuid4().hex},
    )
    if request.body is not None:
        is_raw = isinstance(request.body, bytes)
        case.body = request.body
        case.media_type = "application/octet-stream" if is_raw else "application/json"
    return judged(case, caller)


def fuzz_everything(service: Service, kind: str, *, fitting: int, wrong: int, number: int) -> int:
    """Send so many made-up requests to every call as one kind of caller, and return how many.

    One of each suffices where the call is not for her. The number seeds them all.
    """
    village, other = a_full_village(service), a_full_village(service, "青山村妇联")
    caller = a_caller(service, kind, village)
    ids, offered, sent = ids_seen_by(service, caller, village), operations(caller), 0
    print(f"as {kind} with FUZZ_SEED={number}")  # noqa: T201 - shown when it fails
    for call in sorted(calls_of(service.app), key=in_order):
        if call.name in ENDING:
            caller = signed_in_anew(service, caller)
        assert caller.token is None or caller.get("/me").status == 200
        is_hers = call.reach(kind) is not Reach.NOBODY
        for mode, examples in ((POSITIVE, fitting), (NEGATIVE, wrong)):
            sent += fuzz(
                offered[call.name],
                caller,
                mode=mode,
                ids=[ids, ids, other.ids, nowhere(village)],
                examples=examples if is_hers else 1,
                number=number,
            )
    return sent


def fuzz(
    operation: Operation,
    caller: Caller,
    *,
    mode: GenerationMode,
    ids: list[Ids],
    examples: int,
    number: int,
) -> int:
    """Send made-up requests and return how many; those that fit mostly aim at what there is."""
    sent = itertools.count()

    @seed(number)
    @settings(_ALL_AT_ONCE, max_examples=examples)
    @given(case=operation.as_strategy(generation_mode=mode), chance=st.randoms())
    def run(case: AnyCase, chance: Random) -> None:
        if mode is POSITIVE:
            aim(case, chance, WORDS | dict(chance.choice(ids)))
        judged(case, caller)
        next(sent)

    try:
        run()
    except Unsatisfiable:
        assert mode is NEGATIVE, "nothing fits"  # what takes no input has no wrong one
    return next(sent)


def judged(case: AnyCase, caller: Caller) -> Response:
    """Send a request as the caller, and let every check look at the answer.

    What was asked before does not count, or haste would be all that is answered.
    """
    caller.app.limiter.reset()
    headers = {"Authorization": f"Bearer {caller.token}"} if caller.token else {}
    answer = case.call(headers=headers)
    assert answer.status_code != HTTPStatus.TOO_MANY_REQUESTS
    checks = [*ALWAYS, *([negative_data_rejection] if _has_a_wrong_body(case) else [])]
    case.validate_response(answer, checks=checks, additional_checks=[problems_are_problems])
    return answer


def problems_are_problems(_context: object, answer: Response, _case: AnyCase) -> None:
    """Hold every refusal to RFC 9457."""
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == [PROBLEMS]
        body = answer.json()
        assert body["status"] == answer.status_code
        assert body["type"].startswith("/problems/")


def aim(case: AnyCase, chance: Random, known: Ids) -> None:
    """Let most ids of a request that fits be those of things there are."""
    case.path_parameters = _aimed(case.path_parameters, chance, known)
    case.query = _aimed(case.query, chance, known)
    if isinstance(case.body, dict):
        case.body = _aimed(case.body, chance, known)


def _aimed(value: Any, chance: Random, known: Ids) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return [_aimed(item, chance, known) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _hit(name, inner, chance, known) for name, inner in value.items()}


def _hit(name: str, value: Any, chance: Random, known: Ids) -> Any:  # noqa: ANN401 - JSON
    if chance.random() < 0.2 or value is None:
        return _aimed(value, chance, known)
    if name in _LISTS:
        return [known[_LISTS[name]]]
    wanted = _OTHERS.get(name, name)
    return known[wanted] if wanted in known else _aimed(value, chance, known)


def _has_a_wrong_body(case: AnyCase) -> bool:
    """Tell whether the body must be refused; the headers are our own, and queries may hold more."""
    return case.meta is not None and case.meta.is_negative_at(ParameterLocation.BODY)
