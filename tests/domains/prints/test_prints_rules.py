"""Which households a print-out holds, in which order, and what its warnings say."""

from datetime import UTC, date, datetime

from server.domains.households.rules import natural_key
from server.domains.prints import rules


def test_a_lot_holds_each_once_in_order_and_says_how_to_go_on() -> None:
    ids = [*range(1, 451), 7]
    first = rules.cut_lot(ids, None, ())
    second = rules.cut_lot(ids, first.next_after, ())
    third = rules.cut_lot(ids, second.next_after, {401, 402})
    assert [*first.ids, *second.ids] == list(range(1, 401))
    assert (list(third.ids), third.next_after) == (list(range(403, 451)), None)
    assert rules.cut_lot([1, 2], 9, ()).ids == [1, 2]


def test_numbers_are_in_order_as_people_count() -> None:
    ordered = ["", "2", "10", "010-1", "1-2", "1-10", "甲2", "甲10"]
    by_key = sorted(ordered, key=natural_key)
    assert by_key.index("2") < by_key.index("10")
    assert by_key.index("1-2") < by_key.index("1-10")
    assert by_key.index("甲2") < by_key.index("甲10")


def test_a_plate_names_the_village_of_its_federation() -> None:
    assert [rules.place_of(name) for name in ("双龙村妇联", "双龙村", "妇联")] == [
        "双龙村",
        "双龙村",
        "妇联",
    ]


def test_warnings_are_words_for_people() -> None:
    assert rules.say_unknown("䶮𬄚").startswith("有2个字字库里没有")
    assert rules.warnings(0, lacks_pictures=False) == []
    assert "3份" in rules.warnings(3, lacks_pictures=False)[0]
    assert rules.warnings(0, lacks_pictures=True) == [rules.PLAIN_CODES]


def test_a_span_names_its_day_once() -> None:
    morning, noon = (datetime(2026, 12, 2, hour, 30, tzinfo=UTC) for hour in (1, 4))
    night = datetime(2026, 12, 2, 17, 0, tzinfo=UTC)
    today = date(2026, 11, 27)
    assert rules.say_span(morning, noon, today) == "12月2日 09:30—12:30"
    assert rules.say_span(noon, night, today) == "12月2日 12:30—12月3日 01:00"
