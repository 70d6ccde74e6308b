"""The divisions in the database: as many as shipped, few at a time, by the day."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from models.organisations import Division
from models.vocabulary import DivisionLevel
from server.domains.organisations import service as organisations
from server.domains.organisations.errors import DivisionNotFound
from server.domains.organisations.queries import CHILDREN_MAX, FOUND_MAX
from server.kernel.errors import InvalidInput
from server.kernel.work import Work
from server.outside import REFERENCE
from tests.support.service import Service

CITY = "500000000000"
LIANGJIANG, BEIBEI = "500157000000", "500109000000"
BEFORE, AFTER = date(2026, 1, 24), date(2026, 1, 25)


def children(service: Service, parent: str | None, on: date | None = None) -> list[Division]:
    return list(
        service.run(lambda work: organisations.list_children(work, parent, on), writes=False)
    )


def found(service: Service, name: str, on: date | None = None) -> list[Division]:
    return list(
        service.run(lambda work: organisations.search_divisions(work, name, on), writes=False)
    )


def shipped() -> list[dict[str, str]]:
    with (REFERENCE / "divisions.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def load(service: Service, rows: list[dict[str, str]]) -> int:
    """Load in a transaction that is taken back, so that the reference data stay as they are."""

    class TakenBack(Exception):
        def __init__(self, loaded: int, stored: int, audited: int) -> None:
            super().__init__()
            self.told = (loaded, stored, audited)

    def do(work: Work) -> None:
        loaded = organisations.load_divisions(work, rows)
        stored = work.session.query(Division).count()
        raise TakenBack(loaded, stored, len(work.records))

    with pytest.raises(TakenBack) as caught:
        service.run(do)
    loaded, stored, audited = caught.value.told
    assert loaded == stored
    assert audited == (0 if rows == shipped() else 1)
    return stored


def test_every_shipped_division_is_there(service: Service) -> None:
    assert service.scalar("SELECT count(*) FROM divisions") == 12_388


def test_loading_again_changes_nothing(service: Service) -> None:
    assert load(service, shipped()) == 12_388


def test_loading_another_table_replaces_it(service: Service) -> None:
    above = [row for row in shipped() if row["level"] != "village"]
    assert load(service, above) == 12_388 - 11_270


def test_a_broken_table_changes_nothing(service: Service) -> None:
    rows = shipped()
    rows[5]["parent_code"] = "500999000000"
    with pytest.raises(InvalidInput):
        service.run(lambda work: organisations.load_divisions(work, rows))
    assert service.scalar("SELECT count(*) FROM divisions") == 12_388


def test_the_top_is_the_city(service: Service) -> None:
    assert [row.code for row in children(service, None)] == [CITY]


@pytest.mark.parametrize(("day", "number"), [(BEFORE, 38), (AFTER, 37), (None, 37)])
def test_the_counties_are_those_of_the_day(service: Service, day: date | None, number: int) -> None:
    names = {row.name for row in children(service, CITY, day)}
    assert len(names) == number
    is_new = day != BEFORE
    assert ("两江新区" in names) is is_new
    assert ({"江北区", "渝北区"} <= names) is not is_new


def test_the_new_district_has_its_towns_and_only_from_its_day_on(service: Service) -> None:
    assert children(service, LIANGJIANG, BEFORE) == []
    towns = children(service, LIANGJIANG, AFTER)
    assert len(towns) == 42
    streets = [town for town in towns if town.code[6] == "0"]
    assert (len(streets), len(towns) - len(streets)) == (31, 11)


def test_a_district_gains_and_loses_towns_on_the_day(service: Service) -> None:
    before = {town.name for town in children(service, BEIBEI, BEFORE)}
    after = {town.name for town in children(service, BEIBEI, AFTER)}
    assert after - before == {"大湾镇", "统景镇", "大盛镇", "兴隆镇", "茨竹镇"}
    assert before - after == {"水土街道", "复兴街道", "蔡家岗街道", "施家梁镇", "童家溪镇"}


def test_the_villages_of_an_abolished_town_are_found_under_its_successor(
    service: Service,
) -> None:
    rows = service.rows(
        "SELECT code, successor_code FROM divisions"
        " WHERE level = 'town' AND successor_code IS NOT NULL"
    )
    assert len(rows) == 47
    for old, new in rows:
        villages = children(service, new)
        inherited = [village for village in villages if village.parent_code == old]
        assert len(inherited) == service.scalar(
            "SELECT count(*) FROM divisions WHERE parent_code = :old", old=old
        )
        assert all(v.full_name.startswith("重庆市 ") for v in inherited)


def test_no_list_is_ever_cut(service: Service) -> None:
    longest = service.scalar(
        """
        SELECT max(number) FROM (
            SELECT count(*) AS number FROM divisions AS child
              LEFT JOIN divisions AS parent ON parent.code = child.parent_code
             WHERE child.valid_until IS NULL
             GROUP BY coalesce(parent.successor_code, child.parent_code)
        ) AS lists
        """
    )
    assert 0 < longest <= CHILDREN_MAX


@pytest.mark.parametrize("county", [LIANGJIANG, BEIBEI, "500101000000"])
def test_every_village_of_a_county_is_reached_once(service: Service, county: str) -> None:
    """Walk down as a client does: the new district, one that changed, one that did not."""

    def walk(work: Work) -> Iterator[tuple[Division, Sequence[Division]]]:
        for town in organisations.list_children(work, county, None):
            yield town, organisations.list_children(work, town.code, None)

    walked = service.run(lambda work: list(walk(work)), writes=False)
    met = [village.code for _, villages in walked for village in villages]
    expected = service.scalar(
        "SELECT count(*) FROM divisions WHERE level = 'village' AND full_name LIKE :path",
        path=f"重庆市 {county_name(service, county)} %",
    )
    assert len(met) == len(set(met)) == expected > 0
    for town, villages in walked:
        assert all(v.full_name == f"{town.full_name} {v.name}" for v in villages)
        assert all(v.level is DivisionLevel.VILLAGE for v in villages)


def county_name(service: Service, code: str) -> str:
    name: str = service.scalar("SELECT name FROM divisions WHERE code = :code", code=code)
    return name


def test_a_village_has_nothing_below(service: Service) -> None:
    assert children(service, "500105001001") == []
    assert children(service, "599999999999") == []


def test_the_shuanglong_villages_are_found_with_distinct_paths(service: Service) -> None:
    rows = [row for row in found(service, "双龙") if row.level is DivisionLevel.VILLAGE]
    assert len(rows) >= 20
    assert len({row.full_name for row in rows}) == len(rows)


def test_a_search_finds_what_exists_on_the_day(service: Service) -> None:
    assert [row.name for row in found(service, "两江新区", BEFORE)] == []
    assert [row.name for row in found(service, "两江新区", AFTER)] == ["两江新区"]
    assert [row.name for row in found(service, "江北区", BEFORE)] == ["江北区"]
    assert [row.name for row in found(service, "江北区")] == []


def test_a_search_is_bounded_and_takes_words_literally(service: Service) -> None:
    assert len(found(service, "社区")) == FOUND_MAX
    assert found(service, "%%") == []
    assert found(service, "__") == []


def test_an_abolished_division_can_still_be_looked_up(service: Service) -> None:
    def get(code: str) -> Division:
        return service.run(lambda work: organisations.get_division(work, code), writes=False)

    assert get("500105000000").successor_code == LIANGJIANG
    assert get("500105001001").full_name == "重庆市 两江新区 华新街街道 桥北社区居民委员会"
    with pytest.raises(DivisionNotFound):
        get("500199000000")
