"""The standards can be read by everybody and say that they are not official."""

import pytest

from tests.support.service import Service


@pytest.mark.parametrize(
    ("zone", "first", "pass_mark"), [("rural", "R01", 11), ("urban", "U01", 12)]
)
def test_a_stranger_reads_the_eighteen_with_their_origin(
    service: Service, zone: str, first: str, pass_mark: int
) -> None:
    answer = service.stranger().get("/standards", zone=zone)
    assert answer.status == 200
    assert answer.body["notice"] == "默认稿，非官方文本"
    assert answer.body["status"] == "default-not-official"
    assert (answer.body["zone"], answer.body["pass_mark"]) == (zone, pass_mark)
    assert len(answer.body["clauses"]) == 18
    clause = answer.body["clauses"][0]
    assert clause["code"] == first
    assert clause["provenance"]["level"] == "official-national"
    assert set(clause["provenance"]) == {"level", "also", "ref"}


@pytest.mark.parametrize("query", [{}, {"zone": "lake"}])
def test_the_zone_must_be_one_of_the_two(service: Service, query: dict[str, str]) -> None:
    answer = service.stranger().get("/standards", **query)
    assert answer.status == 422
    assert answer.body["errors"][0]["pointer"] == "#query/zone"
