"""Activities are made from a type, told about in full, and published once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.vocabulary import ActivityState, Role
from server.domains.activities import service as activities
from server.domains.activities.errors import (
    ActivityNotFound,
    AlreadyPublished,
    NotReadyToPublish,
)
from server.domains.organisations.errors import OrganisationNotFound
from server.kernel.actors import STRANGER
from server.kernel.errors import InvalidInput
from server.kernel.pages import PageRequest
from tests.support.activities_builders import (
    CLEAN_UP,
    CONTEST,
    DAY,
    LECTURE,
    RIVER,
    a_chair,
    a_draft,
    a_neighbour,
    an_activity,
)
from tests.support.builders import a_village, an_officer
from tests.support.service import Service


def a_plan(service: Service, village_id: int, type_code: str = LECTURE) -> activities.NewActivity:
    return activities.NewActivity(
        village_id=village_id,
        type_code=type_code,
        place="村文化活动室",
        content="讲怎样分垃圾",
        contact="刘主席",
        shifts=[activities.NewShift(service.clock.now() + timedelta(days=1), 7)],
    )


def test_a_draft_takes_title_length_risk_and_rule_from_its_type(service: Service) -> None:
    village_id = a_village(service)
    executive = an_officer(service, Role.VILLAGE_EXECUTIVE, village_id)

    view = service.run(
        lambda work: activities.create_activity(work, a_plan(service, village_id, RIVER)),
        service.actor(executive),
    )

    assert view.activity.title == "巾帼护河美河（河岸清淤、捡垃圾、河道保洁）"
    assert (view.activity.risk, view.activity.rule_code) == ("high", "RIV02")
    assert view.activity.state is ActivityState.DRAFT
    (shift,) = view.shifts
    assert shift.ends_at - shift.starts_at == timedelta(hours=2)
    assert (shift.capacity, shift.taken, shift.waiting) == (7, 0, 0)


def test_an_unknown_type_is_refused(service: Service) -> None:
    village_id = a_village(service)
    chair = service.actor(a_chair(service, village_id))

    with pytest.raises(InvalidInput) as refused:
        service.run(
            lambda work: activities.create_activity(work, a_plan(service, village_id, "A99")), chair
        )

    assert refused.value.facts["errors"][0]["pointer"] == "#/type_code"


def test_every_shift_that_cannot_be_held_is_named(service: Service) -> None:
    village_id = a_village(service)
    chair = service.actor(a_chair(service, village_id))
    soon = service.clock.now() + timedelta(hours=1)
    plan = replace(
        a_plan(service, village_id, CONTEST),
        shifts=[
            activities.NewShift(service.clock.now(), 5),
            activities.NewShift(soon, 5, soon + timedelta(hours=1)),
            activities.NewShift(soon, 5),
        ],
    )

    with pytest.raises(InvalidInput) as refused:
        service.run(lambda work: activities.create_activity(work, plan), chair)

    pointers = [fault["pointer"] for fault in refused.value.facts["errors"]]
    assert pointers == ["#/sessions/0", "#/sessions/2"]
    assert service.scalar("SELECT count(*) FROM activities") == 0


def test_another_village_answers_as_a_missing_one_and_the_try_is_recorded(
    service: Service,
) -> None:
    foreign_id = a_village(service, "别村妇联")
    chair = service.actor(a_chair(service, a_village(service)))

    with pytest.raises(OrganisationNotFound):
        service.run(
            lambda work: activities.create_activity(work, a_plan(service, foreign_id)), chair
        )

    assert service.scalar("SELECT count(*) FROM anomalies WHERE kind = 'foreign_id'") == 1


def test_ab_13_a_foreign_draft_cannot_be_published(service: Service) -> None:
    draft = a_draft(service, a_village(service))
    stranger_chair = service.actor(a_chair(service, a_village(service, "别村妇联")))

    def publish(activity_id: int) -> None:
        service.run(lambda work: activities.publish_activity(work, activity_id), stranger_chair)

    for wanted in (draft.id, 999):
        with pytest.raises(ActivityNotFound) as refused:
            publish(wanted)
        assert refused.value.detail == "没有找到这个活动，可能还没有发布。"

    assert service.rows("SELECT object_id FROM anomalies") == [(draft.id,)]


def test_the_riskiest_activity_is_published_only_with_notes_and_insurance(
    service: Service,
) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    actor = service.actor(chair)
    draft = a_draft(service, village_id, chair=chair, type_code=RIVER)

    with pytest.raises(NotReadyToPublish) as refused:
        service.run(lambda work: activities.publish_activity(work, draft.id), actor)
    view = service.run(
        lambda work: activities.publish_activity(
            work, draft.id, risk_notes="不下水", insurance="已投保"
        ),
        actor,
    )

    assert refused.value.facts["missing"] == ["risk_notes", "insurance"]
    assert "风险提示、保险说明" in refused.value.detail
    assert view.activity.state is ActivityState.PUBLISHED
    assert (view.activity.risk_notes, view.activity.insurance) == ("不下水", "已投保")
    assert view.activity.published_at == service.clock.now()


def test_a_mid_risk_activity_needs_its_notes_but_no_insurance(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    draft = a_draft(service, village_id, chair=chair, type_code=CLEAN_UP)

    view = service.run(
        lambda work: activities.publish_activity(work, draft.id, risk_notes="戴手套"),
        service.actor(chair),
    )

    assert (view.activity.state, view.activity.insurance) == (ActivityState.PUBLISHED, None)


def test_publishing_a_second_time_is_refused(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    activity = an_activity(service, village_id, chair=chair)

    with pytest.raises(AlreadyPublished):
        service.run(
            lambda work: activities.publish_activity(work, activity.id), service.actor(chair)
        )


def test_a_draft_is_seen_by_its_organisers_only(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    draft = a_draft(service, village_id, chair=chair)
    resident = service.actor(a_neighbour(service, village_id).person_id)

    for actor in (STRANGER, resident):
        with pytest.raises(ActivityNotFound):
            service.run(lambda work: activities.get_activity(work, draft.id), actor, writes=False)
        page = service.run(
            lambda work: activities.list_activities(work, village_id, PageRequest()),
            actor,
            writes=False,
        )
        assert page.items == []
    page = service.run(
        lambda work: activities.list_activities(work, village_id, PageRequest()),
        service.actor(chair),
        writes=False,
    )
    assert [view.activity.id for view in page.items] == [draft.id]


def test_activities_are_listed_page_by_page_newest_first(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    ids = [
        an_activity(service, village_id, chair=chair, starts_in=[DAY, 2 * DAY]).id for _ in range(3)
    ]
    an_activity(service, a_village(service, "别村妇联"))

    def page_after(after: int | None) -> tuple[list[int], int | None]:
        page = service.run(
            lambda work: activities.list_activities(work, village_id, PageRequest(after, 2)),
            STRANGER,
            writes=False,
        )
        assert all(len(view.shifts) == 2 for view in page.items)
        return [view.activity.id for view in page.items], page.next_after

    assert page_after(None) == ([ids[2], ids[1]], ids[1])
    assert page_after(ids[1]) == ([ids[0]], None)
