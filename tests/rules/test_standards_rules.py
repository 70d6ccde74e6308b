"""The document of standards: read whole, or refused with every fault named."""

import copy
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.vocabulary import Zone
from server.domains.standards import rules
from server.kernel.errors import InvalidInput

REFERENCE = Path(__file__).parents[2] / "config" / "reference" / "standards.yaml"
DOCUMENT = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))
DEFAULT = "#/pass_threshold/default"


def changed(change: Callable[[Any], object]) -> Any:  # noqa: ANN401 - a document is free-form
    document = copy.deepcopy(DOCUMENT)
    change(document)
    return document


def faults_of(document: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        rules.parse(document)
    return [(fault["pointer"], fault["detail"]) for fault in refused.value.facts["errors"]]


def places_of(document: object) -> list[str]:
    return [pointer for pointer, _ in faults_of(document)]


def test_the_reference_has_eighteen_clauses_for_each_zone_with_their_origin() -> None:
    rural, urban = rules.parse(DOCUMENT)
    assert (rural.zone, urban.zone) == (Zone.RURAL, Zone.URBAN)
    assert [clause.position for clause in rural.clauses] == list(range(1, 19))
    assert [clause.code for clause in urban.clauses] == [f"U{n:02}" for n in range(1, 19)]
    assert (rural.pass_mark, urban.pass_mark) == (11, 12)
    assert (rural.not_applicable_max, rural.valid_months) == (3, 12)
    assert rural.effective_on == date(2026, 1, 1)
    assert all(clause.provenance["ref"] for clause in rural.clauses + urban.clauses)


def test_the_reference_says_that_it_is_not_the_official_text() -> None:
    rural, _ = rules.parse(DOCUMENT)
    assert rules.notice_of(rural.status) == "默认稿，非官方文本"
    assert rules.notice_of("official") is None


def test_equal_documents_have_one_hash_and_one_changed_word_another() -> None:
    def edit(document: Any) -> None:  # noqa: ANN401
        document["rural"][4]["text"] += "！"

    first, again = rules.parse(DOCUMENT), rules.parse(copy.deepcopy(DOCUMENT))
    edited = rules.parse(changed(edit))
    assert [c.content_hash for c in first] == [c.content_hash for c in again]
    assert edited[0].content_hash != first[0].content_hash
    assert edited[1].content_hash == first[1].content_hash


@pytest.mark.parametrize("document", [None, [], "text", {}])
def test_what_is_no_document_is_refused(document: object) -> None:
    assert ("#/rural", "应该正好18条，这里有0条。") in faults_of(document)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (lambda d: d["rural"].pop(), "#/rural"),
        (lambda d: d["urban"].append(d["urban"][0]), "#/urban"),
        (lambda d: d["urban"].append(d["urban"][0]), "#"),
        (lambda d: d["rural"][3].update(code="U04"), "#"),
        (lambda d: d["rural"][3].update(code=" "), "#/rural/3/code"),
        (lambda d: d["rural"][3].update(text=5), "#/rural/3/text"),
        (lambda d: d["rural"][3].update(evidence=["rumour"]), "#/rural/3/evidence/0"),
        (lambda d: d["rural"][3].update(evidence=[["self"]]), "#/rural/3/evidence/0"),
        (lambda d: d["rural"][3].update(evidence=[]), "#/rural/3/evidence"),
        (lambda d: d["rural"][3].update(allow_na="yes"), "#/rural/3/allow_na"),
        (lambda d: d["rural"].__setitem__(3, "words"), "#/rural/3"),
        (lambda d: d["urban"][0]["provenance"].pop("ref"), "#/urban/0/provenance/ref"),
        (lambda d: d["urban"][0]["provenance"].update(level="x"), "#/urban/0/provenance/level"),
        (lambda d: d["urban"][0]["provenance"].update(also=["x"]), "#/urban/0/provenance/also/0"),
        (lambda d: d.update(status="draft"), "#/status"),
        (lambda d: d.update(version=2026), "#/version"),
        (lambda d: d.update(effective_from="soon"), "#/effective_from"),
        (lambda d: d.update(effective_from=datetime(2026, 1, 1)), "#/effective_from"),  # noqa: DTZ001
        (
            lambda d: d["pass_threshold"]["default"]["rural"].update(min_met=0),
            f"{DEFAULT}/rural/min_met",
        ),
        (
            lambda d: d["pass_threshold"]["default"]["rural"].update(min_met=19),
            f"{DEFAULT}/rural/min_met",
        ),
        (
            lambda d: d["pass_threshold"]["default"]["rural"].update(min_met=True),
            f"{DEFAULT}/rural/min_met",
        ),
        (lambda d: d["pass_threshold"]["default"]["urban"].update(of=13), f"{DEFAULT}/urban/of"),
        (lambda d: d["pass_threshold"]["default"].update(max_na=19), f"{DEFAULT}/max_na"),
        (
            lambda d: d["pass_threshold"]["default"].update(na_counts_as="no"),
            f"{DEFAULT}/na_counts_as",
        ),
        (
            lambda d: d["pass_threshold"]["default"]["required_codes"].update(rural=["U01"]),
            f"{DEFAULT}/required_codes/rural",
        ),
        (
            lambda d: d["pass_threshold"]["default"]["required_codes"].update(rural=[{}]),
            f"{DEFAULT}/required_codes/rural",
        ),
        (
            lambda d: d["pass_threshold"]["lifecycle"].update(valid_months=0),
            "#/pass_threshold/lifecycle/valid_months",
        ),
    ],
)
def test_a_faulty_document_is_refused_at_its_place(
    change: Callable[[Any], object], pointer: str
) -> None:
    assert pointer in places_of(changed(change))


def test_every_fault_is_named_at_once_and_none_twice() -> None:
    def spoil(document: Any) -> None:  # noqa: ANN401
        document["rural"].pop()
        document["urban"][7]["evidence"] = ["rumour"]
        document["status"] = "draft"
        document["pass_threshold"]["default"]["max_na"] = 99

    places = places_of(changed(spoil))
    assert sorted(places) == sorted(
        ["#/rural", "#/urban/7/evidence/0", "#/status", f"{DEFAULT}/max_na"]
    )


def test_a_required_clause_is_marked_and_cannot_be_not_applicable() -> None:
    def require(code: str) -> Any:  # noqa: ANN401
        def change(document: Any) -> None:  # noqa: ANN401
            document["pass_threshold"]["default"]["required_codes"]["rural"] = [code]

        return changed(change)

    rural, _ = rules.parse(require("R07"))
    assert [clause.code for clause in rural.clauses if clause.is_required] == ["R07"]
    assert places_of(require("R02")) == ["#/rural/1/allow_na"]
