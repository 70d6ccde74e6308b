"""Phone, location and a public name all refused: everything else works (AB-23)."""

from typing import Any

from models.vocabulary import Role
from tests.support.builders import a_household, an_officer
from tests.support.full_village import a_full_village
from tests.support.households_builders import a_join_code
from tests.support.phones_builders import a_newcomer
from tests.support.plausible_calls import ANSWERS
from tests.support.rewards_builders import give_points
from tests.support.service import Caller, Service


def live(who: Caller, ids: dict[str, Any], **behalf: Any) -> list[int]:
    """Assess, claim, order and sign up for a household; return what came of each."""
    home = {"household_id": ids["household_id"], **behalf}
    started = who.post(f"/households/{ids['household_id']}/assessments", behalf)
    path = f"/assessments/{started.body['id']}"
    line = {"goods_id": ids["goods_id"], "quantity": 1}
    return [
        started.status,
        who.put(f"{path}/answers", {"answers": ANSWERS, **behalf}).status,
        who.post(f"{path}/submission", behalf).status,
        who.post("/claims", {"rule_code": "CIV02", "deed_on": "2026-10-20", **home}).status,
        who.post("/orders", {"lines": [line], **home}).status,
        who.post(
            f"/activity-sessions/{ids['session_id']}/sign-ups",
            {"member_id": ids["member_id"], **home},
        ).status,
    ]


def test_ab_23_who_gives_no_phone_does_everything_by_code_and_by_proxy(service: Service) -> None:
    village = a_full_village(service)
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, village.village.id)
    leader = service.sign_in(leader_id)
    homes = [a_household(service, village.village.id, (name,)) for name in ("赵大妈", "钱阿婆")]
    for home in homes:
        give_points(service, home, 200)
    by_code, by_proxy = homes

    she = a_newcomer(service)
    she.phone.delete("/me/consents/phone")
    code = a_join_code(service, by_code, leader_id)
    asked = she.phone.post("/join-requests", {"code": code, "name": "赵大妈", "relation": "head"})
    leader.post(f"/join-requests/{asked.body['id']}/approval", {"member_id": by_code.member_ids[0]})
    (mine,), (others,) = by_code.member_ids, by_proxy.member_ids
    own = {**village.ids, "household_id": by_code.id, "member_id": mine}
    assert all(status < 300 for status in live(service.sign_in(she.person_id), own))

    behalf = {"member_id": others, "reason": "没有手机", "channel": "in_person"}
    proxy = {**village.ids, "household_id": by_proxy.id, "member_id": others}
    assert all(status < 300 for status in live(leader, proxy, on_behalf=behalf))
    kept = (
        "SELECT count(*) FROM members WHERE household_id IN (:a, :b) AND phone_sealed IS NOT NULL"
    )
    assert service.scalar(kept, a=by_code.id, b=by_proxy.id) == 0
    assert service.scalar("SELECT count(*) FROM person_phones") == 0
    assert service.wechat.asked_phones == []
    consents = service.sign_in(she.person_id).get("/me/consents").body["items"]
    assert [one["purpose"] for one in consents if one["state"] == "given"] == ["service"]
