"""Credits against a plain model: never below 0, never more sends than were accepted."""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domains.messages import service as messages
from server.kernel.wechat import SendOutcome
from tests.support.messages_builders import (
    RESULT,
    Subscriber,
    a_subscriber,
    answer,
    balance,
    drain,
    push,
    sent_to,
    tell,
)
from tests.support.service import Service

SWITCH_OFF = "switch_off"
ACTS = ("accept", "accept", "accept", "reject", SWITCH_OFF, *SendOutcome)
MAY_HAVE_ARRIVED = {SendOutcome.SENT, SendOutcome.UNKNOWN, SendOutcome.LATER}
TAKES_ALL = {SWITCH_OFF, SendOutcome.NO_CREDIT, SendOutcome.GONE}


@dataclass
class Model:
    """What must be true of one person and one template."""

    balance: int = 0
    accepted: int = 0
    reached: int = 0

    def do(self, act: str) -> None:
        """Follow one act; an outcome is what WeChat says of a message that she is told."""
        if act == "accept":
            self.balance += 1
            self.accepted += 1
        elif act in MAY_HAVE_ARRIVED and self.balance:
            self.balance -= 1
            self.reached += 1
        elif act in TAKES_ALL:
            self.balance = 0


def do(service: Service, her: Subscriber, act: str) -> None:
    """Do it to the service; a week goes by, so that she may be sent the next one."""
    if isinstance(act, SendOutcome):
        later = act is SendOutcome.LATER  # not taken in at first, then sent
        service.wechat.outcomes[:] = [act]
        tell(service, her)
        drain(service)
        service.clock.advance(minutes=1)
        drain(service) if later else None
        service.clock.advance(days=7, minutes=-1)
    elif act == SWITCH_OFF:
        push(service, messages.note_changed_minds, her, RESULT, SubscribeStatusString="reject")
    else:
        answer(service, her, act)


@given(st.lists(st.sampled_from(ACTS), min_size=3, max_size=10))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_credits_are_as_the_model_says(service: Service, acts: list[str]) -> None:
    her, model = a_subscriber(service, 0), Model()
    for act in acts:
        do(service, her, act)
        model.do(act)
        assert balance(service, her) == model.balance
    assert model.reached <= model.accepted
    assert sent_to(service, her) >= model.reached
    assert service.run(lambda work: messages.reconcile(work.session)) == []
