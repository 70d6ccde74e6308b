"""Printed codes: one valid code for a target, the same answer for every unknown one."""

import pytest

from models.codes import Code
from models.vocabulary import AnomalyKind, CodeKind, RevokeReason, Role, SceneKind
from server.domains.codes import service as codes
from server.domains.codes.errors import CodeAlreadyRevoked, CodeNotFound, CodeRevoked
from server.domains.codes.service import OpenedCode
from server.domains.households.errors import HouseholdNotFound, TooManyTries
from server.kernel.actors import STRANGER, Actor
from server.kernel.pages import PageRequest
from tests.support.activities_builders import a_chair, a_draft
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_person,
    a_resident,
    a_village,
    an_officer,
)
from tests.support.service import Service

WRONG = "ZZZZZZZZZZZZZZZZ"


def issue(service: Service, household: BuiltHousehold, leader_id: int) -> Code:
    actor = service.actor(leader_id)
    return service.run(
        lambda work: codes.issue_code(work, CodeKind.DOOR_PLATE, household.id), actor
    )


def scan(service: Service, scene: str, actor: Actor = STRANGER) -> OpenedCode:
    return service.run(lambda work: codes.open_code(work, scene), actor, writes=False)


def revoke(service: Service, code_id: int, leader_id: int) -> Code:
    actor, reason = service.actor(leader_id), RevokeReason.COPIED
    return service.run(lambda work: codes.revoke_code(work, code_id, reason), actor)


def a_plate(service: Service) -> tuple[Code, BuiltHousehold, int]:
    """Return a door plate with its household and the leader who issued it."""
    village_id = a_village(service)
    household = a_household(service, village_id)
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    return issue(service, household, leader_id), household, leader_id


def test_issuing_twice_gives_the_same_code_and_one_entry(service: Service) -> None:
    code, household, leader_id = a_plate(service)
    again = issue(service, household, leader_id)
    assert (again.id, again.scene) == (code.id, code.scene)
    assert service.rows(
        "SELECT object_id, village_id FROM audit_entries WHERE action = 'issue_code'"
    ) == [(code.id, household.village_id)]


def test_a_revoked_code_is_dead_at_once_and_a_new_one_may_be_issued(service: Service) -> None:
    code, household, leader_id = a_plate(service)
    assert revoke(service, code.id, leader_id).revoked_at is not None
    with pytest.raises(CodeRevoked, match="请找") as refused:
        scan(service, code.scene)
    assert refused.value.facts == {"reissued": False}
    fresh = issue(service, household, leader_id)
    assert fresh.scene != code.scene
    assert scan(service, fresh.scene).kind is SceneKind.DOOR_PLATE
    with pytest.raises(CodeRevoked, match="已经换了新码") as refused:
        scan(service, code.scene)
    assert refused.value.facts == {"reissued": True}
    with pytest.raises(CodeAlreadyRevoked):
        revoke(service, code.id, leader_id)


def test_reissuing_revokes_and_issues_and_history_tells_both(service: Service) -> None:
    code, household, leader_id = a_plate(service)
    leader = service.actor(leader_id)
    service.clock.advance(days=3)
    fresh = service.run(lambda work: codes.reissue_code(work, code.id, RevokeReason.LOST), leader)
    page = service.run(
        lambda work: codes.list_codes(work, CodeKind.DOOR_PLATE, household.id, PageRequest(size=1)),
        leader,
        writes=False,
    )
    (new,) = page.items
    assert (new.id, new.is_valid, new.revoke_reason) == (fresh.id, True, None)
    assert new.picture is not None
    older = PageRequest(after=page.next_after)
    (old,) = service.run(
        lambda work: codes.list_codes(work, CodeKind.DOOR_PLATE, household.id, older).items,
        leader,
    )
    assert (old.id, old.is_valid, old.picture) == (code.id, False, None)
    assert (old.revoke_reason, old.revoked_at) == (RevokeReason.LOST, service.clock.instant)
    assert service.rows("SELECT revoked_by FROM codes ORDER BY id") == [(leader_id,), (None,)]
    with pytest.raises(CodeAlreadyRevoked):
        service.run(lambda work: codes.reissue_code(work, code.id, RevokeReason.WORN), leader)


