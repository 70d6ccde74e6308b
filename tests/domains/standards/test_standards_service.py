"""Sets are loaded once, never edited, and the right one holds on a day."""

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.vocabulary import Zone
from server.domains.standards import service as standards
from server.domains.standards.errors import CONSTRAINTS, StandardsChanged, StandardsNotLoaded
from server.kernel.errors import InvalidInput
from server.kernel.work import Work
from tests.support.service import Service

REFERENCE = Path(__file__).parents[3] / "config" / "reference" / "standards.yaml"
DOCUMENT = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))
COUNT = "SELECT count(*) FROM standard_sets"


class Undone(Exception):
    """Rolls a trial back: the reference data are shared by all tests."""


def tried(service: Service, do: Callable[[Work], object]) -> None:
    def trial(work: Work) -> None:
        do(work)
        raise Undone

    with pytest.raises(Undone):
        service.run(trial)


def a_document(**changes: Any) -> Any:  # noqa: ANN401 - a document is free-form
    return copy.deepcopy(DOCUMENT) | changes


def test_loading_the_same_document_again_changes_nothing(service: Service) -> None:
    assert service.run(lambda work: standards.load_standards(work, DOCUMENT)) == []
    assert service.scalar(COUNT) == 2
    assert service.scalar("SELECT count(*) FROM standards") == 36


def test_another_content_under_a_loaded_version_is_refused(service: Service) -> None:
    document = a_document()
    document["urban"][0]["title"] = "换了题目"
    with pytest.raises(StandardsChanged) as refused:
        service.run(lambda work: standards.load_standards(work, document))
    assert refused.value.facts == {"zone": "urban", "version": "default-2026.11"}


def test_a_faulty_document_loads_nothing(service: Service) -> None:
    with pytest.raises(InvalidInput):
        service.run(lambda work: standards.load_standards(work, a_document(status="x")))
    assert service.scalar(COUNT) == 2


def test_a_new_version_holds_from_its_day_and_leaves_the_old_one_readable(
    service: Service,
) -> None:
    document = a_document(
        version="official-2027", status="official", effective_from=date(2027, 3, 1)
    )

    def check(work: Work) -> None:
        before, _ = standards.set_in_force(work.session, Zone.RURAL, date(2027, 2, 28))
        loaded = standards.load_standards(work, document)
        still, _ = standards.set_in_force(work.session, Zone.RURAL, date(2027, 2, 28))
        after, clauses = standards.set_in_force(work.session, Zone.RURAL, date(2027, 3, 1))
        assert (still.id, after.id) == (before.id, loaded[0])
        assert [clause.position for clause in clauses] == list(range(1, 19))
        assert standards.notice_of(after) is None
        old, wording = standards.get_set(work.session, before.id)
        assert (old.version, len(wording)) == ("default-2026.11", 18)
        assert [record.action for record in work.records] == ["load_standards"] * 2

    tried(service, check)


def test_before_the_first_set_there_is_none_in_force(service: Service) -> None:
    with pytest.raises(StandardsNotLoaded):
        service.run(
            lambda work: standards.set_in_force(work.session, Zone.URBAN, date(2025, 12, 31)),
            writes=False,
        )


def test_two_loaders_of_one_version_meet_a_named_refusal() -> None:
    assert isinstance(CONSTRAINTS["uq_standard_sets_zone_version"](), StandardsChanged)
