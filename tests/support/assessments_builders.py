"""Builders of self-assessments: begun, answered, handed in."""

from dataclasses import dataclass

from models.vocabulary import ProxyChannel, Role, Zone
from server.domains.assessments import service as assessments
from server.kernel.work import OnBehalf
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_resident,
    a_village,
    an_officer,
)
from tests.support.service import Service

RURAL = tuple(f"R{number:02}" for number in range(1, 19))
URBAN = tuple(f"U{number:02}" for number in range(1, 19))


@dataclass(frozen=True)
class Scene:
    """A village with its chair, and a household whose head has a phone."""

    village_id: int
    chair: int
    household: BuiltHousehold
    resident: int


def a_scene(service: Service, name: str = "双龙村妇联", zone: Zone = Zone.RURAL) -> Scene:
    """Return a village ready for self-assessment."""
    village_id = a_village(service, name, zone)
    chair = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    household = a_household(service, village_id, ("王淑芬", "李建国"))
    return Scene(village_id, chair, household, a_resident(service, household))


def answers(codes: tuple[str, ...] = RURAL, /, **others: str) -> list[tuple[str, str]]:
    """Return "yes" to every clause, except those given: `answers(R07="no")`."""
    return [(code, others.get(code, "yes")) for code in codes]


def as_json(given: list[tuple[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Return answers as the body of a request."""
    return {"answers": [{"code": code, "answer": word} for code, word in given]}


def behalf_of(household: BuiltHousehold) -> OnBehalf:
    """Return what a leader says when she acts for the head of a household."""
    return OnBehalf(household.member_ids[0], "没有手机，当面问的", ProxyChannel.IN_PERSON)


def behalf_json(household: BuiltHousehold) -> dict[str, dict[str, object]]:
    """Return the same as part of a request."""
    behalf = behalf_of(household)
    return {
        "on_behalf": {
            "member_id": behalf.member_id,
            "reason": behalf.reason,
            "channel": behalf.channel.value,
        }
    }


def a_draft(
    service: Service, household: BuiltHousehold, person_id: int, *, by_leader: bool = False
) -> int:
    """Return this year's assessment, begun and not answered."""
    view = service.run(
        lambda work: assessments.start_assessment(
            work, household.id, behalf=behalf_of(household) if by_leader else None
        ),
        service.actor(person_id),
    )
    return view.assessment.id


def an_answered_draft(
    service: Service,
    household: BuiltHousehold,
    person_id: int,
    given: list[tuple[str, str]] | None = None,
    *,
    by_leader: bool = False,
) -> int:
    """Return this year's assessment with all answers, not handed in."""
    assessment_id = a_draft(service, household, person_id, by_leader=by_leader)
    service.run(
        lambda work: assessments.save_all_answers(
            work,
            assessment_id,
            answers() if given is None else given,
            behalf=behalf_of(household) if by_leader else None,
        ),
        service.actor(person_id),
    )
    return assessment_id


def hand_in(service: Service, assessment_id: int, person_id: int) -> None:
    """Hand an assessment in as a member of the household."""
    service.run(
        lambda work: assessments.submit_assessment(work, assessment_id, behalf=None),
        service.actor(person_id),
    )


def a_submitted_assessment(
    service: Service,
    household: BuiltHousehold,
    person_id: int,
    given: list[tuple[str, str]] | None = None,
) -> int:
    """Return this year's assessment, handed in by a member."""
    assessment_id = an_answered_draft(service, household, person_id, given)
    hand_in(service, assessment_id, person_id)
    return assessment_id
