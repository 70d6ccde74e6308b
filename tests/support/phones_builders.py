"""Builders for phone numbers: members registered with one, and people who give theirs."""

import itertools
from dataclasses import dataclass

from models import Base
from models.vocabulary import Relation
from server.domains.households import service as households
from server.kernel.work import Work
from tests.support.builders import BuiltHousehold, a_person, a_wechat_account
from tests.support.consents_builders import PHONE, agrees
from tests.support.service import Answer, Caller, Service

NUMBER, MASKED = "13812345678", "138****5678"
_nonces = itertools.count(10_000_000)


@dataclass(frozen=True)
class Newcomer:
    """Somebody signed in with WeChat, of no household yet."""

    person_id: int
    openid: str
    phone: Caller

    def code(self, number: str = NUMBER) -> str:
        """Return a new code of the phone button, which stands for her number."""
        return f"{next(_nonces)}-{self.openid}-{number}"

    def gives(self, number: str = NUMBER) -> Answer:
        """Give her number."""
        return self.phone.post("/me/phone", {"code": self.code(number)})

    def asks(self) -> Answer:
        """Ask to join where her number is known."""
        return self.phone.post("/join-requests/by-phone", {"name": "李小红", "relation": "child"})


def a_newcomer(service: Service) -> Newcomer:
    """Return somebody who has signed in with WeChat, and agreed that her number may be used."""
    person_id = agrees(service, a_person(service), PHONE)
    return Newcomer(person_id, a_wechat_account(service, person_id), service.sign_in(person_id))


def registered_with(
    service: Service, village_id: int, *numbers: str | None, group: str = "三组"
) -> BuiltHousehold:
    """Return a household whose members were registered with these numbers, by a leader."""
    relations = itertools.chain((Relation.HEAD,), itertools.repeat(Relation.CHILD))
    members = [
        households.NewMember(f"王{index}", relation, number)
        for index, (number, relation) in enumerate(zip(numbers, relations, strict=False))
    ]

    def build(work: Work) -> int:
        return households.register_household(
            work, village_id=village_id, number=None, group_name=group, zone=None, members=members
        ).id

    household_id = service.run(build)
    rows = service.rows(
        "SELECT id FROM members WHERE household_id = :id ORDER BY id", id=household_id
    )
    return BuiltHousehold(household_id, village_id, tuple(row[0] for row in rows))


def everything_stored(service: Service) -> str:
    """Return what every column of every row holds."""
    return "\n".join(
        str(service.rows(f"SELECT * FROM {table}"))  # noqa: S608 - the names are our own
        for table in Base.metadata.tables
    )
