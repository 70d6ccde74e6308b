"""The catalogue of activity types is loaded as a whole, again and again."""

from typing import Any

import pytest
import yaml

from server.domains.activities import service as activities
from server.kernel.errors import InvalidInput
from server.outside import REFERENCE
from tests.support.service import Service


def the_document() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(
        (REFERENCE / "activities.yaml").read_text(encoding="utf-8")
    )
    return document


def test_loading_the_catalogue_again_changes_nothing(service: Service) -> None:
    before = service.rows("SELECT * FROM activity_types ORDER BY code")

    count = service.run(lambda work: activities.load_types(work, the_document()))

    assert count == len(before) == 37
    assert service.rows("SELECT * FROM activity_types ORDER BY code") == before


def test_a_type_that_left_the_catalogue_is_no_longer_offered(service: Service) -> None:
    document = the_document()
    gone = document["types"].pop()

    def listed() -> set[str]:
        types = service.run(activities.list_types, writes=False)
        return {each.code for each in types}

    service.run(lambda work: activities.load_types(work, document))
    without = listed()
    service.run(lambda work: activities.load_types(work, the_document()))

    assert listed() - without == {gone["code"]}


def test_a_faulty_catalogue_changes_nothing(service: Service) -> None:
    document = the_document()
    document["types"][0]["name"] = "新名字"
    document["types"][1]["risk"] = "none"

    with pytest.raises(InvalidInput):
        service.run(lambda work: activities.load_types(work, document))

    assert service.scalar("SELECT count(*) FROM activity_types WHERE name = '新名字'") == 0
