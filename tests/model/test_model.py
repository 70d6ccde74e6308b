"""The service answers every act as a plain model of the village does, refusals included."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import machines
from tests.model.world import World
from tests.support.service import Room

# what it runs, others cover; with coverage it takes half as long again
pytestmark = [pytest.mark.no_cover, pytest.mark.long]
STEPS_MIN = 1_000
SEEDS = (1, 2, 3)
"""Chosen once: every run of the suite lives the same lives. `make drill` lives fresh ones."""
HAPPENED = {
    "submit": "done already-claimed claim-refused exclusive-claim household-not-found not-allowed"
    " rule-not-in-force",
    "confirm": "done not-allowed",
    "confirm one": "done claim-not-found not-allowed own-or-relative-household",
    "confirmed": "confirmed first_confirmed over_cap already not_found own_household"
    " waits_for_another",
    "return": "done claim-already-decided claim-not-found not-allowed not-yours-to-decide"
    " own-or-relative-household",
    "revoke": "done claim-not-found not-allowed own-or-relative-household",
    "publish": "done not-allowed notice-already-published organisation-not-found",
    "order": "done household-not-found insufficient-points not-allowed out-of-stock",
    "cancel order": "done not-allowed order-already-closed order-not-found",
    "fulfil": "done not-allowed order-already-closed own-or-relative-household",
    "wrong code": "order-not-found too-many-wrong-codes",
    "receive": "done goods-not-found not-allowed",
    "hold activity": "done",
    "sign up": "done already-signed-up household-not-found not-allowed not-of-household"
    " shift-started",
    "signed up": "registered waiting",
    "cancel sign-up": "done not-allowed shift-started sign-up-closed sign-up-not-found",
    "call roll": "done not-allowed roll-call-closed shift-not-found",
    "roll": "present absent already clash not_signed_up",
    "roll points": "confirmed none submitted waits_for_another",
    "walk in": "done attended-elsewhere not-allowed not-of-household roll-call-closed"
    " shift-not-found",
    "change office": "done",
}
"""What must have happened at least once in every act, or the run would prove less than it says."""
STORIES = {
    "cancel sign-up: somebody moved up",
    "order: from two years",
    "repeat: refused with another body",
    "repeat: same answer",
    "revoke: leaves a debt",
    "tick: orders expired",
    "tick: points took effect",
    "time: into the next year",
}


def live(room: Room, tally: Counter[str], play: type[World] = World) -> None:
    """Live some lives; with less than ten a seed, Hypothesis draws each of them afresh."""
    for number in SEEDS:
        run_state_machine_as_test(
            seed(number)(machines(room, tally, play)),  # type: ignore[arg-type]  # builds one
            settings=settings(
                max_examples=9,
                stateful_step_count=60,
                deadline=None,
                database=None,
                phases=(Phase.generate,),
                report_multiple_bugs=False,
                suppress_health_check=list(HealthCheck),
            ),
        )


@pytest.mark.timeout(600)
def test_the_service_and_the_model_agree_in_any_order_of_acts(room: Room) -> None:
    tally: Counter[str] = Counter()
    live(room, tally)
    happened = {what for what, times in tally.items() if times}
    wanted = {f"{act}: {how}" for act, hows in HAPPENED.items() for how in hows.split()}
    assert (wanted | STORIES) - happened == set()
    assert tally["steps"] >= STEPS_MIN
