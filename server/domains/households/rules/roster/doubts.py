"""Possible duplicates: the same name and group, the same phone, a number short of its zeros."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from server.domains.households.rules.roster.form import fold
from server.domains.households.rules.roster.homes import Home, KnownHousehold, PhoneIndex
from server.domains.households.rules.roster.rows import RosterRow

_NAMED_MAX = 3
_NAME_AND_GROUP, _PHONE, _SHORT_NUMBER = "姓名、小组", "手机号", "去掉开头的0以后，户号"

Sign = tuple[str, ...]
"""What two people have in common, and its value."""


class Doubts:
    """Who else in the register, or among the new rows, bears the same sign."""

    def __init__(
        self, register: Iterable[KnownHousehold], homes: Iterable[Home], index_of: PhoneIndex
    ) -> None:
        """Note every sign with the household and the place that bears it."""
        self._index_of = index_of
        self._bearers: dict[Sign, list[tuple[str, str]]] = defaultdict(list)
        for household in register:
            place = f"已登记的户号{household.number}"
            for sign in _signs_of_known(household):
                self._bearers[sign].append((fold(household.number), place))
        self._signs: dict[int, list[Sign]] = {}
        for home in homes:
            for row in home.new:
                self._signs[row.row] = [*self._signs_of(home, row)]
                for sign in self._signs[row.row]:
                    self._bearers[sign].append((home.number, f"第{row.row}行"))

    def about(self, home: Home, row: RosterRow) -> str:
        """Say with whom a new row may be the same; empty when with nobody."""
        return "".join(self._say(home.number, sign) for sign in self._signs[row.row])

    def _say(self, number: str, sign: Sign) -> str:
        others = [place for bearer, place in self._bearers[sign] if bearer != number]
        rest = "等" if len(others) > _NAMED_MAX else ""
        return f"{sign[0]}和{'、'.join(others[:_NAMED_MAX])}{rest}一样。" if others else ""

    def _signs_of(self, home: Home, row: RosterRow) -> Iterator[Sign]:
        yield _NAME_AND_GROUP, fold(row.name), fold(home.group_name)
        if row.phone:
            yield _PHONE, self._index_of(row.phone)
        if home.known is None and row is home.new[0]:
            yield _SHORT_NUMBER, home.number.lstrip("0")


def _signs_of_known(household: KnownHousehold) -> Iterator[Sign]:
    yield _SHORT_NUMBER, fold(household.number).lstrip("0")
    for member in household.members:
        if not member.has_left:
            yield _NAME_AND_GROUP, fold(member.name), fold(household.group_name)
            if member.phone_index:
                yield _PHONE, member.phone_index
