"""The code on a poster tells everybody about the activity and each what she may do."""

from typing import Any

import pytest

from models.vocabulary import Role
from server.domains.activities import service as activities
from server.domains.activities.errors import ActivityNotFound
from server.kernel.actors import STRANGER, Actor
from server.kernel.ports import CodeOpening
from tests.support.activities_builders import a_chair, a_draft, a_neighbour, an_activity
from tests.support.builders import a_person, a_village, an_officer
from tests.support.service import Service

CODE = activities.ActivityCode()


def opened(service: Service, activity_id: int, actor: Actor) -> CodeOpening:
    return service.run(lambda work: CODE.open(work, activity_id), actor, writes=False)


def test_a_stranger_sees_title_place_and_time_and_may_sign_in(service: Service) -> None:
    activity = an_activity(service, a_village(service))

    opening = opened(service, activity.id, STRANGER)

    facts: dict[str, Any] = {
        "title": "绿色小课堂环保讲座",
        "place": "村文化活动室",
        "shifts": [{"id": activity.shift_id, "starts_at": "2026-11-11T01:00:00+00:00"}],
    }
    assert (opening.target_id, opening.facts) == (activity.id, facts)
    assert opening.actions == ("sign_in",)


def test_what_a_code_offers_depends_on_who_scans_it(service: Service) -> None:
    village_id = a_village(service)
    foreign_id = a_village(service, "别村妇联")
    chair = a_chair(service, village_id)
    activity = an_activity(service, village_id, chair=chair)
    resident = a_neighbour(service, village_id).person_id
    offers = {
        a_person(service): ("open_activity",),
        resident: ("open_activity", "sign_up"),
        a_neighbour(service, foreign_id).person_id: ("open_activity",),
        a_chair(service, foreign_id): ("open_activity",),
        an_officer(service, Role.SHOPKEEPER, village_id): ("open_activity",),
        chair: ("open_activity", "sign_up_for_household", "call_roll"),
    }

    for person_id, actions in offers.items():
        assert opened(service, activity.id, service.actor(person_id)).actions == actions


def test_the_code_of_a_draft_opens_for_its_organiser_only(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    draft = a_draft(service, village_id, chair=chair)

    for actor in (STRANGER, service.actor(a_neighbour(service, village_id).person_id)):
        with pytest.raises(ActivityNotFound):
            opened(service, draft.id, actor)
    assert "sign_up" not in opened(service, draft.id, service.actor(chair)).actions


def test_posters_are_printed_by_the_leaders_of_the_village(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    activity = an_activity(service, village_id, chair=chair)
    foreign = service.actor(a_chair(service, a_village(service, "别村妇联")))

    printed = service.run(lambda work: CODE.village_of(work, activity.id), service.actor(chair))
    with pytest.raises(ActivityNotFound):
        service.run(lambda work: CODE.village_of(work, activity.id), foreign)

    assert printed == village_id
