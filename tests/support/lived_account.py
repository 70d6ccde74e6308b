"""An account that somebody has lived with: what she told is planted everywhere it can be kept."""

import json
from dataclasses import dataclass, field
from datetime import timedelta

from models import Base
from models.identity import WeChatAccount
from models.vocabulary import ProxyChannel, Relation
from server.domains.moderation.rules import digest_of, normalise
from server.domains.points import service as points
from server.domains.points.service import ReportedDeed
from server.kernel.clock import local_date
from server.kernel.work import OnBehalf, Work
from tests.support.activities_builders import GAMES, Neighbour, a_neighbour, an_activity
from tests.support.activities_builders import signed_up as a_sign_up
from tests.support.assessments_builders import a_submitted_assessment
from tests.support.evidence_builders import Phone, a_photo
from tests.support.households_builders import a_join_code
from tests.support.points_builders import PointsVillage, a_points_village
from tests.support.pushes import an_event, push, sealed_push
from tests.support.rewards_builders import give_points, goods_on_the_shelf
from tests.support.service import Caller, Service

NAME = "檀=cmd()\u200b<script>𬭎"
"""Strange, and found nowhere else."""
OPENID, UNIONID = "oTan4711", "uTan4711"
NUMBER, HANDED_IN = "13912344711", "13812344711"
SECRET = "檀家的心里话"
TRACES = (NAME, OPENID, UNIONID, NUMBER, HANDED_IN, SECRET, digest_of(normalise(NAME)))


@dataclass
class LivedAccount:
    """Who she is, where she lives, and the phone she is signed in with."""

    service: Service
    village: PointsVillage
    home: Neighbour
    person_id: int
    member_id: int
    phone: Caller
    shifts: dict[str, int] = field(default_factory=dict)

    @property
    def chair(self) -> Caller:
        """The phone of who leads her village."""
        return self.service.sign_in(self.village.chair)


def everywhere(service: Service, *traces: str) -> list[str]:
    """Return every table and column in which one of some texts stands, as it is or in JSON."""
    spelt = {trace: {trace, json.dumps(trace)[1:-1]} for trace in traces}
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            values = service.rows(f"SELECT {column.name} FROM {table.name}")  # noqa: S608 - ours
            told = {str(value) for (value,) in values if value is not None}
            found += [
                f"{column}: {trace}"
                for trace, ways in spelt.items()
                if any(way in one for way in ways for one in told)
            ]
    return found


def a_lived_account(service: Service) -> LivedAccount:
    """Return somebody who came by WeChat, joined a household, and did all that can be done."""
    village = a_points_village(service)
    home = a_neighbour(service, village.id, ("王淑芬", "李建国"))
    lived = _joined(service, village, home)
    for live in (_talks, _shows, _earns, _answers, _signs_up, _orders, _is_acted_for, _asks):
        live(lived)
    service.settle_checks()
    return lived


def _joined(service: Service, village: PointsVillage, home: Neighbour) -> LivedAccount:
    """Let her ask with a code, under her name and a number, and give her own number as well."""
    body = service.stranger().post("/sessions", {"code": f"n1.{OPENID}/{UNIONID}"}).body
    phone, person_id = Caller(service.app, body["token"]), body["person_id"]
    service.run(lambda work: _is_known_here(work, person_id))
    for text in phone.get("/me/consents").body["items"]:
        given = phone.put(f"/me/consents/{text['purpose']}", {"version": text["version"]})
        assert given.status == 200, given.body
    code = a_join_code(service, home.household, home.person_id)
    asked = phone.post(
        "/join-requests",
        {"code": code, "name": NAME, "relation": Relation.OTHER.value, "phone": HANDED_IN},
    )
    assert asked.status == 201, asked.body
    service.settle_checks()
    at = f"/join-requests/{asked.body['id']}/approval"
    approved = service.sign_in(village.chair).post(at, {"member_id": None})
    assert approved.status == 200, approved.body
    service.clock.advance(minutes=2)
    phone = service.sign_in(person_id)
    assert phone.post("/me/phone", {"code": f"n1-{OPENID}-{NUMBER}"}).status == 201
    member_id = service.scalar("SELECT id FROM members WHERE person_id = :id", id=person_id)
    accepted = sealed_push(an_event(FromUserName=OPENID), at=service.clock.instant)
    assert push(service, accepted).status == 200
    return LivedAccount(service, village, home, person_id, member_id, phone)


