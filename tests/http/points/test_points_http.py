import uuid
from typing import Any

import pytest

from models.vocabulary import Role
from tests.support.builders import an_officer
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_claim,
    a_family,
    a_points_village,
    assert_books_balance,
    confirm,
    effective_points,
    pass_notice,
    publish,
)
from tests.support.service import Answer, Service


@pytest.fixture
def village(service: Service) -> PointsVillage:
    return a_points_village(service)


@pytest.fixture
def family(service: Service, village: PointsVillage) -> Family:
    return a_family(service, village)


def claim_body(family: Family, **changes: Any) -> dict[str, Any]:
    return {
        "household_id": family.id,
        "rule_code": "CIV02",
        "deed_on": "2026-11-09",
        "note": "帮邻居收稻子",
    } | changes


def outcomes(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [item["outcome"] for item in answer.body["items"]]


def test_the_life_of_a_claim_over_http(
    service: Service, village: PointsVillage, family: Family
) -> None:
    resident, chair = service.sign_in(family.person), service.sign_in(village.chair)
    claim = resident.post("/claims", claim_body(family))
    assert claim.status == 201
    assert claim.body["household_label"] == "王** · 三组"
    assert (claim.body["points"], claim.body["state_text"]) == (10, "等确认")
    claim_id = claim.body["id"]

    queue = chair.get("/claims", village_id=village.id, state="submitted")
    assert [item["id"] for item in queue.body["items"]] == [claim_id]
    confirmed = chair.post("/claims/confirmations", {"claim_ids": [claim_id]})
    assert outcomes(confirmed) == ["confirmed"]

    notice = chair.post(f"/villages/{village.id}/points-notices")
    assert notice.status == 201
    assert (notice.body["month"], notice.body["usable_on"]) == ("2026-11", "2026-11-18")
    figures = resident.get(f"/households/{family.id}/points")
    assert figures.body["usable_on"] == "2026-11-18"
    assert (figures.body["in_notice"], figures.body["redeemable"]) == (10, 0)

    pass_notice(service)
    resident = service.sign_in(family.person)
    after = resident.get(f"/households/{family.id}/points").body
    assert (after["earned_this_year"], after["redeemable"], after["arrears"]) == (10, 10, 0)
    statement = resident.get(f"/households/{family.id}/statement").body
    assert [(line["text"], line["redeemable_change"]) for line in statement["items"]] == [
        ("公示期满，可以兑换", 10),
        ("确认得分，等公示", 0),
    ]
    why = resident.get(f"/claims/{claim_id}").body
    assert why["rule"]["title"] == "邻里互助/化解小矛盾"
    assert [c["office"] for c in why["confirmations"]] == ["妇联主席"]
    assert why["notice"]["id"] == notice.body["id"]
    assert why["evidence"] == ["两名见证人"]
    assert_books_balance(service)


def test_a_leader_claims_for_a_household_without_a_phone(
    service: Service, village: PointsVillage, family: Family
) -> None:
    chair = service.sign_in(village.chair)
    body = claim_body(family, rule_code="WST01")
    bare = chair.post("/claims", body)
    assert (bare.status, bare.body["type"]) == (422, "/problems/on-behalf-required")
    behalf = {
        "member_id": family.household.member_ids[0],
        "reason": "不会用手机",
        "channel": "telephone",
    }
    assert chair.post("/claims", {**body, "on_behalf": behalf}).status == 201


def test_ab_04_confirming_for_a_declared_relative_answers_403(
    service: Service, village: PointsVillage, family: Family
) -> None:
    chair = service.sign_in(village.chair)
    claim_id = a_claim(service, family)
    assert chair.post("/declared-relatives", {"household_id": family.id}).status == 201
    answer = chair.post("/claims/confirmations", {"claim_ids": [claim_id]})
    assert (answer.status, answer.body["type"]) == (403, "/problems/own-or-relative-household")
    assert service.scalar("SELECT COUNT(*) FROM anomalies WHERE kind = 'own_or_relative'") == 1


def test_ab_05_the_second_leader_is_told_it_was_done(
    service: Service, village: PointsVillage, family: Family
) -> None:
    body = {"claim_ids": [a_claim(service, family)]}
    first, second = service.sign_in(village.chair), service.sign_in(village.executive)
    assert outcomes(first.post("/claims/confirmations", body)) == ["confirmed"]
    assert outcomes(second.post("/claims/confirmations", body)) == ["already"]
    assert service.scalar("SELECT COUNT(*) FROM points_transfers") == 1


def test_ab_13_a_claim_of_another_village_answers_as_a_missing_one(
    service: Service, village: PointsVillage
) -> None:
    other = a_points_village(service, "别村妇联")
    foreign = a_claim(service, a_family(service, other))
    chair = service.sign_in(village.chair)

    def bare(answer: Answer) -> tuple[int, dict[str, Any]]:
        return answer.status, {k: v for k, v in answer.body.items() if k != "instance"}

    for path, body in (
        ("/claims/confirmations", None),
        ("/claims/{}/return", {"reason": "看不清"}),
        ("/claims/{}/revocation", {"reason": "看不清"}),
    ):
        tries = [
            chair.post(path.format(claim_id), body or {"claim_ids": [claim_id]})
            for claim_id in (foreign, 999_999)
        ]
        assert bare(tries[0]) == bare(tries[1])
        assert tries[0].status == 404
    assert bare(chair.get(f"/claims/{foreign}")) == bare(chair.get("/claims/999999"))
    assert service.scalar("SELECT COUNT(*) FROM anomalies WHERE kind = 'foreign_id'") == 4


def test_ab_27_the_same_claim_twice_has_one_effect(
    service: Service, village: PointsVillage, family: Family
) -> None:
    resident, key = service.sign_in(family.person), uuid.uuid4().hex
    first = resident.post("/claims", claim_body(family), key=key)
    again = resident.post("/claims", claim_body(family), key=key)
    assert (again.status, again.body) == (201, first.body)
    assert resident.post("/claims", claim_body(family, quantity=2), key=key).status == 422
    other_phone = resident.post("/claims", claim_body(family))
    assert (other_phone.status, other_phone.body["type"]) == (409, "/problems/already-claimed")
    chair, body = service.sign_in(village.chair), {"claim_ids": [first.body["id"]]}
    key = uuid.uuid4().hex
    assert outcomes(chair.post("/claims/confirmations", body, key=key)) == ["confirmed"]
    assert outcomes(chair.post("/claims/confirmations", body, key=key)) == ["confirmed"]
    assert_books_balance(service)


def test_what_does_not_fit_is_named_with_its_place(service: Service, family: Family) -> None:
    resident = service.sign_in(family.person)
    answer = resident.post("/claims", claim_body(family, quantity=3, deed_on="2026-11-11"))
    assert (answer.status, answer.body["type"]) == (422, "/problems/claim-refused")
    assert [fault["pointer"] for fault in answer.body["errors"]] == ["#/quantity", "#/deed_on"]
    assert resident.post("/claims", claim_body(family, points=100)).status == 422


@pytest.mark.parametrize("claim_ids", [[], [0], [2**63], ["1"], list(range(1, 102))])
def test_a_batch_has_1_to_100_ids(service: Service, claim_ids: list[Any]) -> None:
    chair = service.sign_in(a_points_village(service).chair)
    assert chair.post("/claims/confirmations", {"claim_ids": claim_ids}).status == 422


def test_everybody_reads_the_rules(service: Service, village: PointsVillage) -> None:
    answer = service.stranger().get("/rules", village_id=village.id)
    assert answer.status == 200
    assert len(answer.body["items"]) == 40
    assert answer.body["note"].startswith("默认目录，非官方文本")
    assert answer.body["rule_set"]["version"] == "default-2026.11"
    assert answer.body["items"][0]["evidence"] == ["入户查看", "照片"]
    assert service.stranger().get("/rules").status == 422


def test_the_chair_records_a_resolution(service: Service, village: PointsVillage) -> None:
    body = {
        "rule_set_id": service.scalar("SELECT MIN(id) FROM rule_sets"),
        "resolved_on": "2026-11-09",
        "attendees": 63,
        "minutes": "村民代表会议通过。",
    }
    path = f"/villages/{village.id}/rule-adoptions"
    answer = service.sign_in(village.chair).post(path, body)
    assert (answer.status, answer.body["effective_on"]) == (201, "2026-12-01")
    assert service.sign_in(village.chair).post(path, body).status == 409
    assert service.sign_in(village.executive).post(path, body).status == 403


def test_return_and_revocation_over_http(
    service: Service, village: PointsVillage, family: Family
) -> None:
    chair = service.sign_in(village.chair)
    returned = chair.post(f"/claims/{a_claim(service, family)}/return", {"reason": "照片看不清"})
    assert (returned.status, returned.body["state"]) == (200, "returned")
    assert returned.body["reason"] == "照片看不清"
    claim_id = a_claim(service, family, days_ago=2)
    confirm(service, village.chair, claim_id)
    path = f"/claims/{claim_id}/revocation"
    executive = service.sign_in(village.executive)
    assert executive.post(path, {"reason": "查实不符"}).status == 403
    revoked = chair.post(path, {"reason": "查实不符"})
    assert revoked.body == {"claim_id": claim_id, "state": "revoked", "taken": 10, "owed": 0}
    again = chair.post(path, {"reason": "查实不符"})
    assert (again.status, again.body["state"]) == (409, "revoked")


def test_a_second_notice_in_the_month_answers_409_and_an_empty_one_422(
    service: Service, village: PointsVillage, family: Family
) -> None:
    chair = service.sign_in(village.chair)
    path = f"/villages/{village.id}/points-notices"
    assert chair.post(path).body["type"] == "/problems/nothing-to-publish"
    confirm(service, village.chair, a_claim(service, family))
    assert chair.post(path).status == 201
    again = chair.post(path)
    assert (again.status, again.body["type"]) == (409, "/problems/notice-already-published")


def test_a_household_reads_its_own_books_only(
    service: Service, village: PointsVillage, family: Family
) -> None:
    effective_points(service, village, family)
    other = service.sign_in(a_family(service, village, "李桂花").person)
    for path in (f"/households/{family.id}/points", f"/households/{family.id}/statement"):
        assert other.get(path).status == 404
        assert service.stranger().get(path).status == 401
        supervisor = an_officer(service, Role.SUPERVISOR, village.id)
        assert service.sign_in(supervisor).get(path).status == 200


def test_the_public_notice_is_read_by_everybody_and_names_nobody(
    service: Service, village: PointsVillage, family: Family
) -> None:
    confirm(service, village.chair, a_claim(service, family))
    notice_id = publish(service, village)
    stranger = service.stranger()
    listed = stranger.get("/notices", village_id=village.id).body["items"]
    assert [item["id"] for item in listed] == [notice_id]
    sheet = stranger.get(f"/notices/{notice_id}").body
    assert sheet["note"].startswith("本公示按默认积分目录计分（默认目录，非官方文本）")
    assert sheet["notice"]["is_provisional"] is False
    assert sheet["entries"][0]["content"]["household"] == "王** · 三组"
    assert "王淑芬" not in str(sheet)
    assert stranger.get("/notices/999999").status == 404
