"""The model and the service side by side: what one says the other must say, too."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from tests.model.people import Household, Person
from tests.model.refused import Refused
from tests.model.world import World, settle
from tests.support.service import Answer, Room

Thing = TypeVar("Thing")
Made = TypeVar("Made")
Acting = TypeVar("Acting", bound=Callable[..., None])

ACTS: list[st.SearchStrategy[tuple[str, dict[str, Any]]]] = []
"""Every act with what is drawn for it, as often as its weight says.

They are drawn by one rule: of many rules Hypothesis would switch off half in each run, and long
stories (claimed, confirmed, published, spent, revoked) would be rare.
"""

EVERYBODY = ("chair", "executive", "assessor", "town_officer", "shopkeeper", "resident")
STRANGERS = ("neighbour", "former_executive")

OWN = 3
"""A number from which on somebody acts for her own household."""

numbers = st.integers(0, 5)
few = st.lists(numbers, min_size=1, max_size=4, unique=True)


class NothingThere(Exception):
    """There is nothing yet that the act could be done to."""


def mostly(*names: str) -> st.SearchStrategy[str]:
    """Draw mostly those whose office it is, sometimes anybody."""
    return st.sampled_from((*names * 6, *EVERYBODY, *STRANGERS))


def act(weight: int = 1, **draws: st.SearchStrategy[Any]) -> Callable[[Acting], Acting]:
    """Make a method an act of the machine; the keywords say what is drawn for it."""

    def mark(method: Acting) -> Acting:
        drawn = st.tuples(st.just(method.__name__), st.fixed_dictionaries(draws))
        ACTS.extend([drawn] * weight)
        return method

    return mark


def pick(things: Sequence[Thing], number: int) -> Thing:
    """Return one of some things, counted from the newest; NothingThere when there is none."""
    if not things:
        raise NothingThere
    return things[-1 - number % len(things)]


def said(answer: Answer) -> str:
    """Return how the service answered: "done", or the slug of its refusal."""
    if answer.status < 300:
        return "done"
    return str(answer.body["type"]).removeprefix("/problems/")


class Twins(RuleBasedStateMachine):
    """One village in both, built anew for every run; `tally` counts what happened over all runs."""

    def __init__(self, room: Room, tally: Counter[str], play: type[World] = World) -> None:
        super().__init__()
        self.world = play(room.open())
        self.village = settle(self.world)
        self.tally = tally

    def who(self, name: str) -> Person:
        """Return somebody by her name; a resident while nobody has left an office."""
        return self.village.people.get(name, self.village.people["resident"])

    def home(self, who: Person, number: int) -> Household:
        """Return a household: mostly somebody's own, when she has one."""
        if who.household is not None and number >= OWN:
            return who.household
        return pick(self.village.households, number)

    def move_to(self, instant: datetime) -> None:
        """Let time pass in both."""
        self.tally["time: into the next year"] += instant.year > self.village.now.year
        self.world.service.clock.instant = instant
        self.village.move_to(instant)

    def both(
        self, act: str, in_model: Callable[[], Made], in_service: Callable[[], Answer]
    ) -> tuple[Made, Any] | None:
        """Do something in both; return what both made of it, or None when both refused alike."""
        made: Made | None = None
        expected = "done"
        try:
            made = in_model()
        except Refused as refused:
            expected = refused.slug
        answer = in_service()
        assert said(answer) == expected, f"{act}: {said(answer)}, in the model {expected}"
        self.tally[f"{act}: {expected}"] += 1
        return None if expected != "done" else (made, answer.body)  # type: ignore[return-value]
