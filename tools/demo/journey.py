"""The whole mission, played over HTTP as the people of the demo: one line a step, all checked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from server.kernel.clock import start_of
from tools.demo.people import RURAL, openid
from tools.demo.stage import Phone, Stage, expect

ASSESSMENT_POINTS, DEED_POINTS, ACTIVITY_POINTS = 50, 50, 20
ANSWERS = ("yes",) * 13 + ("no",) * 3
NOT_APPLICABLE = ("R02", "R08")
PLACES = 2


@dataclass
class Journey:
    """One run: it registers a household of its own, so it can be played again and again."""

    stage: Stage
    say: Callable[[str], None] = print
    steps: int = 0
    phones: dict[str, Phone] = field(default_factory=dict)
    village_id: int = 0
    household: dict[str, Any] = field(default_factory=dict)
    run: str = ""

    def play(self) -> None:
        """Play every act; DemoFailed when anything is off."""
        self._arrive()
        self._scan_and_join()
        assessment_claim = self._answer_and_confirm()
        deed_claim = self._claim_and_confirm()
        self._wait_out_the_notice([assessment_claim, deed_claim])
        self._order_and_collect()
        self._take_part()
        self._recount()

    def as_(self, office: str) -> Phone:
        """Return the phone of an officer of the demo village."""
        return self._phone(office, openid(RURAL, office))

    def resident(self) -> Phone:
        """Return the phone of the household of this run."""
        return self._phone("住户", f"demo-guest-{self.run}")

    def _phone(self, name: str, wechat: str) -> Phone:
        if name not in self.phones:
            self.phones[name] = self.stage.sign_in(name, wechat)
        return self.phones[name]

    def _step(self, text: str) -> None:
        self.steps += 1
        self.say(f"{self.steps:02} ✓ {text}")

    def _move_to(self, day: date, hour: int) -> None:
        self.stage.move_to(start_of(day) + timedelta(hours=hour))
        self.phones.clear()
        self._step(f"时间来到 {day} {hour}:00")

    def _arrive(self) -> None:
        self.run = f"{self.stage.now():%Y%m%d%H%M%S}"
        chair = self.as_("chair")
        me = chair.get("/me")
        self.village_id = me["offices"][0]["organisation_id"]
        notices = chair.get("/notices", village_id=self.village_id)["items"]
        if any(notice["month"] == f"{self.stage.today():%Y-%m}" for notice in notices):
            first = (self.stage.today().replace(day=1) + timedelta(days=32)).replace(day=1)
            self._move_to(first, 9)
        self._step(f"主席登录，管 {self.village_id} 号村，已有 {len(notices)} 期公示")

    def _scan_and_join(self) -> None:
        chair = self.as_("chair")
        members = [{"name": "冉桂芬", "relation": "head"}, {"name": "冉小满", "relation": "child"}]
        body = {"village_id": self.village_id, "group_name": "三组", "members": members}
        self.household = chair.post("/households", body)
        plate = chair.post("/codes", {"kind": "door_plate", "target_id": self._id})
        code = chair.post(f"/households/{self._id}/join-codes")["code"]
        self._step(f"主席建档 {self.household['number']} 号户，2 人，印好门牌码")
        resident = self.resident()
        opened = resident.get(f"/codes/{plate['scene']}")
        expect("扫门牌看到的", opened["actions"], ["ask_to_join"])
        self._agree(resident)
        request = resident.post(
            "/join-requests", {"code": code, "name": "冉桂芬", "relation": "head"}
        )
        member = {"member_id": self._members[0]}
        chair.post(f"/join-requests/{request['id']}/approval", member)
        expect("本人的户", resident.get("/me")["household_id"], self._id)
        self._step("冉桂芬扫门牌、凭入户码申请、主席同意，成了本户成员")

    def _agree(self, resident: Phone) -> None:
        texts = {text["purpose"]: text for text in resident.get("/consent-texts")["items"]}
        states = {item["state"] for item in resident.get("/me/consents")["items"]}
        expect("一开始什么都没有同意", states, {"none"})
        basic = texts["service"]
        given = resident.put("/me/consents/service", {"version": basic["version"]})
        expect("同意了", given["state"], "given")
        self._step(f"冉桂芬看了“{basic['title']}”，同意了；别的都没有同意，照样能办")

    def _answer_and_confirm(self) -> int:
        resident = self.resident()
        assessment = resident.post(f"/households/{self._id}/assessments")
        path = f"/assessments/{assessment['id']}"
        given = iter(ANSWERS)
        for clause in assessment["clauses"]:
            answer = "na" if clause["code"] in NOT_APPLICABLE else next(given)
            resident.put(f"{path}/answers/{clause['code']}", {"answer": answer})
        result = resident.post(f"{path}/submission")["result"]
        expect("自评结果", (result["met"], result["not_applicable"]), (13, 2))
        expect("自评结论", result["reasons"], [])
        self._step(f"18 条逐条答完：做到 {result['met']}，没有这个情况 2，达标，等村里看")
        confirmed = self.as_("executive-1").post(f"{path}/confirmation")
        self._step(f"执委核定达标，有效到 {confirmed['valid_until_on']}")
        claims = self.as_("assessor-1").get("/claims", household_id=self._id)["items"]
        expect("自评得分条数", [c["rule_code"] for c in claims], ["SAV01"])
        self._confirm("assessor-1", claims[0]["id"], "confirmed")
        self._figures(in_notice=ASSESSMENT_POINTS, redeemable=0)
        self._step(f"评议小组第二人确认，{ASSESSMENT_POINTS} 分待公示")
        return int(claims[0]["id"])

    def _claim_and_confirm(self) -> int:
        resident = self.resident()
        body = {
            "household_id": self._id,
            "rule_code": "ENV07",
            "deed_on": str(self.stage.today()),
            "note": "厕所改好了",
        }
        claim_id = resident.post("/claims", body)["id"]
        resident.refused(
            "/claims/confirmations", {"claim_ids": [claim_id]}, status=403, problem="not-allowed"
        )
        self._step("住户申报“改厕完工”，自己不能给自己确认")
        self._confirm("executive-1", claim_id, "first_confirmed")
        self._confirm("executive-1", claim_id, None)
        self._confirm("assessor-2", claim_id, "confirmed")
        self._figures(in_notice=ASSESSMENT_POINTS + DEED_POINTS, redeemable=0)
        self._step("执委和评议小组成员先后确认，同一个人按两次不算两次")
        return int(claim_id)

    def _wait_out_the_notice(self, claim_ids: list[int]) -> None:
        chair, resident = self.as_("chair"), self.resident()
        notice = chair.post(f"/villages/{self.village_id}/points-notices")
        refusal = resident.refused(
            "/orders", self._order(1), status=422, problem="insufficient-points"
        )
        expect("公示期内不能用，哪天能用", refusal["usable_on"], notice["usable_on"])
        sheet = self.stage.http.get(f"{self.stage.web}/api/v1/notices/{notice['id']}", timeout=10)
        expect("公示里出现全名的次数", sheet.text.count("冉桂芬"), 0)
        self._step(f"主席发布 {notice['month']} 公示，姓名遮盖，{notice['usable_on']} 起能用")
        self._move_to(date.fromisoformat(notice["usable_on"]), 9)
        total = ASSESSMENT_POINTS + DEED_POINTS
        self.stage.wait_for("公示结束", lambda: self._points()["redeemable"] == total)
        self._figures(in_notice=0, redeemable=total)
        for claim_id in claim_ids:
            claim = self.resident().get(f"/claims/{claim_id}")["claim"]
            expect("生效", claim["state"], "effective")
        self._step(f"公示期满无异议，{total} 分可以用了，今年累计 {total} 分")

    def _order_and_collect(self) -> None:
        resident, shopkeeper = self.resident(), self.as_("shopkeeper")
        before = self._shelf()
        order = resident.post("/orders", self._order(2))
        expect("占用", self._points()["held"], order["points"])
        expect("库存", self._shelf()["stock"], before["stock"] - 2)
        self._step(f"住户换 {before['name']} 2 {before['unit']}，占用 {order['points']} 分")
        handed = {"village_id": self.village_id, "pickup_digits": order["pickup_digits"]}
        fulfilled = shopkeeper.post("/orders/fulfilments", handed)
        expect("兑换单", fulfilled["state"], "fulfilled")
        shopkeeper.refused(
            "/orders/fulfilments",
            {"village_id": self.village_id, "voucher": order["voucher"]},
            status=409,
            problem="order-already-closed",
        )
        left = ASSESSMENT_POINTS + DEED_POINTS - order["points"]
        self._figures(in_notice=0, redeemable=left)
        self._step(f"柜台核对 6 位取货号交货，码只能用一次，剩 {left} 分，今年累计不变")

    def _take_part(self) -> None:
        chair = self.as_("chair")
        day = self.stage.today() + timedelta(days=2)
        session = self._publish_activity(chair, day)
        first, second, waiting = self._sign_up_three(session["id"])
        self._step(f"{PLACES} 个名额，第 3 个人排候补第 {waiting['waiting_position']}")
        other = self._phone("邻居一", f"demo-{RURAL.key}-household-001")
        other.post(f"/sign-ups/{first['id']}/cancellation")
        mine = self.resident().get("/sign-ups")["items"][0]
        expect("候补自动补上", (mine["id"], mine["state"]), (waiting["id"], "registered"))
        self._step("有人取消，冉桂芬自动补上")
        self._move_to(day, 9)
        roll = {"present": [waiting["id"]], "absent": [second["id"]]}
        path = f"/activity-sessions/{session['id']}/roll-calls"
        items = self.as_("executive-2").post(path, roll)["items"]
        expect("点名", [item["result"] for item in items], ["present", "absent"])
        self._figures(in_notice=ACTIVITY_POINTS, redeemable=self._points()["redeemable"])
        self._step(f"执委点名，到场的 {ACTIVITY_POINTS} 分待公示")

    def _publish_activity(self, chair: Phone, day: date) -> dict[str, Any]:
        starts_at = start_of(day) + timedelta(hours=9)
        draft = chair.post(
            "/activities",
            {
                "village_id": self.village_id,
                "type_code": "A11",
                "place": "村便民服务中心",
                "content": "一起宣传光盘行动。",
                "contact": "村妇联办公室",
                "sessions": [{"starts_at": starts_at.isoformat(), "capacity": PLACES}],
            },
        )
        activity = chair.post(f"/activities/{draft['id']}/publication")
        session: dict[str, Any] = activity["sessions"][0]
        path = f"/activities/{draft['id']}"
        self.stage.wait_for("活动检查", lambda: chair.get(path)["text_state"] == "passed")
        self._step(f"主席发布活动“{activity['title']}”，{PLACES} 个名额")
        return session

    def _sign_up_three(self, session_id: int) -> tuple[Any, Any, Any]:
        path = f"/activity-sessions/{session_id}/sign-ups"
        neighbours = []
        for name, number in (("邻居一", 1), ("邻居二", 2)):
            phone = self._phone(name, f"demo-{RURAL.key}-household-{number:03}")
            me = phone.get("/me")
            body = {"household_id": me["household_id"], "member_id": me["member_id"]}
            neighbours.append(phone.post(path, body))
        own = {"household_id": self._id, "member_id": self._members[0]}
        return (*neighbours, self.resident().post(path, own))

    def _recount(self) -> None:
        lines, points = self._statement(), self._points()
        for account in ("in_notice", "redeemable", "held"):
            came = sum(line["amount"] for line in lines if line["credit_kind"] == account)
            went = sum(line["amount"] for line in lines if line["debit_kind"] == account)
            expect(f"流水相加等于 {account}", came - went, points[account])
        messages = self.resident().get("/messages", size=50)["items"]
        self._step(f"{len(lines)} 条流水逐条相加与余额相符，收件箱 {len(messages)} 条消息")

    def _statement(self) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = []
        after: int | None = None
        while True:
            query = {"size": 50} if after is None else {"size": 50, "after": after}
            page = self.resident().get(f"/households/{self._id}/statement", **query)
            lines += page["items"]
            after = page["next_after"]
            if after is None:
                return lines

    @property
    def _id(self) -> int:
        return int(self.household["id"])

    @property
    def _members(self) -> list[int]:
        return [member["id"] for member in self.household["members"]]

    def _points(self) -> dict[str, Any]:
        points: dict[str, Any] = self.resident().get(f"/households/{self._id}/points")
        return points

    def _figures(self, *, in_notice: int, redeemable: int) -> None:
        points = self._points()
        expect("待公示", points["in_notice"], in_notice)
        expect("可兑换", points["redeemable"], redeemable)

    def _confirm(self, office: str, claim_id: int, outcome: str | None) -> None:
        items = self.as_(office).post("/claims/confirmations", {"claim_ids": [claim_id]})["items"]
        if outcome is not None:
            expect(f"{office} 确认", items[0]["outcome"], outcome)

    def _shelf(self) -> dict[str, Any]:
        goods = self.resident().get(f"/villages/{self.village_id}/goods")["items"]
        cheapest: dict[str, Any] = min(goods, key=lambda row: (row["price_points"], row["id"]))
        return cheapest

    def _order(self, quantity: int) -> dict[str, Any]:
        line = {"goods_id": self._shelf()["id"], "quantity": quantity}
        return {"household_id": self._id, "lines": [line]}
