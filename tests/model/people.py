"""Who lives and works in the model's village, and what each office may do there."""

from collections import Counter
from dataclasses import dataclass, field

from tests.model.purse import Purse
from tests.model.refused import Refused

LEADERS = frozenset({"chair", "executive"})
MAY = {
    "confirm": LEADERS | {"assessor", "town_officer"},
    "revoke": frozenset({"chair", "town_officer"}),
    "publish": LEADERS,
    "fulfil": frozenset({"shopkeeper"}),
    "receive": frozenset({"chair", "shopkeeper"}),
    "organise": LEADERS,
    "call_roll": LEADERS,
}
"""Which office may do what to others; `confirm` is returning, too."""
DECIDES = {
    "L1": LEADERS,
    "L2": LEADERS | {"assessor"},
    "L3": frozenset({"town_officer"}),
    "SYS": LEADERS,
}
"""Whose confirmation counts for claims of a level."""


@dataclass(eq=False)
class Household:
    """A household: it earns, orders and comes to activities with its members."""

    name: str
    member_ids: tuple[int, ...]
    id: int
    purse: Purse = field(default_factory=Purse)
    used: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(eq=False)
class Person:
    """Somebody with a phone: a member, an office-holder, or both; `is_here` in this village."""

    name: str
    id: int
    office: str | None = None
    household: Household | None = None
    relatives: tuple[Household, ...] = ()
    is_here: bool = True

    def stays_out_of(self, household: Household) -> bool:
        """Tell whether she decides nothing about a household: her own, or a relative's."""
        return household is self.household or household in self.relatives

    def check_office(self, act: str) -> None:
        """Refuse an act that is not her office's."""
        if self.office not in MAY[act]:
            raise Refused("not-allowed")

    def check(self, act: str, missing: str) -> None:
        """Refuse an act that is not her office's, and things outside her village as missing."""
        self.check_office(act)
        if not self.is_here:
            raise Refused(missing)

    def acts_by_proxy_for(self, household: Household, missing: str) -> bool:
        """Tell whether she acts as a leader for a household, False for her own; or refuse."""
        if household is self.household:
            return False
        if self.household is None and self.office not in LEADERS:
            raise Refused("not-allowed")
        if self.office not in LEADERS or not self.is_here:
            raise Refused(missing)
        return True