def _is_known_here(work: Work, person_id: int) -> None:
    """Let this installation's own app know her, too."""
    app_id = work.ports.subscriptions.app_id
    work.session.add(
        WeChatAccount(person_id=person_id, app_id=app_id, openid=OPENID, created_at=work.now)
    )


def _talks(lived: LivedAccount) -> None:
    """Write two letters; one is answered by name."""
    letter = {"kind": "complaint", "text": SECRET}
    first, sent = (lived.phone.post("/feedback", letter) for _ in range(2))
    assert (first.status, sent.status) == (201, 201), sent.body
    lived.service.settle_checks()
    at = f"/feedback/{sent.body['id']}/answer"
    assert lived.chair.post(at, {"text": f"{NAME}：{SECRET}，知道了"}).status == 200
    lived.service.settle_checks()


def _shows(lived: LivedAccount) -> None:
    """Send a photo, and begin with another."""
    camera = Phone(lived.phone)
    camera.send(a_photo())
    camera.announce(a_photo(1))


def _earns(lived: LivedAccount) -> None:
    """Claim twice; one claim is sent back with her name in the reason."""
    ids = []
    for days in (1, 2):
        day = local_date(lived.service.clock.instant) - timedelta(days=days)
        body = {"rule_code": "CIV02", "deed_on": day.isoformat(), "note": SECRET}
        claimed = lived.phone.post("/claims", {"household_id": lived.home.household.id, **body})
        assert claimed.status == 201, claimed.body
        ids.append(claimed.body["id"])
    lived.service.settle_checks()
    sent_back = lived.chair.post(f"/claims/{ids[0]}/return", {"reason": f"{NAME}没有拍照"})
    assert sent_back.status == 200, sent_back.body


def _answers(lived: LivedAccount) -> None:
    """Hand in the household's assessment; it is sent back with her name in a remark."""
    one = a_submitted_assessment(lived.service, lived.home.household, lived.person_id)
    remarks = {"remarks": [{"code": "R01", "reason": f"{NAME}说的和看到的不一样"}]}
    sent_back = lived.chair.post(f"/assessments/{one}/return", remarks)
    assert sent_back.status == 200, sent_back.body


def _signs_up(lived: LivedAccount) -> None:
    """Have the only place of one shift, for which a neighbour waits, and wait for another."""
    service, village = lived.service, lived.village
    tomorrow = timedelta(days=1), timedelta(days=2)
    held = an_activity(
        service, village.id, chair=village.chair, capacity=1, type_code=GAMES, starts_in=tomorrow
    )
    first, second = held.shift_ids
    other = a_neighbour(service, village.id, ("赵大妈", "赵小妹"))
    hers = {"household_id": lived.home.household.id, "member_id": lived.member_id}
    a_sign_up(service, second, other)
    for shift_id in (first, second):
        assert lived.phone.post(f"/activity-sessions/{shift_id}/sign-ups", hers).status == 201
    a_sign_up(service, first, other, member=1)
    lived.shifts = {"held": first, "waited": second}


def _orders(lived: LivedAccount) -> None:
    """Order soap and cancel the order."""
    goods_id = goods_on_the_shelf(lived.service, lived.village.id, price=20)
    give_points(lived.service, lived.home.household, 60)
    lines = [{"goods_id": goods_id, "quantity": 1}]
    body = {"household_id": lived.home.household.id, "lines": lines}
    ordered = lived.phone.post("/orders", body)
    assert ordered.status == 201, ordered.body
    assert lived.phone.post(f"/orders/{ordered.body['id']}/cancellation").status == 200


def _is_acted_for(lived: LivedAccount) -> None:
    """Let the chair claim for her, by telephone."""
    day = local_date(lived.service.clock.instant) - timedelta(days=1)
    behalf = OnBehalf(lived.member_id, f"{SECRET}：不识字", ProxyChannel.TELEPHONE)
    deed = ReportedDeed("WST01", day)
    lived.service.run(
        lambda work: points.submit_claim(work, lived.home.household.id, deed, behalf),
        lived.service.actor(lived.village.chair),
    )


def _asks(lived: LivedAccount) -> None:
    """Issue a code that nobody uses, and ask for two corrections, one of which is declined."""
    a_join_code(lived.service, lived.home.household, lived.person_id)
    body = {"field": "other", "wanted": SECRET}
    first, second = (lived.phone.post("/corrections", body) for _ in range(2))
    assert (first.status, second.status) == (201, 201), first.body
    lived.service.settle_checks()
    decision = {"accepts": False, "answer": f"{NAME}再想想"}
    declined = lived.chair.post(f"/corrections/{second.body['id']}/decision", decision)
    assert declined.status == 200, declined.body
