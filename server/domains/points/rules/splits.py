"""How points split over points years: spending, repaying what is owed (待抵), revoking."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Repayment(NamedTuple):
    """Points that repay arrears: from the redeemable points of one year to the debt of another."""

    from_year: int
    owed_year: int
    points: int


class Revocation(NamedTuple):
    """What taking back an award takes from each year's redeemable points, and what stays owed."""

    taken: dict[int, int]
    owed: int


def split_spending(redeemable: Mapping[int, int], points: int) -> dict[int, int]:
    """Return what spending takes from each year, oldest first; less than `points` when too few."""
    taken: dict[int, int] = {}
    for year in sorted(redeemable):
        share = min(redeemable[year], points - sum(taken.values()))
        if share > 0:
            taken[year] = share
    return taken


def split_repayment(credited: Mapping[int, int], arrears: Mapping[int, int]) -> Iterator[Repayment]:
    """Yield how points that become redeemable first repay what is owed, oldest first.

    `arrears` are balances, so 0 or less. Together the repayments never exceed either side.
    """
    left = {year: points for year, points in credited.items() if points > 0}
    for owed_year in sorted(arrears):
        owed = -arrears[owed_year]
        for year in sorted(left):
            share = min(left[year], owed)
            if share > 0:
                left[year] -= share
                owed -= share
                yield Repayment(year, owed_year, share)


def split_revocation(redeemable: Mapping[int, int], award_year: int, points: int) -> Revocation:
    """Return how an award in effect is taken back (AB-10).

    Its own year pays first, then the oldest; what is not there any more is owed. So nobody has
    points to spend while she owes some.
    """
    own = split_spending({award_year: redeemable.get(award_year, 0)}, points)
    others = {year: left for year, left in redeemable.items() if year != award_year}
    rest = split_spending(others, points - sum(own.values()))
    taken = own | rest
    return Revocation(taken, points - sum(taken.values()))
