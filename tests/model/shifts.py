"""Activities in the model: places, the waiting list, the roll call and the points for coming."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.model.claims import RULES, Claim, Claims
from tests.model.people import Household, Person
from tests.model.refused import Refused

CHONGQING = ZoneInfo("Asia/Shanghai")
ROLL_OPENS_BEFORE, ROLL_CLOSES_AFTER = timedelta(minutes=30), timedelta(days=7)
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True)
class Kind:
    """A type of activity: how long it usually takes, and the rule that gives points for coming."""

    lasts: timedelta
    code: str | None


KINDS = {
    "A05": Kind(timedelta(minutes=90), "EDU02"),
    "A11": Kind(timedelta(hours=2), "VOL01"),
    "A32": Kind(timedelta(hours=2), "RIV01"),
    "A14": Kind(timedelta(minutes=90), None),
}


@dataclass(eq=False)
class SignUp:
    """A member's sign-up of a shift."""

    household: Household
    member_id: int
    state: str
    has_place: bool
    id: int = 0
    claim: Claim | None = None


@dataclass(eq=False)
class Shift:
    """A shift with its places; sign-ups are in the order in which they came."""

    kind: Kind
    starts_at: datetime
    capacity: int
    id: int
    sign_ups: list[SignUp] = field(default_factory=list)

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.starts_at + self.kind.lasts

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return sum(one.has_place for one in self.sign_ups)

    @property
    def waiting(self) -> list[SignUp]:
        """Who waits for a place, first come first."""
        return [one for one in self.sign_ups if one.state == "waiting"]

    def standing(self, member_id: int) -> SignUp | None:
        """Return a member's sign-up that was not cancelled."""
        mine = [one for one in self.sign_ups if one.member_id == member_id]
        return next((one for one in mine if one.state != "cancelled"), None)


@dataclass
class Shifts:
    """All shifts of the village; coming to one makes a claim."""

    claims: Claims
    all: list[Shift] = field(default_factory=list)

    def sign_up(
        self, who: Person, shift: Shift, household: Household, member_id: int, now: datetime
    ) -> SignUp:
        """Give a member a place, or the next number on the waiting list."""
        who.acts_by_proxy_for(household, "household-not-found")
        if now >= shift.starts_at:
            raise Refused("shift-started")
        if member_id not in household.member_ids:
            raise Refused("not-of-household")
        if shift.standing(member_id):
            raise Refused("already-signed-up")
        is_free = shift.taken < shift.capacity
        made = SignUp(household, member_id, "registered" if is_free else "waiting", is_free)
        shift.sign_ups.append(made)
        return made

    @staticmethod
    def cancel(who: Person, shift: Shift, gone: SignUp, now: datetime) -> None:
        """Give a place or a number back; the first who waits moves up at once."""
        who.acts_by_proxy_for(gone.household, "sign-up-not-found")
        if now >= shift.starts_at:
            raise Refused("shift-started")
        if gone.state not in {"registered", "waiting"}:
            raise Refused("sign-up-closed")
        was_in = gone.state == "registered"
        gone.state, gone.has_place = "cancelled", False
        if was_in and shift.waiting:
            first = shift.waiting[0]
            first.state, first.has_place = "registered", True

    def call_roll(
        self,
        who: Person,
        shift: Shift,
        present: Sequence[SignUp],
        absent: Sequence[SignUp],
        now: datetime,
    ) -> list[tuple[str, str]]:
        """Mark who came; say what became of each sign-up and of its points."""
        self._check_roll(who, shift, now)
        if absent and now < shift.starts_at:
            raise Refused("roll-call-closed")
        results = {one: self._call_present(shift, one) for one in present}
        results |= {one: _call_absent(one) for one in absent}
        came = [one for one, result in results.items() if result == "present"]
        points = self._award(who, shift, came)
        return [(result, points.get(one, "none")) for one, result in results.items()]

    def walk_in(
        self, who: Person, shift: Shift, household: Household, member_id: int, now: datetime
    ) -> tuple[SignUp, str, str]:
        """Mark somebody present who has no place; she takes none."""
        self._check_roll(who, shift, now)
        if member_id not in household.member_ids:
            raise Refused("not-of-household")
        known = shift.standing(member_id)
        if known is not None and known.state == "attended":
            return known, "already", "none"
        if self._is_elsewhere(shift, member_id):
            raise Refused("attended-elsewhere")
        if known is None:
            known = SignUp(household, member_id, "attended", has_place=False)
            shift.sign_ups.append(known)
        known.state = "attended"
        return known, "present", self._award(who, shift, [known])[known]

    @staticmethod
    def _check_roll(who: Person, shift: Shift, now: datetime) -> None:
        who.check("call_roll", "shift-not-found")
        opens, closes = shift.starts_at - ROLL_OPENS_BEFORE, shift.ends_at + ROLL_CLOSES_AFTER
        if not opens <= now < closes:
            raise Refused("roll-call-closed")

    def _call_present(self, shift: Shift, one: SignUp) -> str:
        if one.state == "attended":
            return "already"
        if one.state not in {"registered", "absent"}:
            return "not_signed_up"
        if self._is_elsewhere(shift, one.member_id):
            return "clash"
        one.state = "attended"
        return "present"

    def _is_elsewhere(self, shift: Shift, member_id: int) -> bool:
        """Tell whether a member was present at another shift meanwhile."""
        others = [
            other
            for other in self.all
            if other is not shift
            and other.starts_at < shift.ends_at
            and shift.starts_at < other.ends_at
        ]
        mine = [other.standing(member_id) for other in others]
        return any(one is not None and one.state == "attended" for one in mine)

    def _award(self, who: Person, shift: Shift, came: Sequence[SignUp]) -> dict[SignUp, str]:
        """Claim the points of those who came; some are confirmed by calling the roll."""
        if shift.kind.code is None:
            return dict.fromkeys(came, "none")
        made = {one: self._claim(shift, one) for one in self._in_order(shift, came)}
        if RULES[shift.kind.code].level != "SYS":
            return dict.fromkeys(came, "submitted")
        mine = [one for one in made if who.stays_out_of(one.household)]
        hers = [one for one in made if one not in mine]
        outcomes = self.claims.confirm(who, [made[one] for one in hers])
        waiting = dict.fromkeys(mine, "waits_for_another")
        return waiting | dict(zip(hers, outcomes, strict=True))

    @staticmethod
    def _in_order(shift: Shift, came: Sequence[SignUp]) -> list[SignUp]:
        return sorted(came, key=lambda one: (one.household.id, shift.sign_ups.index(one)))

    def _claim(self, shift: Shift, one: SignUp) -> Claim:
        code = shift.kind.code
        if code is None:
            raise ValueError
        rule, deed_on = RULES[code], shift.starts_at.astimezone(CHONGQING).date()
        points = rule.points
        if code == "VOL01":
            points = points * (shift.kind.lasts // HALF_HOUR) // 2
        one.claim = self.claims.add(Claim(one.household, code, deed_on, points, submitted_by=None))
        return one.claim


def _call_absent(one: SignUp) -> str:
    if one.state in {"attended", "absent"}:
        return "already"
    if one.state != "registered":
        return "not_signed_up"
    one.state = "absent"
    return "absent"
