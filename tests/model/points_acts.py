"""Deeds, confirmations, notices and revocations, in the model and in the service."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.model.claims import AWARDED, RULES, Claim
from tests.model.people import Household, Person
from tests.model.twins import OWN, Twins, act, few, mostly, numbers, pick

CODES = ("CIV02", "VOL03", "GRN01", "CIV03", "WST02", "ENV01", "ENV02", "ENV07", "SAV04", "HON02")
CROWDED = ("CIV02", "CIV02", "ENV01", "ENV02")
"""Rules whose caps are soon full, and two that exclude each other."""
CONFIRMERS = ("chair", "executive", "assessor", "town_officer")
DAYS_AGO = (0, 0, 0, 1, 1, 1, 2, 3, 20, 40, 61, 90, -1)


class PointsActs(Twins):
    """What people do with claims."""

    @act(
        weight=2,
        name=mostly("chair", "resident"),
        home=numbers,
        code=st.sampled_from((*CODES, "XXX00")),
        days_ago=st.sampled_from(DAYS_AGO),
        quantity=st.sampled_from((1, 1, 1, 3, 25)),
    )
    def submit(self, name: str, home: int, code: str, days_ago: int, quantity: int) -> None:
        """Somebody reports a deed."""
        who, deed_on = self.who(name), self.village.claims.today - timedelta(days=days_ago)
        self._submit(who, self.home(who, home), code, deed_on, quantity)

    @act(home=numbers, codes=st.lists(st.sampled_from(CROWDED), min_size=2, max_size=4))
    def submit_several(self, home: int, codes: list[str]) -> None:
        """The executive reports several deeds of a household: some too many, some excluded."""
        who = self.who("executive")
        for days_ago, code in enumerate(codes):
            deed_on = self.village.claims.today - timedelta(days=days_ago)
            self._submit(who, pick(self.village.households, home), code, deed_on, 1)

    @act(weight=2, name=mostly("chair", "executive"), picks=few, is_any=st.booleans())
    def confirm(self, name: str, picks: list[int], is_any: bool) -> None:  # noqa: FBT001
        """Somebody confirms claims, one or several."""
        known = self.village.claims.all if is_any else self._claims("submitted")
        claims = list(dict.fromkeys(pick(known, number) for number in picks))
        self._confirm(self.who(name), claims)

    @act(name=mostly("chair"), number=numbers)
    def give_back(self, name: str, number: int) -> None:
        """Somebody returns a claim."""
        who, claim = self.who(name), pick(self._claims("submitted"), number)
        self.both(
            "return",
            lambda: self.village.claims.give_back(who, claim),
            lambda: self.world.give_back(who, claim),
        )

    @act(weight=2, name=mostly("chair", "town_officer"), number=numbers, is_spent=st.booleans())
    def revoke(self, name: str, number: int, is_spent: bool) -> None:  # noqa: FBT001
        """Somebody takes an award back, perhaps one that was spent already."""
        states = {"effective"} if is_spent else AWARDED
        who, claim = self.who(name), pick(self._claims(*states), number)
        done = self.both(
            "revoke",
            lambda: self.village.claims.revoke(who, claim),
            lambda: self.world.revoke(who, claim),
        )
        if done:
            owed, body = done
            assert body["owed"] == owed
            self.tally["revoke: leaves a debt"] += owed > 0

    @act(name=mostly("chair", "executive"))
    def publish(self, name: str) -> None:
        """Somebody hangs up the month's notice."""
        who = self.who(name)
        done = self.both(
            "publish",
            lambda: self.village.claims.publish(who),
            lambda: self.world.publish(who),
        )
        if done:
            notice, body = done
            assert body["usable_on"] == notice.usable_on.isoformat()

    def claim_everywhere(self, code: str) -> None:
        """Every household reports a deed of today; what leaders report, the chair does."""
        today = self.village.claims.today
        members = [who for who in self.village.people.values() if who.household is not None]
        for who in members:
            reporter = self.who("chair") if RULES[code].of_leader else who
            self._submit(reporter, self.home(who, OWN), code, today, 1)

    def confirm_everything(self) -> None:
        """Everybody confirms what waits, as far as her office goes."""
        for name in CONFIRMERS:
            if waiting := [c for c in self.village.claims.all if c.state == "submitted"]:
                self._confirm(self.who(name), waiting[:100])

    def _submit(
        self, who: Person, household: Household, code: str, deed_on: date, quantity: int
    ) -> None:
        done = self.both(
            "submit",
            lambda: self.village.claims.submit(who, household, code, deed_on, quantity),
            lambda: self.world.submit(who, household, code, deed_on, quantity),
        )
        if done:
            claim, body = done
            claim.id = body["id"]
            assert body["points"] == claim.points

    def _confirm(self, who: Person, claims: Sequence[Claim]) -> None:
        done = self.both(
            "confirm one" if len(claims) == 1 else "confirm",
            lambda: self.village.claims.confirm(who, claims),
            lambda: self.world.confirm(who, claims),
        )
        if done:
            outcomes, body = done
            assert [item["outcome"] for item in body["items"]] == outcomes
            self.tally.update(f"confirmed: {outcome}" for outcome in outcomes)

    def _claims(self, *states: str) -> list[Claim]:
        """Return the claims in some states, or all of them when there is none."""
        every = self.village.claims.all
        return [claim for claim in every if claim.state in states] or every
