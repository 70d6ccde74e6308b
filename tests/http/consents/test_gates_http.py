"""What somebody does for herself asks for her consent; every call is gated, or says why not."""

from typing import Any

import pytest

from models.vocabulary import ConsentPurpose
from server.domains.identity import service as identity
from server.kernel.permissions import RESIDENT
from server.web.requests import SAFE_METHODS
from tests.support.callers import ids_seen_by, send
from tests.support.consents_builders import agrees
from tests.support.full_village import FullVillage, a_full_village
from tests.support.phones_builders import a_newcomer
from tests.support.plausible_calls import Ids, request_for
from tests.support.service import Answer, Caller, Service
from tools.access_table import RESIDENT_OF_A_HOUSEHOLD, Call, Reach, calls_of

GATED: dict[str, tuple[str, ...]] = {
    "ask_to_join": ("service",),
    "ask_to_join_by_phone": ("service", "phone"),
    "bind_phone": ("service", "phone"),
    "complete_upload": ("service",),
    "open_upload": ("service",),
    "place_order": ("service",),
    "save_all_answers": ("service",),
    "save_answer": ("service",),
    "send_feedback": ("service",),
    "sign_up": ("service",),
    "start_assessment": ("service",),
    "store_chunk": ("service",),
    "submit_assessment": ("service",),
    "submit_claim": ("service",),
}
"""What each wants, in the order in which it is asked for."""
FREE = {
    "ask_for_correction": "who points at something wrong is never held up",
    "add_child": "a guardian agrees for the child in the same act",
    "approve_join_request": "she decides about somebody who has agreed herself",
    "cancel_order": "who takes something back is never held up",
    "cancel_sign_up": "who takes something back is never held up",
    "close_account": "who leaves is never held up",
    "give_consent": "this is where she agrees",
    "give_member_consent": "this is where a guardian agrees",
    "issue_join_code": "a code says nothing about her",
    "link_export": "what is known of her is hers to have",
    "order_export": "what is known of her is hers to have",
    "read_message": "reading is never gated",
    "refuse_join_request": "she decides about somebody who has agreed herself",
    "report": "who points at something wrong is never held up",
    "report_subscriptions": "she has answered WeChat's own question",
    "sign_in": "nobody is known yet, and what is public is read without",
    "sign_out": "who leaves is never held up",
    "sign_out_everywhere": "who leaves is never held up",
    "take_back_phone": "who takes something back is never held up",
    "tell_birth_day": "what stays of it protects the child",
    "withdraw_consent": "who takes something back is never held up",
    "withdraw_member_consent": "who takes something back is never held up",
}
FOR_MACHINES = {"receive_push"}
OF_NOBODYS_HOUSEHOLD = {"ask_to_join", "ask_to_join_by_phone", "bind_phone", "send_feedback"}
"""What somebody does who is in no household yet."""


def own_writes(service: Service) -> list[Call]:
    """Return every write that somebody without an office may send for herself."""
    return [
        call
        for call in calls_of(service.app)
        if call.method not in SAFE_METHODS
        and (call.access.permission is None or call.access.permission in RESIDENT)
    ]


def wanted(answer: Answer) -> str | None:
    """Return what a call wants to be agreed to."""
    is_asked = answer.status == 403 and answer.body["type"] == "/problems/consent-required"
    return answer.body["purpose"] if is_asked else None


def test_every_write_of_ones_own_is_gated_or_says_why_it_is_not(service: Service) -> None:
    names = {call.name for call in own_writes(service)} - FOR_MACHINES

    assert names - set(GATED) - set(FREE) == set(), "gate it, or say why it needs no consent"
    assert set(GATED) | set(FREE) <= names | {"sign_in"}
    assert set(GATED) & set(FREE) == set()


def ask(service: Service, name: str, caller: Caller, ids: Ids) -> str | None:
    (call,) = [call for call in own_writes(service) if call.name == name]
    return wanted(send(caller, call, request_for(name, call.path, ids)))


def somebody(service: Service, village: FullVillage, name: str) -> int:
    """Return who makes a call, with nothing agreed to."""
    if name in OF_NOBODYS_HOUSEHOLD:
        return service.run(identity.create_person)
    service.sign_in(village.resident).delete("/me/consents/service")
    return village.resident


def test_requirement_20_without_her_consent_nothing_of_hers_is_written(service: Service) -> None:
    """Each call names the first thing it wants; with that agreed to it wants the next, or none."""
    village = a_full_village(service)
    ids = ids_seen_by(service, service.sign_in(village.resident), village)
    faults = dict[str, Any]()
    for name, purposes in GATED.items():
        person_id = somebody(service, village, name)
        caller = service.sign_in(person_id)
        met = []
        for purpose in purposes:
            met.append(ask(service, name, caller, ids))
            agrees(service, person_id, ConsentPurpose(purpose))
        met.append(ask(service, name, caller, ids))
        if met != [*purposes, None]:
            faults[name] = met
    assert faults == {}


def test_what_needs_no_consent_is_done_without(service: Service) -> None:
    village = a_full_village(service)
    caller = service.sign_in(village.resident)
    ids = ids_seen_by(service, caller, village)
    caller.delete("/me/consents/service")
    last = ("close_account", "sign_out", "sign_out_everywhere")
    calls = [
        call
        for call in own_writes(service)
        if call.name in FREE and call.name not in (*last, "sign_in", "give_consent")
    ]
    asked = {
        call.name: wanted(send(caller, call, request_for(call.name, call.path, ids)))
        for call in calls
    }
    assert set(asked.values()) == {None}


def test_reading_is_never_gated(service: Service) -> None:
    village = a_full_village(service)
    caller = service.sign_in(village.resident)
    caller.delete("/me/consents/service")
    reads = [
        call
        for call in calls_of(service.app)
        if call.method == "GET" and call.reach(RESIDENT_OF_A_HOUSEHOLD) is not Reach.NOBODY
    ]
    for call in reads:
        answer = send(caller, call, request_for(call.name, call.path, village.ids))
        assert wanted(answer) is None, call.name


def test_a_leader_acts_for_others_without_having_agreed(service: Service) -> None:
    village = a_full_village(service)
    leader = service.sign_in(village.village.chair)
    assert {item["state"] for item in leader.get("/me/consents").body["items"]} == {"none"}
    for name in ("start_assessment", "submit_claim", "sign_up", "place_order", "open_upload"):
        (call,) = [call for call in own_writes(service) if call.name == name]
        asked = request_for(name, call.path, village.ids, as_leader=True)
        assert wanted(send(leader, call, asked)) is None, name


@pytest.mark.parametrize("purpose", ["phone", "service"])
def test_a_number_goes_with_the_consent_to_it_and_stays_with_every_other(
    service: Service, purpose: str
) -> None:
    she = a_newcomer(service)
    she.gives()
    assert service.scalar("SELECT count(*) FROM person_phones") == 1

    she.phone.delete(f"/me/consents/{purpose}")
    left = service.scalar("SELECT count(*) FROM person_phones")
    assert left == (0 if purpose == "phone" else 1)
    assert wanted(she.gives()) == purpose
    assert len(service.wechat.asked_phones) == 1, "WeChat is asked for nothing that is not wanted"