def test_ab_12_unknown_and_malformed_answer_the_same(service: Service) -> None:
    """Also what differs in one sign from a code that was good once: 410 is no way to search."""
    code, _household, leader_id = a_plate(service)
    revoke(service, code.id, leader_id)
    almost = code.scene[:-1] + ("2" if code.scene[-1] == "3" else "3")
    answers = set()
    for scene in (WRONG, "H", "x" * 33, "nul\x00nul\x00", "户码", almost, code.scene.lower()):
        with pytest.raises(CodeNotFound) as refused:
            scan(service, scene)
        answers.add((str(refused.value), tuple(refused.value.facts)))
    assert len(answers) == 1


def test_ab_12_trying_codes_locks_out_and_raises_the_alarm(service: Service) -> None:
    code, _household, _leader_id = a_plate(service)
    guesser_id = a_person(service)
    guesser = service.actor(guesser_id)
    for _ in range(20):
        with pytest.raises(CodeNotFound):
            scan(service, WRONG, guesser)
    with pytest.raises(TooManyTries):
        scan(service, code.scene, guesser)
    assert (
        service.rows("SELECT kind, person_id FROM anomalies")
        == [(AnomalyKind.CODE_GUESSING, guesser_id)] * 2
    )
    assert scan(service, code.scene).actions == ("sign_in",)
    service.clock.advance(minutes=15, seconds=1)
    assert scan(service, code.scene, guesser).actions == ("ask_to_join",)


def test_a_strangers_wrong_scan_leaves_no_trace(service: Service) -> None:
    before = service.scalar("SELECT count(*) FROM audit_entries")
    with pytest.raises(CodeNotFound):
        scan(service, WRONG)
    assert service.scalar("SELECT count(*) FROM audit_entries") == before


def test_a_door_plate_hides_its_household_from_those_it_is_nothing_to(service: Service) -> None:
    code, household, leader_id = a_plate(service)
    assert scan(service, code.scene) == OpenedCode(SceneKind.DOOR_PLATE, None, {}, ("sign_in",))
    neighbour = service.actor(a_resident(service, a_household(service, household.village_id)))
    assert scan(service, code.scene, neighbour).target_id is None
    for person_id in (leader_id, a_resident(service, household)):
        opened = scan(service, code.scene, service.actor(person_id))
        assert opened.target_id == household.id
        assert "open_household" in opened.actions


def test_ab_13_codes_of_another_village_are_neither_issued_nor_revoked(service: Service) -> None:
    code, household, _leader_id = a_plate(service)
    foreign_id = an_officer(service, Role.VILLAGE_CHAIR, a_village(service, "青山村妇联"))
    with pytest.raises(HouseholdNotFound):
        issue(service, household, foreign_id)
    with pytest.raises(CodeNotFound):
        revoke(service, code.id, foreign_id)
    assert service.rows("SELECT object_type, object_id FROM anomalies ORDER BY id") == [
        ("households", household.id),
        ("codes", code.id),
    ]
    assert scan(service, code.scene).kind is SceneKind.DOOR_PLATE


def test_the_code_of_a_draft_answers_as_an_unknown_one(service: Service) -> None:
    village_id = a_village(service)
    chair_id = a_chair(service, village_id)
    draft = a_draft(service, village_id)
    printed = service.run(
        lambda work: codes.issue_code(work, CodeKind.ACTIVITY, draft.id), service.actor(chair_id)
    )

    with pytest.raises(CodeNotFound):
        service.run(lambda work: codes.open_code(work, printed.scene), STRANGER, writes=False)
