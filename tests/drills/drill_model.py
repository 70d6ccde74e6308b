"""The model and the service live together for long: fresh chance every time, shrunk when they part.

Hypothesis prints the acts that led to a difference; its database replays them first the next time.
"""

import sys
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import machines
from tests.support.service import Room

LIVES = 250
STEPS_OF_A_LIFE = 120


@pytest.mark.timeout(3600)
def test_the_service_and_the_model_agree_for_long(room: Room) -> None:
    tally: Counter[str] = Counter()
    run_state_machine_as_test(
        machines(room, tally),  # type: ignore[arg-type]  # builds one
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=STEPS_OF_A_LIFE,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    sys.stdout.writelines(f"{times:8} {what}\n" for what, times in sorted(tally.items()))
    assert tally["steps"] > LIVES
