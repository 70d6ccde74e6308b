"""The points of one household, year by year: four figures that only add and subtract."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from tests.model.refused import Refused


@dataclass
class Figures:
    """One points year; `owed` (待抵) is what a revoked award left after it had been spent."""

    in_notice: int = 0
    redeemable: int = 0
    held: int = 0
    owed: int = 0


class Purse:
    """Spending takes the oldest year first, a credit repays the oldest debt first."""

    def __init__(self) -> None:
        self.years: dict[int, Figures] = defaultdict(Figures)

    @property
    def redeemable(self) -> int:
        """What can be spent, over all years."""
        return sum(figures.redeemable for figures in self.years.values())

    def award(self, year: int, points: int) -> None:
        """Put confirmed points into the notice."""
        self.years[year].in_notice += points

    def take_effect(self, credits_: Mapping[int, int]) -> None:
        """Let points of a notice become redeemable, all at once."""
        for year, points in credits_.items():
            self.years[year].in_notice -= points
            self.years[year].redeemable += points
        self._repay(credits_)

    def hold(self, points: int) -> dict[int, int]:
        """Hold points for an order and say from which years; everything or nothing."""
        if self.redeemable < points:
            raise Refused("insufficient-points")
        held = self._take(sorted(self.years), points)
        for year, share in held.items():
            self.years[year].held += share
        return held

    def release(self, held: Mapping[int, int]) -> None:
        """Give back what an order held."""
        for year, share in held.items():
            self.years[year].held -= share
            self.years[year].redeemable += share
        self._repay(held)

    def settle(self, held: Mapping[int, int]) -> None:
        """Spend what an order held."""
        for year, share in held.items():
            self.years[year].held -= share

    def take_back_in_notice(self, year: int, points: int) -> None:
        """Take back an award whose notice has not ended."""
        self.years[year].in_notice -= points

    def take_back(self, year: int, points: int) -> int:
        """Take back an award in effect and return what stays owed: its own year pays first."""
        others = [other for other in sorted(self.years) if other != year]
        owed = points - sum(self._take([year, *others], points).values())
        self.years[year].owed += owed
        return owed

    def _take(self, years: list[int], points: int) -> dict[int, int]:
        taken: dict[int, int] = {}
        for year in years:
            share = min(self.years[year].redeemable, points - sum(taken.values()))
            if share:
                self.years[year].redeemable -= share
                taken[year] = share
        return taken

    def _repay(self, credits_: Mapping[int, int]) -> None:
        left = dict(credits_)
        for owing in sorted(self.years):
            for year in sorted(left):
                share = min(left[year], self.years[owing].owed)
                left[year] -= share
                self.years[year].redeemable -= share
                self.years[owing].owed -= share
