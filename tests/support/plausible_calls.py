"""What a client would really send, call by call, for the ids of a full village."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.support import pushes
from tests.support.evidence_builders import a_photo

Ids = Mapping[str, Any]

ELSEWHERE: Mapping[str, Mapping[str, str]] = {
    "explain_claim": {"claim_id": "confirmed_claim_id"},
    "revoke_claim": {"claim_id": "confirmed_claim_id"},
    "return_claim": {"claim_id": "doubtful_claim_id"},
    "confirm_assessment": {"assessment_id": "submitted_assessment_id"},
    "return_assessment": {"assessment_id": "doubtful_assessment_id"},
    "publish_activity": {"activity_id": "draft_activity_id"},
    "list_roll": {"session_id": "beginning_session_id"},
    "call_roll": {"session_id": "beginning_session_id"},
    "add_walk_in": {"session_id": "beginning_session_id"},
    "decide_photo": {"check_id": "photo_check_id"},
    "tell_in_person": {"message_id": "untold_message_id"},
    "refuse_join_request": {"request_id": "unwanted_request_id"},
    "reissue_code": {"code_id": "shop_code_id"},
    "save_answer": {"code": "clause_code"},
    "give_member_consent": {"member_id": "phoneless_member_id"},
    "list_member_consents": {"member_id": "phoneless_member_id"},
    "withdraw_member_consent": {"member_id": "phoneless_member_id"},
    "tell_birth_day": {"member_id": "phoneless_member_id"},
    "get_division": {"code": "division_code"},
    "rename_organisation": {"organisation_id": "village_id"},
    "show_totals": {"organisation_id": "village_id"},
}
"""Where a name in a path means another thing of the village than it mostly does."""
WORDS: dict[str, Any] = {
    "position": 0,
    "clause_code": "R07",
    "division_code": "500110108000",
    "openid": "n1.visitor",
    "purpose": "location",
}
QUERIES: Mapping[str, Mapping[str, str]] = {
    "list_activities": {"village_id": "village_id"},
    "list_assessments": {"village_id": "village_id"},
    "list_claims": {"village_id": "village_id"},
    "list_codes": {"target_id": "household_id"},
    "list_entries": {"village_id": "village_id"},
    "list_corrections": {"village_id": "village_id"},
    "list_feedback": {"village_id": "village_id"},
    "list_grants": {"organisation_id": "village_id"},
    "list_households": {"village_id": "village_id"},
    "list_notices": {"village_id": "village_id"},
    "list_orders": {"village_id": "village_id"},
    "list_prints": {"village_id": "village_id"},
    "list_organisations": {"parent_id": "town_id"},
    "list_waiting_requests": {"village_id": "village_id"},
    "read_rules": {"village_id": "village_id"},
    "list_goods": {"household_id": "household_id"},
}
FIXED_QUERIES = {
    "list_codes": {"kind": "door_plate"},
    "read_standards": {"zone": "rural"},
    "search_divisions": {"name": "双龙"},
    "list_divisions": {"parent": "500110000000"},
    "sign_out_everywhere": {"keep_current": "true"},
}
_PERSON = {"name": "李桂花", "relation": "other", "phone": "13800000000"}
_GOODS = {"code": "P1", "name": "香皂", "unit": "块", "price_points": 20}
_DEED = {"rule_code": "CIV02", "deed_on": "2026-10-20"}
_RESOLUTION = {"resolved_on": "2026-10-20", "attendees": 60, "minutes": "村民会议通过。"}
_NEW_VILLAGE = {"name": "东升村妇联", "zone": "rural"}
_ACTIVITY = {
    "type_code": "A05",
    "place": "村文化活动室",
    "content": "讲怎样分垃圾",
    "contact": "刘主席",
    "sessions": [{"starts_at": "2026-11-20T09:00:00+08:00", "capacity": 9}],
}
_PHOTO = {"sha256": "5" * 64, "bytes": 100}
ANSWERS = [{"code": f"R{number:02}", "answer": "yes"} for number in range(1, 19)]
BODIES: Mapping[str, Callable[[Ids], Any]] = {
    "create_activity": lambda ids: {"village_id": ids["village_id"], **_ACTIVITY},
    "publish_activity": lambda _: {},
    "call_roll": lambda ids: {"present": [ids["beginning_sign_up_id"]]},
    "sign_up": lambda ids: _of(ids, "household_id", "member_id"),
    "add_walk_in": lambda ids: _of(ids, "household_id", "member_id"),
    "cancel_sign_up": lambda _: {},
    "save_all_answers": lambda _: {"answers": ANSWERS},
    "save_answer": lambda _: {"answer": "yes"},
    "confirm_assessment": lambda _: {},
    "return_assessment": lambda _: {"remarks": [{"code": "R07", "reason": "照片看不清"}]},
    "submit_assessment": lambda _: {},
    "start_assessment": lambda _: {},
    "open_upload": lambda ids: {"household_id": ids["household_id"], **_PHOTO},
    "store_chunk": lambda _: a_photo(),
    "submit_claim": lambda ids: {"household_id": ids["household_id"], **_DEED},
    "confirm_claims": lambda ids: {"claim_ids": [ids["claim_id"]]},
    "return_claim": lambda _: {"reason": "照片看不清"},
    "revoke_claim": lambda _: {"reason": "弄错了人"},
    "revoke_code": lambda _: {"reason": "lost"},
    "reissue_code": lambda _: {"reason": "worn"},
    "issue_code": lambda ids: {"kind": "door_plate", "target_id": ids["household_id"]},
    "order_print": lambda ids: {"kind": "door_plates", "village_id": ids["village_id"]},
    "order_export": lambda _: {"kind": "my_data", "format": "html", "reason": "own"},
    "declare_relative": lambda ids: {"household_id": ids["relatives_household_id"]},
    "send_feedback": lambda ids: {
        "kind": "complaint",
        "text": "公示栏看不清。",
        "village_id": ids["village_id"],
    },
    "ask_for_correction": lambda ids: {
        "household_id": ids["household_id"],
        "field": "name",
        "wanted": "王淑芳",
    },
    "decide_correction": lambda _: {"accepts": True},
    "decide_text": lambda _: {"passes": True},
    "decide_photo": lambda _: {"passes": True},
    "report": lambda ids: {"kind": "notice", "object_id": ids["notice_id"], "reason": "untrue"},
    "decide_report": lambda _: {"hides": False},
    "answer_feedback": lambda _: {"text": "明天就换到村口。"},
    "receive_stock": lambda _: {"quantity": 5},
    "register_household": lambda ids: {
        "village_id": ids["village_id"],
        "group_name": "三组",
        "members": [_PERSON | {"relation": "head"}],
    },
    "add_member": lambda _: _PERSON,
    "add_child": lambda _: {
        "name": "王小满",
        "born_on": "2018-05-04",
        "relation": "child",
        "consent_version": 1,
    },
    "tell_birth_day": lambda _: {"born_on": "1990-05-04"},
    "disclose_minor": lambda _: {"reason": "visit"},
    "set_household_status": lambda _: {"status": "away"},
    "change_head": lambda ids: {
        "member_id": ids["other_member_id"],
        "former_id": ids["member_id"],
        "former_relation": "parent",
    },
    "ask_to_join": lambda ids: {"code": ids["join_code"], "name": "李桂花", "relation": "child"},
    "ask_to_join_by_phone": lambda _: {"name": "李桂花", "relation": "child"},
    "give_consent": lambda _: {"version": 1},
    "give_member_consent": lambda _: {"version": 1},
    "withdraw_member_consent": lambda _: {},
    "bind_phone": lambda ids: {"code": ids["phone_code"]},
    "approve_join_request": lambda ids: {"member_id": ids["other_member_id"]},
    "place_order": lambda ids: {
        "household_id": ids["household_id"],
        "lines": [{"goods_id": ids["goods_id"], "quantity": 1}],
    },
    "fulfil_order": lambda ids: _of(ids, "village_id", "pickup_digits"),
    "look_up_order": lambda ids: {
        "village_id": ids["village_id"],
        "pickup_digits": ids["order_digits"],
    },
    "cancel_order": lambda _: {},
    "appoint": lambda ids: {
        "person_id": ids["newcomer_id"],
        "organisation_id": ids["village_id"],
        "role": "assessor",
    },
    "end_office": lambda _: {},
    "found_organisation": lambda ids: {"parent_id": ids["town_id"], **_NEW_VILLAGE},
    "rename_organisation": lambda _: {"name": "双龙新村妇联"},
    "sign_in": lambda ids: {"code": ids["openid"]},
    "report_subscriptions": lambda _: {"accepted": ["development-template-points"], "rejected": []},
    "add_goods": lambda _: _GOODS,
    "adopt_rules": lambda ids: {"rule_set_id": ids["rule_set_id"], **_RESOLUTION},
    "receive_push": lambda _: {},  # made with its query
}
OF_WECHAT = {"greet_wechat", "receive_push"}
"""What WeChat calls: signed, and never the same twice."""
ON_BEHALF = {
    "ask_for_correction",
    "cancel_order",
    "cancel_sign_up",
    "give_member_consent",
    "place_order",
    "save_all_answers",
    "save_answer",
    "sign_up",
    "start_assessment",
    "submit_assessment",
    "submit_claim",
    "withdraw_member_consent",
}
"""What a leader does for a household: she says for whom."""


@dataclass(frozen=True)
class Request:
    """Everything but who sends it."""

    path_parameters: dict[str, Any]
    query: dict[str, Any]
    body: Any

    def unfiltered(self) -> "Request":
        """Return the same without naming a village or a household in the query."""
        kept = {name: value for name, value in self.query.items() if not name.endswith("_id")}
        return replace(self, query=kept)


def request_for(name: str, path: str, ids: Ids, *, as_leader: bool = False) -> Request:
    """Return what to send to a call, by the name of its view and its path with `<kind:names>`.

    A call that nobody has said how to send raises KeyError: give it a line above.
    """
    if name in OF_WECHAT:
        query, sealed = pushes.plausible(name)
        return Request({}, dict(query), sealed)
    known = WORDS | dict(ids)
    elsewhere = ELSEWHERE.get(name, {})
    places = [part.rpartition(":")[2].rstrip(">") for part in path.split("/") if "<" in part]
    wanted = {place: elsewhere.get(place, place) for place in places}
    asked = QUERIES.get(name, {})
    body = BODIES[name](known) if name in BODIES else None
    if as_leader and name in ON_BEHALF and isinstance(body, dict):
        body = body | {"on_behalf": _behalf(known, wanted.get("member_id", "member_id"))}
    return Request(
        {place: known[which] for place, which in wanted.items()},
        {key: known[which] for key, which in asked.items()} | FIXED_QUERIES.get(name, {}),
        body,
    )


def _of(ids: Ids, *names: str) -> dict[str, Any]:
    return {name: ids[name] for name in names}


def _behalf(ids: Ids, member: str) -> dict[str, Any]:
    return {"member_id": ids[member], "reason": "没有手机", "channel": "in_person"}
