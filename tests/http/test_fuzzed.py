"""Whatever the document admits, and much that it does not: no 5xx, no answer outside its schema."""

import os

import pytest
from flask import Flask, Response, jsonify
from schemathesis import openapi
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok

from models.vocabulary import Role
from tests.support.fuzzing import fuzz_everything, judged
from tests.support.service import Caller, Service
from tools.access_table import RESIDENT_OF_A_HOUSEHOLD, STRANGER

# what it runs, others cover; with coverage it takes half as long again
pytestmark = [pytest.mark.no_cover, pytest.mark.long]
SEED = int(os.environ.get("FUZZ_SEED", "20261127"))
CALLERS = (STRANGER, RESIDENT_OF_A_HOUSEHOLD, Role.VILLAGE_CHAIR.value, Role.SHOPKEEPER.value)


@pytest.mark.timeout(300)  # some 15 seconds by itself
@pytest.mark.parametrize("kind", CALLERS)
def test_made_up_requests_get_no_answer_outside_the_document(service: Service, kind: str) -> None:
    assert fuzz_everything(service, kind, fitting=4, wrong=3, number=SEED) > 150


@pytest.mark.parametrize("answer", [{"version": 1}, {}, "crash"])
def test_an_answer_outside_the_document_would_be_found(service: Service, answer: object) -> None:
    document = service.stranger().get("/openapi.json").body
    document["paths"] = {"/api/v1/about": document["paths"]["/api/v1/about"]}
    liar = Flask("liar")
    liar.add_url_rule("/openapi.json", "document", lambda: jsonify(document))
    liar.add_url_rule("/api/v1/about", "about", lambda: _lie(answer))
    (result,) = openapi.from_wsgi("/openapi.json", liar).get_all_operations()
    assert isinstance(result, Ok)
    with pytest.raises(FailureGroup):
        judged(result.ok().Case(), Caller(service.app))


def _lie(answer: object) -> Response:
    response = jsonify(answer)
    response.status_code = 500 if answer == "crash" else 200
    return response
