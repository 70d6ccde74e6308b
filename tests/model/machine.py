"""One village lived through twice: in the model and in the service, in any order of acts."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from server.kernel.clock import CHONGQING
from tests.model.people import Person
from tests.model.points_acts import CODES, PointsActs
from tests.model.shift_acts import ShiftActs
from tests.model.shop_acts import ShopActs
from tests.model.twins import ACTS, NothingThere, act, said
from tests.model.world import Sent, World
from tests.support.service import Room

LOOK_EVERY, RECOUNT_EVERY = 4, 10
DAY = timedelta(days=1)
STEP_TAKES = timedelta(minutes=1)
NOTICE_PASSES = timedelta(days=9)
BEGINNINGS = (
    datetime(2026, 11, 12, 9, 0, tzinfo=CHONGQING),
    datetime(2026, 12, 5, 9, 0, tzinfo=CHONGQING),
    datetime(2026, 12, 31, 23, 50, tzinfo=CHONGQING),
)
WAITS = (
    *(timedelta(minutes=50), timedelta(hours=3), timedelta(days=1)),
    *(timedelta(days=5), NOTICE_PASSES, timedelta(days=16)),
)


class Machine(PointsActs, ShopActs, ShiftActs):
    """Everything that people and the worker do, compared after every step."""

    def __init__(self, room: Room, tally: Counter[str], play: type[World] = World) -> None:
        super().__init__(room, tally, play)
        self.steps = 0
        self.seen: dict[str, Any] = {}

    @initialize(beginning=st.sampled_from(BEGINNINGS))
    def begin(self, beginning: datetime) -> None:
        """Begin before the turn of the year, with some points to spend and something to join."""
        self.move_to(beginning)
        self.live_a_month("ENV07")
        self.hold_activity("A11", 2, (2, 3))

    @rule(done=st.deferred(lambda: st.sampled_from(ACTS)).flatmap(lambda drawn: drawn))
    def live(self, done: tuple[str, dict[str, Any]]) -> None:
        """Do one of all acts."""
        name, drawn = done
        with suppress(NothingThere):
            getattr(self, name)(**drawn)

    @act(after=st.sampled_from(WAITS))
    def wait(self, after: timedelta) -> None:
        """Time passes."""
        self.move_to(self.village.now + after)

    @act(weight=2)
    def tick(self) -> None:
        """The worker looks."""
        before = self.village.look()
        self.village.tick()
        self.world.tick()
        after = self.village.look()
        self.tally["tick: points took effect"] += before["claims"] != after["claims"]
        self.tally["tick: orders expired"] += before["orders"] != after["orders"]

    @act(code=st.sampled_from(CODES))
    def live_a_month(self, code: str) -> None:
        """The usual course: claim, confirm, publish next month, let the points take effect."""
        self.claim_everywhere(code)
        self.confirm_everything()
        month = self.village.claims.today.month
        while self.village.claims.today.month == month:
            self.move_to(self.village.now + DAY)
        self.publish("chair")
        self.move_to(self.village.now + NOTICE_PASSES)
        self.tick()

    @act()
    def change_office(self) -> None:
        """The executive leaves her office to somebody new."""
        if "former_executive" in self.village.people or self.steps < RECOUNT_EVERY:
            raise NothingThere
        self.world.sent = None
        successor = self.world.change_office(self.who("executive"))
        self.village.change_office(Person("executive", successor, "executive"))
        self.tally["change office: done"] += 1

    @act()
    def repeat(self) -> None:
        """A phone sends its last request again: the answer of the first time, and no effect."""
        sent = self._sent()
        again = self.world.send_again(sent)
        assert again.status == sent.answer.status
        assert again.headers["Idempotent-Replayed"] == "true"
        secrets = dict.fromkeys(("voucher", "pickup_digits", "picture"))
        assert {**again.body, **secrets} == {**sent.answer.body, **secrets}
        self.tally["repeat: same answer"] += 1

    @act()
    def reuse_a_key(self) -> None:
        """The last key comes again with another request."""
        assert said(self.world.send_again(self._sent(), note="x")) == "idempotency-key-reused"
        self.tally["repeat: refused with another body"] += 1

    @invariant()
    def all_figures_agree(self) -> None:
        """Model and service show the same, figure by figure.

        Looked at after every step that changed something, and now and then after the others.
        """
        expected = self.village.look()
        if expected == self.seen and self.steps % LOOK_EVERY:
            return
        self.seen = expected
        shown = self.world.look(self.village)
        for what, figures in expected.items():
            assert shown[what] == figures, f"{what}: {shown[what]}, in the model {figures}"

    @invariant()
    def laws_hold(self) -> None:
        """The model keeps its own laws; every few steps the service's books are recounted."""
        self.village.laws()
        self.steps += 1
        self.tally["steps"] += 1
        if self.steps % RECOUNT_EVERY == 0:
            self.world.recount()
        self.move_to(self.village.now + STEP_TAKES)

    def teardown(self) -> None:
        """Let the worker do what is left, and recount everything."""
        self.tick()
        self.seen = {}
        self.all_figures_agree()
        self.world.recount()

    def _sent(self) -> Sent:
        if self.world.sent is None:
            raise NothingThere
        return self.world.sent


def machines(room: Room, tally: Counter[str], play: type[World] = World) -> Callable[[], Machine]:
    """Return what builds a machine for every run."""
    return lambda: Machine(room, tally, play)
