"""Of many who put a new code in an old one's place at once, one does; a control makes many."""

import threading
from collections import Counter

import pytest
from sqlalchemy import select, update

from models.codes import Code
from models.vocabulary import CodeKind, RevokeReason, Role
from server.domains.codes import service as codes
from server.domains.codes.errors import CodeAlreadyRevoked
from server.kernel.work import Work
from tests.support.builders import a_household, a_village, an_officer
from tests.support.service import Service

CROWD = 12
pytestmark = pytest.mark.race


def a_plate(service: Service) -> tuple[int, list[int]]:
    """Return the id of a door plate's code, and a crowd of leaders."""
    village_id = a_village(service)
    household = a_household(service, village_id)
    leaders = [an_officer(service, Role.VILLAGE_EXECUTIVE, village_id) for _ in range(CROWD)]
    kind = CodeKind.DOOR_PLATE
    return service.run(lambda work: codes.issue_code(work, kind, household.id).id), leaders


def test_a_code_reissued_by_many_at_once_has_one_successor(service: Service) -> None:
    code_id, leaders = a_plate(service)
    actors = [service.actor(leader) for leader in leaders]

    def reissue(work: Work) -> int:
        return codes.reissue_code(work, code_id, RevokeReason.LOST).id

    results = service.race(CROWD, lambda index: service.run(reissue, actors[index]))
    kinds = Counter(type(result).__name__ for result in results)
    assert kinds == {"int": 1, CodeAlreadyRevoked.__name__: CROWD - 1}
    assert service.rows("SELECT revoked_at IS NULL FROM codes ORDER BY id") == [(0,), (1,)]


def test_control_revoking_whichever_is_valid_makes_a_new_plate_for_each(service: Service) -> None:
    code_id, _leaders = a_plate(service)
    everybody_has_looked, turn = threading.Barrier(CROWD), threading.Lock()

    def look(work: Work) -> tuple[CodeKind, int] | None:
        code = work.session.scalar(select(Code).where(Code.revoked_at.is_(None)))
        return (code.kind, code.target_id) if code else None

    def write(work: Work, kind: CodeKind, target_id: int) -> None:
        valid = update(Code).where(Code.target_id == target_id, Code.revoked_at.is_(None))
        work.session.execute(valid.values(revoked_at=work.now, revoke_reason=RevokeReason.LOST))
        codes.issue_code(work, kind, target_id)

    def naive(_index: int) -> bool:
        seen = service.run(look, writes=False)
        everybody_has_looked.wait()
        assert seen is not None
        with turn:
            service.run(lambda work: write(work, *seen))
        return True

    assert service.race(CROWD, naive) == [True] * CROWD
    assert service.scalar("SELECT count(*) FROM codes WHERE id > :id", id=code_id) == CROWD
