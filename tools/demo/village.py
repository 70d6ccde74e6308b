"""Build the demo through the services themselves, part of it in the past, and only once."""

from datetime import datetime, timedelta

from sqlalchemy import select

from models.households import Member
from models.organisations import Division, Organisation
from models.points import RuleSet
from models.vocabulary import OrganisationLevel, ProxyChannel, Role, Zone
from server.domains.activities import service as activities
from server.domains.households import service as households
from server.domains.organisations import service as organisations
from server.domains.points import service as points
from server.domains.rewards import service as rewards
from server.kernel.clock import local_date, start_of
from server.kernel.work import OnBehalf, Work
from server.outside import reference
from tools.demo.desk import Desk, Village, agree
from tools.demo.life import live_this_month
from tools.demo.people import (
    COUNTY_CODE,
    OFFICES,
    PLACES,
    TOWN_CODE,
    TOWN_OFFICER,
    DemoHousehold,
    Place,
    households_of,
    openid,
)

STOCK = 40
GOODS_SHOWN = 10
HOUSEHOLDS_LAST_MONTH = 12
RULES_LAST_MONTH = ("GRN01", "VOL03", "CIV02")
"""Together enough for something small from the shop."""
COMING = (("A11", 7, 20), ("A21", 14, 30), ("A55", 21, 3))
"""Coming activities: type, days ahead, places."""


def is_built(desk: Desk) -> bool:
    """Tell whether the demo is there already."""
    wanted = select(Organisation.id).where(Organisation.division_code == PLACES[-1].division_code)
    return desk.run(lambda work: work.session.scalar(wanted) is not None)


def build(desk: Desk) -> None:
    """Build everything: a town, two villages, sixty households, goods, activities, a past month."""
    now = desk.run(lambda work: work.now)
    began = start_of(local_date(now).replace(day=1)) - timedelta(days=100)
    town_id = desk.run(_build_town, at=began)
    desk.run(lambda work: _grant(desk, work, TOWN_OFFICER, Role.TOWN_OFFICER, town_id), at=began)
    for place in PLACES:
        village = _build_village(desk, place, town_id, began)
        _adopt_rules(desk, village, began)
        _stock_shop(desk, village)
        _plan_activities(desk, village, now)
        desk.let_texts_pass()
        _live_last_month(desk, village, now)
        live_this_month(desk, village)
        desk.let_texts_pass()


def _build_town(work: Work) -> int:
    city = organisations.ensure_top(work, level=OrganisationLevel.CITY, name="重庆市妇联")
    levels = ((OrganisationLevel.DISTRICT, COUNTY_CODE), (OrganisationLevel.TOWN, TOWN_CODE))
    parent_id = city
    for level, code in levels:
        name = f"{work.session.get_one(Division, code).name}妇联"
        parent_id = organisations.create_organisation(
            work, level=level, name=name, parent_id=parent_id, division_code=code
        )
    return parent_id


def _grant(desk: Desk, work: Work, name: str, role: Role, organisation_id: int) -> int:
    person_id = desk.person(work, name)
    organisations.grant_role(work, person_id=person_id, organisation_id=organisation_id, role=role)
    return person_id


def _build_village(desk: Desk, place: Place, town_id: int, began: datetime) -> Village:
    def found(work: Work) -> int:
        return organisations.create_organisation(
            work,
            level=OrganisationLevel.VILLAGE,
            name=place.name,
            parent_id=town_id,
            division_code=place.division_code,
            zone=organisations.zone_of_code(place.division_code),
        )

    village_id = desk.run(found, at=began)

    def appoint(work: Work) -> dict[str, int]:
        return {
            office: _grant(desk, work, openid(place, office), role, village_id)
            for office, role, _ in OFFICES
        }

    officers = desk.run(appoint, at=began)
    later = began + timedelta(minutes=1)
    registered = [
        desk.run(
            lambda work, home=home: _register(desk, work, village_id, home),  # type: ignore[misc]
            person_id=officers["chair"],
            at=later,
        )
        for home in households_of(place)
    ]
    return Village(place, village_id, officers, registered)


