"""Builders by noun, with honest defaults; they go through the services wherever there is one."""

import itertools
from dataclasses import dataclass

from models.identity import WeChatAccount
from models.vocabulary import OrganisationLevel, Relation, Role, Zone
from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.organisations import service as organisations
from server.kernel.work import Work
from tests.support.consents_builders import agree
from tests.support.service import Service

_numbers = itertools.count(1)


@dataclass(frozen=True)
class BuiltHousehold:
    """A registered household and the ids of its members, in order."""

    id: int
    village_id: int
    member_ids: tuple[int, ...]


def a_town(service: Service, name: str = "石角镇妇联") -> int:
    """Return a town federation in a district of its own."""

    def build(work: Work) -> int:
        city = organisations.ensure_top(work, level=OrganisationLevel.CITY, name="重庆市妇联")
        district = organisations.create_organisation(
            work, level=OrganisationLevel.DISTRICT, name=f"{name}的区妇联", parent_id=city
        )
        return organisations.create_organisation(
            work, level=OrganisationLevel.TOWN, name=name, parent_id=district
        )

    return service.run(build)


def a_village(
    service: Service,
    name: str = "双龙村妇联",
    zone: Zone = Zone.RURAL,
    town_id: int | None = None,
) -> int:
    """Return a village federation; without a town it gets one of its own."""
    parent_id = town_id or a_town(service, f"{name}的镇妇联{next(_numbers)}")
    return service.run(
        lambda work: organisations.create_organisation(
            work, level=OrganisationLevel.VILLAGE, name=name, parent_id=parent_id, zone=zone
        )
    )


def a_person(service: Service) -> int:
    """Return somebody without an office and without a household, who has agreed to be known."""

    def build(work: Work) -> int:
        person_id = identity.create_person(work)
        agree(work, person_id)
        return person_id

    return service.run(build)


def a_wechat_account(service: Service, person_id: int) -> str:
    """Give a person a WeChat account and return its openid."""
    openid = f"openid{next(_numbers)}"

    def add(work: Work) -> None:
        work.session.add(
            WeChatAccount(
                person_id=person_id,
                app_id=work.ports.subscriptions.app_id,
                openid=openid,
                created_at=work.now,
            )
        )

    service.run(add)
    return openid


def an_officer(service: Service, role: Role, organisation_id: int) -> int:
    """Return a new person holding an office."""

    def build(work: Work) -> int:
        person_id = identity.create_person(work)
        organisations.grant_role(
            work, person_id=person_id, organisation_id=organisation_id, role=role
        )
        return person_id

    return service.run(build)


def a_household(
    service: Service,
    village_id: int,
    names: tuple[str, ...] = ("王淑芬",),
    zone: Zone | None = None,
) -> BuiltHousehold:
    """Return a registered household; the first name is its head."""
    members = [
        households.NewMember(
            name=name, relation=Relation.HEAD if index == 0 else Relation.OTHER, phone=None
        )
        for index, name in enumerate(names)
    ]

    def build(work: Work) -> int:
        return households.register_household(
            work,
            village_id=village_id,
            number=None,
            group_name="三组",
            zone=zone,
            members=members,
        ).id

    household_id = service.run(build)
    rows = service.rows(
        "SELECT id FROM members WHERE household_id = :id ORDER BY id", id=household_id
    )
    return BuiltHousehold(household_id, village_id, tuple(row[0] for row in rows))


def a_resident(service: Service, household: BuiltHousehold, index: int = 0) -> int:
    """Return the person behind a member, who has joined with her own phone."""

    def build(work: Work) -> int:
        person_id = identity.create_person(work)
        households.link_member(work, household.member_ids[index], person_id)
        agree(work, person_id)
        return person_id

    return service.run(build)
