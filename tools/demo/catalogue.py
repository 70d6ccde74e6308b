"""The catalogue of the preview: who can hold the phone, what she can scan, what she is asked."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import select

from models.activities import Activity, ActivitySession
from models.households import Household, Member
from models.organisations import Organisation
from models.rewards import Order
from models.vocabulary import ActivityState, CodeKind, OrderState
from server.domains.codes import service as codes
from server.domains.households import service as households
from server.domains.rewards import service as rewards
from server.kernel.clock import local_date, say_day
from server.kernel.work import Work
from tools.demo.desk import Desk
from tools.demo.people import (
    APPLICANT,
    GUESTS,
    OFFICES,
    PLACES,
    TOWN_OFFICER,
    Place,
    households_of,
    openid,
    phone_of,
)

HOUSEHOLDS_SHOWN = (1, 2, 3, 4, 16, 17)
PLATES = ("001", "005", "018")
"""Household numbers with a door plate; 005 has no phone."""
CARD = "002"
INVITING = "018"
VOUCHER = 1
POSTERS_MAX = 3
Entry = dict[str, str]


def write_catalogue(desk: Desk, path: Path) -> None:
    """Write people, codes and templates; codes are printed once, only the join code is fresh."""
    catalogue = {
        "people": list(_people()),
        "codes": list(_codes(desk)),
        "templates": desk.run(_templates),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(catalogue, ensure_ascii=False, indent=2), encoding="utf-8")


def _templates(work: Work) -> list[Entry]:
    """Return what WeChat calls the messages it asks her about."""
    templates = work.ports.subscriptions.templates
    return [{"template_id": one.template_id, "title": one.title} for one in templates]


def _people() -> Iterator[Entry]:
    for number, guest in enumerate(GUESTS, start=1):
        yield {"openid": guest, "title": f"新住户{number}（还没有加入，手机号登记过）"}
    for place in PLACES:
        name = _short(place)
        heads = [home.members[0].name for home in households_of(place)]
        for number in HOUSEHOLDS_SHOWN:
            title = f"{name} {number:03}号户 {heads[number - 1]}"
            yield {"openid": phone_of(place, number), "title": title}
        yield {"openid": openid(place, APPLICANT), "title": f"{name} 申请入户、等同意的家人"}
        for office, _, title in OFFICES:
            which = office.partition("-")[2]
            yield {"openid": openid(place, office), "title": f"{name} {title}{which}"}
    yield {"openid": TOWN_OFFICER, "title": "石角镇妇联干部"}


def _codes(desk: Desk) -> Iterator[Entry]:
    for place in PLACES:
        chair = desk.run(lambda work, place=place: desk.person(work, openid(place, "chair")))  # type: ignore[misc]
        yield from desk.run(_printed(place), person_id=chair)
    holder = desk.run(lambda work: desk.person(work, phone_of(PLACES[0], VOUCHER)))
    yield from desk.run(_vouchers, person_id=holder)


def _printed(place: Place) -> Callable[[Work], list[Entry]]:
    """Return what the chair of a place prints: plates, a card, the shop, posters, a join code."""

    def print_codes(work: Work) -> list[Entry]:
        village = work.session.scalars(
            select(Organisation.id).where(Organisation.division_code == place.division_code)
        ).one()
        name = _short(place)
        card = _household(work, village, CARD)
        return [
            *_plates(work, village, name),
            _code(work, CodeKind.CARD, card, f"{name} {CARD}号户积分卡"),
            _code(work, CodeKind.SHOP, village, f"{name} 积分超市"),
            *_posters(work, village, name),
            _invitation(work, _household(work, village, INVITING), f"{name} {INVITING}号户"),
        ]

    return print_codes


def _short(place: Place) -> str:
    return place.name.removesuffix("妇联")


def _household(work: Work, village_id: int, number: str) -> int:
    wanted = select(Household.id).where(
        Household.village_id == village_id, Household.number == number
    )
    return work.session.scalars(wanted).one()


def _plates(work: Work, village_id: int, name: str) -> list[Entry]:
    homes = [(number, _household(work, village_id, number)) for number in PLATES]
    return [
        _code(work, CodeKind.DOOR_PLATE, home, f"{name} {number}号户门牌{_note(work, home)}")
        for number, home in homes
    ]


def _note(work: Work, household_id: int) -> str:
    """Say of a household that nobody there has a phone."""
    joined = select(Member.id).where(
        Member.household_id == household_id, Member.person_id.is_not(None)
    )
    return "" if work.session.scalars(joined).first() else "（家里没有手机）"


def _code(work: Work, kind: CodeKind, target_id: int, title: str) -> Entry:
    return {"title": title, "scene": codes.issue_code(work, kind, target_id).scene}


def _posters(work: Work, village_id: int, name: str) -> list[Entry]:
    coming = work.session.execute(
        select(Activity.id, Activity.title, ActivitySession.starts_at)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .where(
            Activity.village_id == village_id,
            Activity.state == ActivityState.PUBLISHED,
            ActivitySession.starts_at > work.now,
        )
        .order_by(ActivitySession.starts_at)
        .limit(POSTERS_MAX)
    )
    return [
        _code(
            work,
            CodeKind.ACTIVITY,
            activity_id,
            f"{name} 活动：{title}（{say_day(local_date(starts_at), today=work.today)}）",
        )
        for activity_id, title, starts_at in coming
    ]


def _invitation(work: Work, household_id: int, whose: str) -> Entry:
    issued = households.issue_join_code(work, household_id)
    code = households.spell_join_code(work, issued.id) or ""
    return {"title": f"{whose}的入户码：{code}（在“加入我家”里填）", "scene": code}


def _vouchers(work: Work) -> list[Entry]:
    waiting = select(Order.id).where(
        Order.household_id == work.actor.household_id, Order.state == OrderState.RESERVED
    )
    shown = [rewards.get_pickup(work, order_id) for order_id in work.session.scalars(waiting)]
    return [
        {"title": f"取货码（取货号{pickup.pickup_digits}）", "scene": pickup.voucher or ""}
        for pickup in shown
    ]
