from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from server.domains.organisations.errors import OrganisationNotFound
from server.domains.points import service as points
from server.domains.points.errors import (
    AdoptionRefused,
    AlreadyAdopted,
    CatalogueChanged,
    CatalogueRefused,
    RuleSetNotFound,
)
from server.outside import reference
from tests.support.builders import a_village
from tests.support.points_builders import RESOLVED_ON, a_points_village, rules_in_force
from tests.support.service import Service


def document(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(reference("points_rules.yaml")), **changes}


def adopt(service: Service, person_id: int, village_id: int, **changes: Any) -> str:
    rule_set_id = service.scalar("SELECT MIN(id) FROM rule_sets")
    wanted: dict[str, Any] = {
        "village_id": village_id,
        "rule_set_id": rule_set_id,
        "resolved_on": date(2026, 11, 9),
        "attendees": 63,
        "minutes": "会议通过。",
    } | changes
    adoption = service.run(
        lambda work: points.adopt_rules(work, **wanted), actor=service.actor(person_id)
    )
    return str(adoption.effective_on)


def test_loading_the_same_catalogue_again_changes_nothing(service: Service) -> None:
    before = service.rows("SELECT COUNT(*) FROM earning_rules")
    first = service.run(lambda work: points.load_rules(work, document()))
    assert service.run(lambda work: points.load_rules(work, document())) == first
    assert service.rows("SELECT COUNT(*) FROM earning_rules") == before


def test_a_loaded_version_is_never_edited(service: Service) -> None:
    changed = document()
    changed["accrual"][0]["points"] = 11
    with pytest.raises(CatalogueChanged) as refused:
        service.run(lambda work: points.load_rules(work, changed))
    assert refused.value.facts == {"version": "default-2026.11"}


def test_ab_22_a_point_a_day_for_opening_the_app_is_refused_as_a_whole(service: Service) -> None:
    made = document(version="village-1")
    made["accrual"].append(
        {
            **made["accrual"][0],
            "code": "APP01",
            "title": "每天打开小程序",
            "trigger": "app_open",
            "points": 1,
        }
    )
    with pytest.raises(CatalogueRefused) as refused:
        service.run(lambda work: points.load_rules(work, made))
    errors = refused.value.facts["errors"]
    assert [fault["pointer"] for fault in errors] == ["#/accrual/40/title", "#/accrual/40/trigger"]
    assert all("国办函〔2026〕12号" in fault["detail"] for fault in errors)
    assert service.scalar("SELECT COUNT(*) FROM rule_sets WHERE version = 'village-1'") == 0


def test_a_new_version_holds_from_next_month_and_old_deeds_keep_the_old_rule(
    service: Service,
) -> None:
    village = a_points_village(service)
    made = document(version=f"new-{service.database}")
    made["accrual"][0]["points"] = 12
    new_id = service.run(lambda work: points.load_rules(work, made))
    assert adopt(service, village.chair, village.id, rule_set_id=new_id) == "2026-12-01"

    def worth(day: date) -> int | None:
        rule = service.run(
            lambda work: points.find_rule(work.session, village.id, "ENV01", day), writes=False
        )
        return rule.points if rule else None

    assert [worth(date(2026, 8, 31)), worth(date(2026, 11, 30)), worth(date(2026, 12, 1))] == [
        None,
        10,
        12,
    ]


def test_a_chair_cannot_make_rules_hold_backwards(service: Service) -> None:
    village = a_points_village(service)
    late = adopt(service, village.chair, village.id, resolved_on=RESOLVED_ON)
    assert late == "2026-12-01"
    with pytest.raises(AlreadyAdopted):
        adopt(service, village.chair, village.id)


def test_a_resolution_needs_a_past_meeting_a_known_version_and_the_own_village(
    service: Service,
) -> None:
    village = a_points_village(service)
    with pytest.raises(AdoptionRefused):
        adopt(service, village.chair, village.id, resolved_on=date(2026, 11, 11))
    with pytest.raises(RuleSetNotFound):
        adopt(service, village.chair, village.id, rule_set_id=999_999)
    with pytest.raises(OrganisationNotFound):
        adopt(service, village.chair, a_village(service, "别村妇联"))


def test_everybody_reads_the_rules_in_force(service: Service) -> None:
    village_id = a_village(service)
    before = service.run(lambda work: points.read_rules(work, village_id), writes=False)
    assert (before.rule_set, before.effective_on, list(before.rules)) == (None, None, [])
    assert before.newest is not None
    rules_in_force(service, village_id)
    after = service.run(lambda work: points.read_rules(work, village_id), writes=False)
    assert str(after.effective_on) == "2026-09-01"
    assert len(after.rules) == 40