def _register(desk: Desk, work: Work, village_id: int, home: DemoHousehold) -> tuple[int, int]:
    household = households.register_household(
        work,
        village_id=village_id,
        number=None,
        group_name=home.group,
        zone=None,
        members=[
            households.NewMember(m.name, m.relation, m.registered_phone) for m in home.members
        ],
    )
    ids = work.session.scalars(
        select(Member.id).where(Member.household_id == household.id).order_by(Member.id)
    ).all()
    for member_id, member in zip(ids, home.members, strict=True):
        if member.openid is not None:
            person_id = desk.person(work, member.openid)
            agree(work, person_id)
            households.link_member(work, member_id, person_id)
    return household.id, ids[0]


def _adopt_rules(desk: Desk, village: Village, began: datetime) -> None:
    def adopt(work: Work) -> None:
        rule_set_id = work.session.scalars(select(RuleSet.id).order_by(RuleSet.id.desc())).first()
        points.adopt_rules(
            work,
            village_id=village.id,
            rule_set_id=rule_set_id or 0,
            resolved_on=work.today,
            attendees=46,
            minutes="村民代表会议一致同意按市级默认目录试行积分制。",
        )

    desk.run(adopt, person_id=village.officers["chair"], at=began + timedelta(hours=1))


def _stock_shop(desk: Desk, village: Village) -> None:
    catalogue = reference("points_rules.yaml")["redemption"]["goods"][:GOODS_SHOWN]

    def stock(work: Work) -> None:
        for row in catalogue:
            shelf = {name: row[name] for name in ("code", "name", "unit", "price_points")}
            goods = rewards.add_goods(work, village.id, shelf)
            rewards.receive(work, goods.id, STOCK, note="首批采购")

    desk.run(stock, person_id=village.officers["shopkeeper"])


def _plan_activities(desk: Desk, village: Village, now: datetime) -> None:
    def plan(work: Work) -> None:
        for code, days, places in COMING:
            starts_at = start_of(local_date(now) + timedelta(days=days)) + timedelta(hours=9)
            view = activities.create_activity(
                work,
                activities.NewActivity(
                    village_id=village.id,
                    type_code=code,
                    place="村便民服务中心" if village.place.zone is Zone.RURAL else "社区广场",
                    content="带上草帽和水杯，工具由村里准备。",
                    contact="村妇联办公室",
                    shifts=[activities.NewShift(starts_at=starts_at, capacity=places)],
                    risk_notes="地面湿滑，注意脚下；身体不舒服请先休息。",
                ),
            )
            activities.publish_activity(work, view.activity.id)

    desk.run(plan, person_id=village.officers["chair"])


def _live_last_month(desk: Desk, village: Village, now: datetime) -> None:
    first = local_date(now).replace(day=1)
    deeds_at = start_of(first) - timedelta(days=20)
    executive, chair = village.officers["executive-1"], village.officers["chair"]
    claim_ids = [
        desk.run(
            lambda work, home=home, code=code: _claim(work, home, code),  # type: ignore[misc]
            person_id=executive,
            at=deeds_at,
        )
        for code in RULES_LAST_MONTH
        for home in village.households[:HOUSEHOLDS_LAST_MONTH]
    ]
    later = deeds_at + timedelta(hours=3)
    desk.run(lambda work: points.confirm_claims(work, claim_ids), person_id=chair, at=later)
    published_at = deeds_at + timedelta(days=1)
    notice = desk.run(
        lambda work: points.publish_monthly_notice(work, village.id),
        person_id=chair,
        at=published_at,
    )
    desk.run(
        lambda work: points.close_due_notice(work, notice.id),
        at=start_of(notice.usable_on) + timedelta(hours=1),
    )


def _claim(work: Work, home: tuple[int, int], code: str) -> int:
    household_id, member_id = home
    return points.submit_claim(
        work,
        household_id,
        points.ReportedDeed(rule_code=code, deed_on=work.today),
        OnBehalf(member_id, "村里集中入户登记", ProxyChannel.IN_PERSON),
    ).id
