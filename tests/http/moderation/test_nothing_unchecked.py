"""What nobody has checked is found nowhere by anybody but its author: a crawl of every answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from models.vocabulary import Role
from server.background import drain_outbox
from server.kernel.wechat import TextCheck, Verdict
from server.registry import OUTBOX_TOPICS
from tests.support.callers import a_caller, send
from tests.support.full_village import a_full_village
from tests.support.plausible_calls import Ids, request_for
from tests.support.service import Caller, Service
from tools.access_table import RESIDENT_OF_A_HOUSEHOLD, SIGNED_IN, STRANGER, Call, calls_of

CHAIR, HOUSEHOLD = Role.VILLAGE_CHAIR, RESIDENT_OF_A_HOUSEHOLD
LOOKING = (STRANGER, SIGNED_IN, Role.VILLAGE_EXECUTIVE, Role.SHOPKEEPER, Role.TOWN_OFFICER)
"""Who looks beside those who write."""
PLANTED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "create_activity": (CHAIR, ("title", "place", "content", "contact")),
    "publish_activity": (CHAIR, ("risk_notes", "insurance")),
    "return_claim": (CHAIR, ("reason",)),
    "revoke_claim": (CHAIR, ("reason",)),
    "return_assessment": (CHAIR, ("remarks",)),
    "answer_feedback": (CHAIR, ("text",)),
    "decide_correction": (CHAIR, ("answer",)),
    "add_goods": (CHAIR, ("name", "unit")),
    "receive_stock": (CHAIR, ("note",)),
    "adopt_rules": (CHAIR, ("minutes",)),
    "submit_claim": (HOUSEHOLD, ("note",)),
    "send_feedback": (HOUSEHOLD, ("text",)),
    "ask_to_join": (SIGNED_IN, ("name",)),
    "ask_for_correction": (HOUSEHOLD, ("wanted",)),
}
"""Every call that takes free text: who writes it and in which fields; in this order."""
SHOWN_TO_NOBODY = {"receive_stock.note", "adopt_rules.minutes"}
"""Kept as records that no answer holds; docs/checked-texts.md."""


MADE: Mapping[str, tuple[str, ...]] = {
    "create_activity": ("activity_id", "draft_activity_id"),
    "add_goods": ("goods_id",),
}
"""What the calls after these speak of."""


@dataclass(frozen=True)
class Planted:
    """A village in which every text is a canary, and everybody who might hear one sing."""

    reads: tuple[Call, ...]
    callers: Mapping[str, Caller]
    ids: Ids
    canaries: Mapping[str, tuple[str, str]]
    """Who wrote it and where, by what it says."""

    def heard(self) -> dict[str, set[str]]:
        """Return which texts somebody finds in any answer to any question, authors left out."""
        found: dict[str, set[str]] = {}
        for who, caller in self.callers.items():
            answers = self._answers(caller)
            for canary, (author, place) in self.canaries.items():
                if canary in answers and who != author:
                    found.setdefault(place, set()).add(who)
        return found

    def _answers(self, caller: Caller) -> str:
        asked = [(call, request_for(call.name, call.path, self.ids)) for call in self.reads]
        bodies = [send(caller, call, request).body for call, request in asked]
        return json.dumps(bodies, ensure_ascii=False)


def plant(service: Service) -> Planted:
    """Let everybody write; the ids are those of what was written about."""
    village = a_full_village(service)
    callers = {kind: a_caller(service, kind, village) for kind in (CHAIR, HOUSEHOLD, *LOOKING)}
    calls = {call.name: call for call in calls_of(service.app)}
    ids, canaries = dict(village.ids), dict[str, tuple[str, str]]()
    ids["assessment_id"] = ids["doubtful_assessment_id"]
    for name, (author, fields) in PLANTED.items():
        words = {field: f"丝雀{len(canaries) + nth:03}" for nth, field in enumerate(fields)}
        asked = request_for(name, calls[name].path, ids)
        request = replace(asked, body={**asked.body, **_written(words)})
        answer = send(callers[author], calls[name], request)
        assert answer.status in {HTTPStatus.OK, HTTPStatus.CREATED}, (name, answer.body)
        ids |= dict.fromkeys(MADE.get(name, ()), answer.body.get("id"))
        canaries |= {said: (author, f"{name}.{field}") for field, said in words.items()}
    reads = tuple(call for call in calls.values() if call.method == "GET")
    return Planted(reads, callers, ids, canaries)


def _written(words: Mapping[str, str]) -> dict[str, Any]:
    if "remarks" in words:
        return {"remarks": [{"code": "R07", "reason": words["remarks"]}]}
    return dict(words)


def test_ab_16_nothing_unchecked_is_in_any_answer_to_anybody_else(service: Service) -> None:
    planted = plant(service)
    service.wechat.verdicts.extend([TextCheck(Verdict.UNKNOWN)] * len(planted.canaries) * 2)
    drain_outbox(service.app.transactions, OUTBOX_TOPICS)
    assert planted.heard() == {}
    service.settle_checks()
    drain_outbox(service.app.transactions, OUTBOX_TOPICS)
    places = {place for _, place in planted.canaries.values()}
    assert planted.heard().keys() == places - SHOWN_TO_NOBODY  # the crawl would have found them
