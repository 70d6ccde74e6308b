"""Builders for joining: a code told by a member, and a request that waits for a decision."""

from models.vocabulary import Relation
from server.domains.households import service as households
from server.kernel.work import Work
from tests.support.builders import BuiltHousehold, a_person
from tests.support.consents_builders import agrees
from tests.support.service import Service


def a_join_code(service: Service, household: BuiltHousehold, issuer_id: int) -> str:
    """Return the signs of a new join code, issued by somebody who may."""

    def build(work: Work) -> str:
        code = households.issue_join_code(work, household.id)
        spelled = households.spell_join_code(work, code.id)
        assert spelled is not None
        return spelled

    return service.run(build, service.actor(issuer_id))


def ask(service: Service, person_id: int, code: str, name: str = "李小红") -> int:
    """Let a person use a code and return the id of her request; her name has passed its check."""
    actor = service.actor(agrees(service, person_id))
    request_id = service.run(
        lambda work: households.ask_to_join(work, code=code, name=name, relation=Relation.CHILD).id,
        actor,
    )
    service.settle_checks()
    return request_id


def a_join_request(service: Service, household: BuiltHousehold, issuer_id: int) -> tuple[int, int]:
    """Return a request that waits for a decision, and the person who asked."""
    person_id = a_person(service)
    return ask(service, person_id, a_join_code(service, household, issuer_id)), person_id
