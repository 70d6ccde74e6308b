"""A change of office hands over all that is open and changes nothing of who acted (ID-5)."""

from collections.abc import Mapping
from typing import Any

import pytest

from models import Base
from models.vocabulary import Role
from server.domains.organisations.service import Handover
from server.domains.points.service import ConfirmOutcome
from tests.support.builders import a_household, a_person, a_village, an_officer
from tests.support.full_village import FullVillage, a_full_village
from tests.support.households_builders import a_join_code, ask
from tests.support.offices_builders import end_office, grant_of
from tests.support.plausible_calls import request_for
from tests.support.points_builders import a_family, a_points_village, a_proxy_claim, confirm
from tests.support.service import Answer, Caller, Service
from tools.access_table import calls_of

OPEN = {
    "claims_to_confirm",
    "assessments_to_review",
    "join_requests",
    "rolls_to_call",
    "in_person_messages",
    "notice_to_publish",
    "feedback_to_answer",
    "corrections_to_decide",
    "texts_to_decide",
    "photos_to_decide",
    "reports_to_decide",
}
"""The piles of a chair's workbench."""
LEFT_UNDONE = (
    "publish_activity",
    "confirm_claims",
    "return_claim",
    "revoke_claim",
    "confirm_assessment",
    "refuse_join_request",
    "call_roll",
    "tell_in_person",
    "answer_feedback",
    "decide_correction",
    "decide_text",
    "decide_photo",
    "decide_report",
    "cancel_order",
    "revoke_code",
)
"""What a chair had open or could still undo when she left."""
CHANGES = {("role_grants", "until_at"), ("role_grants", "ended_by")}


def hand_over(service: Service, village_id: int, chair: int, successor: int | None) -> Handover:
    """Let the district's officer end the chair's office a minute later."""
    path = service.scalar("SELECT path FROM organisations WHERE id = :id", id=village_id)
    district = int(path.strip("/").split("/")[1])
    officer = an_officer(service, Role.DISTRICT_OFFICER, district)
    service.clock.advance(minutes=1)
    return end_office(service, officer, grant_of(service, chair), successor)


def acted_rows(service: Service) -> dict[tuple[str, str, int], Any]:
    """Return every cell of every table, by table and column and place."""
    cells = {}
    for table in Base.metadata.sorted_tables:
        keys = ", ".join(column.name for column in table.primary_key)
        for place, row in enumerate(service.rows(f"SELECT * FROM {table.name} ORDER BY {keys}")):  # noqa: S608 - our own tables
            for column, value in zip(table.columns, row, strict=True):
                cells[table.name, column.name, place] = value
    return cells


def send(caller: Caller, name: str, ids: Mapping[str, Any]) -> Answer:
    """Do as the successor what a call does."""
    (call,) = [call for call in calls_of(caller.app) if call.name == name]
    request = request_for(name, call.path, ids, as_leader=True)
    path = call.path
    for place, value in request.path_parameters.items():
        path = path.replace(f"<int:{place}>", str(value))
    return caller.post(path, request.body)


@pytest.fixture
def full(service: Service) -> FullVillage:
    return a_full_village(service)


def test_all_that_is_open_waits_for_the_successor_and_she_finishes_it(
    service: Service, full: FullVillage
) -> None:
    before = service.sign_in(full.village.chair)
    piles = {t["key"]: t["count"] for t in before.get("/workbench").body["items"]}
    assert set(piles) == OPEN
    assert all(piles.values())
    successor = a_person(service)
    done = hand_over(service, full.village.id, full.village.chair, successor)
    assert done.open_work == piles
    hers = service.sign_in(successor)
    assert {t["key"]: t["count"] for t in hers.get("/workbench").body["items"]} == piles
    answers = {name: send(hers, name, full.ids) for name in LEFT_UNDONE}
    assert {name: a.body for name, a in answers.items() if a.status != 200} == {}


def test_history_keeps_who_acted(service: Service, full: FullVillage) -> None:
    service.clock.advance(minutes=1)
    before = acted_rows(service)
    hand_over(service, full.village.id, full.village.chair, a_person(service))
    after = acted_rows(service)
    changed = {cell[:2] for cell, value in before.items() if after[cell] != value}
    assert changed == CHANGES


def test_a_first_confirmation_stays_hers_and_the_successor_gives_the_second(
    service: Service,
) -> None:
    village = a_points_village(service)
    claim_id = a_proxy_claim(service, village.executive, a_family(service, village), "SAV04")
    assert confirm(service, village.chair, claim_id) == [ConfirmOutcome.FIRST_CONFIRMED]
    successor = a_person(service)
    hand_over(service, village.id, village.chair, successor)
    assert confirm(service, successor, claim_id) == [ConfirmOutcome.CONFIRMED]
    decided = "SELECT first_confirmed_by, confirmed_by FROM points_claims WHERE id = :id"
    assert service.rows(decided, id=claim_id) == [(village.chair, successor)]


def test_a_join_code_outlives_its_issuers_office_and_the_successor_decides(
    service: Service,
) -> None:
    village_id = a_village(service)
    chair, successor = an_officer(service, Role.VILLAGE_CHAIR, village_id), a_person(service)
    code = a_join_code(service, a_household(service, village_id), chair)
    hand_over(service, village_id, chair, successor)
    request_id = ask(service, a_person(service), code)
    hers = service.sign_in(successor)
    assert hers.post(f"/join-requests/{request_id}/approval", {}).status == 200


def test_without_a_successor_the_others_go_on_and_the_level_above_sees_the_vacancy(
    service: Service, full: FullVillage
) -> None:
    village = full.village
    done = hand_over(service, village.id, village.chair, None)
    assert (done.successor, done.open_work) == (None, {})
    executive, town = service.sign_in(village.executive), service.sign_in(village.town_officer)
    assert send(executive, "answer_feedback", full.ids).status == 200
    (vacancy,) = town.get("/vacancies").body["items"]
    assert (vacancy["organisation_id"], vacancy["role"]) == (village.id, "village_chair")
