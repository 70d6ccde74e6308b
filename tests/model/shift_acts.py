"""Activities, places and roll calls, in the model and in the service."""

from collections.abc import Iterable
from datetime import timedelta

from hypothesis import strategies as st

from tests.model.people import Household, Person
from tests.model.shifts import KINDS, Shift, SignUp
from tests.model.twins import NothingThere, Twins, act, few, mostly, numbers, pick, said

SHIFTS_MAX = 12
EARLY = (0, 20, -10, -10, -40, -100)
"""How many minutes before the start a roll is called; negative ones are after it."""
RECENT = timedelta(days=7)
STRAY = 5
STARTS_IN = ((0.4,), (3,), (26,), (2, 3))


class ShiftActs(Twins):
    """What people do around activities."""

    @act(
        weight=2,
        code=st.sampled_from(sorted(KINDS)),
        capacity=st.integers(1, 3),
        starts_in=st.sampled_from(STARTS_IN),
    )
    def hold_activity(self, code: str, capacity: int, starts_in: tuple[float, ...]) -> None:
        """The chair invites to an activity, with one shift or with two that overlap."""
        if len(self.village.shifts.all) > SHIFTS_MAX:
            raise NothingThere
        starts = [self.village.now + timedelta(hours=hours) for hours in starts_in]
        answer = self.world.hold_activity(self.who("chair"), code, starts, capacity)
        assert said(answer) == "done"
        for at, session in zip(starts, answer.body["sessions"], strict=True):
            self.village.shifts.all.append(Shift(KINDS[code], at, capacity, session["id"]))
        self.tally["hold activity: done"] += 1

    @act(weight=2, name=mostly("resident", "chair"), shift=numbers, home=numbers, member=numbers)
    def sign_up(self, name: str, shift: int, home: int, member: int) -> None:
        """Somebody signs a member up."""
        who = self.who(name)
        household = self.home(who, home)
        self._sign_up(who, self._coming(shift), household, self._member(household, member))

    @act(weight=2, shift=numbers)
    def sign_up_everybody(self, shift: int) -> None:
        """The chair signs up somebody of every household, until some wait; overlaps included."""
        self._coming(shift)
        for coming in [one for one in self.village.shifts.all if one.starts_at > self.village.now]:
            for household in self.village.households:
                self._sign_up(self.who("chair"), coming, household, household.member_ids[0])

    @act(weight=3, name=mostly("chair"), shift=numbers, number=numbers)
    def cancel_sign_up(self, name: str, shift: int, number: int) -> None:
        """Somebody gives a place back."""
        who, at = self.who(name), self._coming(shift, with_sign_ups=True)
        registered = [one for one in at.sign_ups if one.state == "registered" and number]
        gone, waiting = pick(registered or at.sign_ups, number), len(at.waiting)
        had_place = gone.has_place
        done = self.both(
            "cancel sign-up",
            lambda: self.village.shifts.cancel(who, at, gone, self.village.now),
            lambda: self.world.cancel_sign_up(who, gone),
        )
        self.tally["cancel sign-up: somebody moved up"] += bool(done and had_place and waiting)

    @act(weight=2, name=mostly("chair", "executive"), shift=numbers, picks=few, present=numbers)
    def call_roll(self, name: str, shift: int, picks: list[int], present: int) -> None:
        """Somebody calls the roll; the first few are present, the others absent."""
        who, at = self.who(name), self._begun(shift, with_sign_ups=True)
        known = [one for one in at.sign_ups if one.has_place and present] or at.sign_ups
        called = list(dict.fromkeys(pick(known, number) for number in picks))
        came, missing = called[: present + 1], called[present + 1 :]
        done = self.both(
            "call roll",
            lambda: self.village.shifts.call_roll(who, at, came, missing, self.village.now),
            lambda: self.world.call_roll(who, at, came, missing),
        )
        if done:
            results, body = done
            assert [(item["result"], item["points"]) for item in body["items"]] == results
            self.tally.update(f"roll: {result}" for result, _ in results)
            self.tally.update(f"roll points: {points}" for _, points in results)
            self._name_claims(called)

    @act(name=mostly("chair", "executive"), shift=numbers, home=numbers, member=numbers)
    def walk_in(self, name: str, shift: int, home: int, member: int) -> None:
        """Somebody comes who did not sign up."""
        who, at = self.who(name), self._begun(shift)
        household = pick(self.village.households, home)
        member_id = self._member(household, member)
        done = self.both(
            "walk in",
            lambda: self.village.shifts.walk_in(who, at, household, member_id, self.village.now),
            lambda: self.world.walk_in(who, at, household, member_id),
        )
        if done:
            (sign_up, result, points), body = done
            sign_up.id = body["sign_up_id"]
            assert (body["result"], body["points"]) == (result, points)
            self.tally[f"walk in: {result}"] += 1
            self._name_claims([sign_up])

    def _sign_up(self, who: Person, shift: Shift, household: Household, member_id: int) -> None:
        done = self.both(
            "sign up",
            lambda: self.village.shifts.sign_up(who, shift, household, member_id, self.village.now),
            lambda: self.world.sign_up(who, shift, household, member_id),
        )
        if done:
            made, body = done
            made.id = body["id"]
            self.tally[f"signed up: {made.state}"] += 1

    def _coming(self, number: int, *, with_sign_ups: bool = False) -> Shift:
        """Return a shift that can still be joined; when there is none, mostly invite first."""
        known = self._shifts(with_sign_ups=with_sign_ups)
        coming = [one for one in known if one.starts_at > self.village.now]
        if not coming and number and not with_sign_ups:
            self.hold_activity(pick(sorted(KINDS), number), 1 + number % 2, (2, 3))
            return self.village.shifts.all[-1]
        return pick(coming or known, number)

    def _begun(self, number: int, *, with_sign_ups: bool = False) -> Shift:
        """Return a shift of the last days or a coming one; mostly let time pass until it begins."""
        known = self._shifts(with_sign_ups=with_sign_ups)
        recent = [one for one in known if one.ends_at + RECENT > self.village.now]
        shift = pick(recent or known, number)
        early = shift.starts_at - timedelta(minutes=EARLY[number])
        if shift.starts_at > self.village.now and number:
            self.move_to(max(early, self.village.now))
        return shift

    def _shifts(self, *, with_sign_ups: bool) -> list[Shift]:
        return [one for one in self.village.shifts.all if one.sign_ups or not with_sign_ups]

    def _member(self, household: Household, number: int) -> int:
        """Return a member of a household; now and then one of another household."""
        others = [other for other in self.village.households if other is not household]
        return pick((others[0] if number == STRAY else household).member_ids, number)

    def _name_claims(self, sign_ups: Iterable[SignUp]) -> None:
        """Learn the ids of the claims that a roll call made."""
        for one in sign_ups:
            if one.claim is not None and not one.claim.id:
                one.claim.id = self.world.claim_of(one)
