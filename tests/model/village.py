"""A whole village in plain Python, written from the rules of the campaign: no database, no clock.

The service must answer every act as the model does, refusals included, and show the same figures
afterwards.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.model.claims import AWARDED, Claims
from tests.model.people import Household, Person
from tests.model.shifts import CHONGQING, Shifts
from tests.model.shop import Shop

Snapshot = dict[str, Any]


@dataclass
class Village:
    """Everybody, and everything they have."""

    households: list[Household]
    people: dict[str, Person]
    shop: Shop
    now: datetime
    claims: Claims = field(init=False)
    shifts: Shifts = field(init=False)

    def __post_init__(self) -> None:
        self.claims = Claims(self.now.astimezone(CHONGQING).date())
        self.shifts = Shifts(self.claims)

    def move_to(self, now: datetime) -> None:
        """Let time pass; nothing happens by itself until the worker looks."""
        self.now = now
        self.claims.today = now.astimezone(CHONGQING).date()

    def tick(self) -> None:
        """Do what the worker does when it looks: close notices, end orders that waited too long."""
        self.claims.close_due()
        self.shop.expire(self.now)

    def change_office(self, successor: Person) -> None:
        """Let the executive leave; somebody new takes over at once."""
        self.people["former_executive"] = self.people["executive"]
        self.people["former_executive"].office = None
        self.people["executive"] = successor

    def look(self) -> Snapshot:
        """Return all figures that the service can be asked for."""
        shifts = self.shifts.all
        return {
            "points": {one.id: self._points(one) for one in self.households},
            "usable_on": {one.id: self._usable_on(one) for one in self.households},
            "claims": {claim.id: claim.state for claim in self.claims.all},
            "orders": {order.id: order.state for order in self.shop.orders},
            "stock": {goods.id: goods.stock for goods in self.shop.goods},
            "places": {shift.id: (shift.taken, len(shift.waiting)) for shift in shifts},
            "sign_ups": {
                one.id: (one.state, shift.waiting.index(one) + 1 if one in shift.waiting else None)
                for shift in shifts
                for one in shift.sign_ups
                if one.state != "cancelled"
            },
        }

    def _points(self, household: Household) -> dict[int, tuple[int, ...]]:
        earned = self.claims.earned(household)
        years = {
            year: (earned[year], own.redeemable, own.in_notice, own.held, -own.owed)
            for year, own in household.purse.years.items()
        }
        return {year: figures for year, figures in years.items() if any(figures)}

    def _usable_on(self, household: Household) -> date | None:
        """Return the day on which the next points of an open notice can be used."""
        days = [
            notice.usable_on
            for notice in self.claims.notices
            if any(c.household is household and c.state == "in_notice" for c in notice.claims)
        ]
        return min(days, default=None)

    def laws(self) -> None:
        """Check what must hold whatever happened: sums, bounds, nothing twice."""
        for household in self.households:
            years = household.purse.years.values()
            awarded = sum(
                c.points for c in self.claims.all if c.household is household and c.state in AWARDED
            )
            spent = sum(
                sum(order.held.values())
                for order in self.shop.orders
                if order.household is household and order.state == "fulfilled"
            )
            kept = sum(y.in_notice + y.redeemable + y.held - y.owed for y in years)
            assert kept == awarded - spent
            assert all(min(y.in_notice, y.redeemable, y.held, y.owed) >= 0 for y in years)
            assert not (any(y.owed for y in years) and household.purse.redeemable)
        assert all(goods.stock >= 0 for goods in self.shop.goods)
        assert all(shift.taken <= shift.capacity for shift in self.shifts.all)
