"""What people write is kept whole and shown as it was written, whatever it looks like (AB-14)."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from models.vocabulary import Role
from tests.support.callers import a_caller, send
from tests.support.full_village import a_full_village
from tests.support.plausible_calls import request_for
from tests.support.service import Service
from tools.access_table import calls_of

STRANGE = (
    "<script>x()</script>",
    "=cmd|'calc'!A0",
    "王\u200b芬\u202e",
    "👩\u200d👧🌿",
    "𬌗\ue000",
)
WRITTEN: Mapping[str, tuple[str, ...]] = {
    "add_goods": ("name",),
    "add_member": ("name",),
    "create_activity": ("title", "place", "content", "contact", "risk_notes", "insurance"),
    "register_household": ("group_name",),
    "send_feedback": ("text",),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_ab_14_strange_words_come_back_whole_and_as_json(service: Service, name: str) -> None:
    village = a_full_village(service)
    chair = a_caller(service, Role.VILLAGE_CHAIR, village)
    (call,) = (call for call in calls_of(service.app) if call.name == name)
    asked = request_for(name, call.path, village.ids, as_leader=True)
    assert asked.body is not None
    for number, words in enumerate(STRANGE):
        said = dict.fromkeys(WRITTEN[name], words)
        fresh = {"code": f"P{number}"} if "code" in asked.body else {}
        answer = send(chair, call, replace(asked, body={**asked.body, **fresh, **said}))
        assert {field: answer.body[field] for field in said} == said
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
