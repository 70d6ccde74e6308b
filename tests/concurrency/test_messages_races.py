"""Many at once for one person's last credit, her week and her turn: what exists is given."""

import threading

import pytest
from sqlalchemy import text

from server.domains.messages import service as messages
from server.domains.messages.service import allowances
from server.kernel.work import Work
from tests.support.messages_builders import a_subscriber, allowance, balance, sends, tell
from tests.support.service import Service

pytestmark = pytest.mark.race

CROWD = 8


def read_then_write(service: Service, read: str, write: str) -> int:
    """Return how many believe they got it when each one reads, waits for all, and writes."""
    engine = service.app.transactions.engine
    everybody_has_read = threading.Barrier(CROWD)

    def naive(_index: int) -> bool:
        with engine.connect() as connection:
            is_free = connection.execute(text(read)).scalar()
        everybody_has_read.wait()
        with engine.begin() as connection:
            connection.execute(text(write))
        return bool(is_free)

    return sum(result is True for result in service.race(CROWD, naive))


@pytest.mark.parametrize(("credit", "sent"), [(1, 1), (CROWD, 2)])
def test_of_many_deliveries_as_many_are_sent_as_she_allowed_and_her_week_holds(
    service: Service, credit: int, sent: int
) -> None:
    her = a_subscriber(service, credit)
    tell(service, her, CROWD)
    ids = [row[0] for row in service.rows("SELECT id FROM messages")]

    def deliver(index: int) -> None:
        service.run(lambda work: messages.deliver(work, {"message_ids": [ids[index]]}))

    assert service.race(CROWD, deliver) == [None] * CROWD
    assert len(sends(service, her)) == sent
    assert (balance(service, her), allowance(service, her)) == (credit - sent, sent)
    assert service.run(lambda work: messages.reconcile(work.session)) == []


def test_control_a_credit_that_is_read_and_then_taken_is_given_away_too_often(
    service: Service,
) -> None:
    a_subscriber(service)
    took = read_then_write(
        service,
        "SELECT balance > 0 FROM subscription_credits",
        "UPDATE subscription_credits SET balance = 0",
    )
    assert took > 1


def test_of_many_workers_one_has_her_turn(service: Service) -> None:
    her = a_subscriber(service)

    def begin(work: Work) -> bool:
        return allowances.begin_sending(work, her.person_id, 1)

    service.run(lambda work: allowances.take(work, her.person_id, work.today))
    results = service.race(CROWD, lambda _: service.run(begin))
    assert sorted(map(bool, results)) == [False] * (CROWD - 1) + [True]


def test_control_a_turn_that_is_read_and_then_taken_is_had_by_several(service: Service) -> None:
    her = a_subscriber(service)
    service.run(lambda work: allowances.take(work, her.person_id, work.today))
    took = read_then_write(
        service,
        "SELECT sending_id IS NULL FROM send_allowances",
        "UPDATE send_allowances SET sending_id = 1",
    )
    assert took > 1
