"""Builders of activities: published ones with shifts, sign-ups, and rules in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from models.vocabulary import ProxyChannel, Relation, Role
from server.domains.activities import service as activities
from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.points import service as points
from server.kernel.actors import Actor
from server.kernel.work import OnBehalf, Work
from tests.support.builders import BuiltHousehold, a_household, a_resident, a_village, an_officer
from tests.support.consents_builders import agree
from tests.support.service import Service

LECTURE = "A05"
"""绿色小课堂: low risk, 90 minutes, EDU02 (5 points, the roll-caller confirms)."""
SERVICE = "A11"
"""光盘行动: low risk, 120 minutes, VOL01 (10 points an hour)."""
TRAINING = "A04"
"""农村妇女卫生习惯培训: low risk, EDU01, for rural households only."""
GAMES = "A14"
"""Low risk, no points."""
CLEAN_UP = "A21"
"""Mid risk."""
RIVER = "A31"
"""High risk."""
CONTEST = "A61"
"""No usual length; its rule is for an award, not for being there."""
PATROL = "A32"
"""High risk, 120 minutes, RIV01 (10 points, confirmed like a claim)."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class BuiltActivity:
    """An activity and the ids of its shifts, in order."""

    id: int
    village_id: int
    shift_ids: tuple[int, ...]

    @property
    def shift_id(self) -> int:
        """The only shift."""
        (only,) = self.shift_ids
        return only


def a_chair(service: Service, village_id: int) -> int:
    """Return a person who leads the village."""
    return an_officer(service, Role.VILLAGE_CHAIR, village_id)


def a_draft(
    service: Service,
    village_id: int,
    *,
    chair: int | None = None,
    type_code: str = LECTURE,
    capacity: int = 7,
    starts_in: Sequence[timedelta] = (DAY,),
) -> BuiltActivity:
    """Return a draft whose texts have passed, with one shift for each time from now."""
    organiser = service.actor(chair or a_chair(service, village_id))
    now = service.clock.now()
    new = activities.NewActivity(
        village_id=village_id,
        type_code=type_code,
        place="村文化活动室",
        content="讲怎样分垃圾",
        contact="刘主席 023-12345678",
        shifts=[activities.NewShift(now + wait, capacity) for wait in starts_in],
    )
    view = service.run(lambda work: activities.create_activity(work, new), organiser)
    service.settle_checks()
    return BuiltActivity(view.activity.id, village_id, tuple(shift.id for shift in view.shifts))


def an_activity(
    service: Service, village_id: int, *, chair: int | None = None, **options: Any
) -> BuiltActivity:
    """Return an activity that everybody sees, with all its notes; the options are a draft's."""
    organiser = chair or a_chair(service, village_id)
    draft = a_draft(service, village_id, chair=organiser, **options)
    service.run(
        lambda work: activities.publish_activity(
            work, draft.id, risk_notes="不下水，两人一组", insurance="村里统一投保"
        ),
        service.actor(organiser),
    )
    service.settle_checks()
    return draft


@dataclass(frozen=True)
class Neighbour:
    """A household with one member who has a phone."""

    household: BuiltHousehold
    person_id: int

    @property
    def member_id(self) -> int:
        """The member with the phone."""
        return self.household.member_ids[0]


def a_neighbour(
    service: Service, village_id: int, names: tuple[str, ...] = ("王淑芬", "王小梅")
) -> Neighbour:
    """Return a household whose head has joined with her phone."""
    household = a_household(service, village_id, names)
    return Neighbour(household, a_resident(service, household))


def signed_up(
    service: Service, shift_id: int, neighbour: Neighbour, member: int = 0
) -> activities.SignUpView:
    """Return the sign-up of a member, made with the household's phone."""
    return service.run(
        lambda work: activities.sign_up(
            work,
            shift_id,
            household_id=neighbour.household.id,
            member_id=neighbour.household.member_ids[member],
        ),
        service.actor(neighbour.person_id),
    )


def on_behalf_of(neighbour: Neighbour) -> OnBehalf:
    """Return why a leader acts for the household."""
    return OnBehalf(
        member_id=neighbour.member_id, reason="老人没有手机", channel=ProxyChannel.TELEPHONE
    )


def a_village_with_rules(service: Service) -> int:
    """Return a village that has resolved to use the points rules since long ago."""
    village_id = a_village(service)
    rule_set_id = service.scalar("SELECT min(id) FROM rule_sets")
    service.run(
        lambda work: points.adopt_rules(
            work,
            village_id=village_id,
            rule_set_id=rule_set_id,
            resolved_on=date(2026, 9, 20),
            attendees=42,
            minutes="村民代表会议通过",
        )
    )
    return village_id


@dataclass(frozen=True)
class Family:
    """A household of many, who all sign up with one phone."""

    actor: Actor
    household_id: int
    member_ids: tuple[int, ...]


def families(service: Service, village_id: int, *, number: int, size: int) -> list[Family]:
    """Return households of `size` members each, made in one go."""
    names = [f"王{index}" for index in range(size)]
    members = [
        households.NewMember(
            name=name, relation=Relation.HEAD if index == 0 else Relation.OTHER, phone=None
        )
        for index, name in enumerate(names)
    ]

    def build(work: Work) -> list[Family]:
        return [_family(work, village_id, members) for _ in range(number)]

    return service.run(build)


def _family(work: Work, village_id: int, members: list[households.NewMember]) -> Family:
    household = households.register_household(
        work, village_id=village_id, number=None, group_name="一组", zone=None, members=members
    )
    rows = work.session.execute(
        text("SELECT id FROM members WHERE household_id = :id ORDER BY id"), {"id": household.id}
    )
    member_ids = tuple(row.id for row in rows)
    person_id = identity.create_person(work)
    households.link_member(work, member_ids[0], person_id)
    agree(work, person_id)
    actor = Actor(
        person_id=person_id,
        household_id=household.id,
        member_id=member_ids[0],
        village_id=household.village_id,
    )
    return Family(actor, household.id, member_ids)
