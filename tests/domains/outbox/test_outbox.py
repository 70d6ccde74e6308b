"""The outbox: written with the effect, leased by one, done exactly once inside."""

from datetime import timedelta
from typing import Any

import pytest

from models.outbox import OutboxRow
from models.vocabulary import OutboxTopic
from server.domains.identity import service as identity
from server.domains.outbox import service as outbox
from server.kernel.work import Work
from tests.support.service import Service

TOPIC = OutboxTopic.MESSAGE_CREATED
HOUR = timedelta(hours=1)


def put(service: Service, number: int = 1) -> list[int]:
    def fill(work: Work) -> None:
        for index in range(number):
            outbox.put(work, TOPIC, {"message_id": index}, village_id=None)

    service.run(fill)
    return [row[0] for row in service.rows("SELECT id FROM outbox_rows ORDER BY id")]


def lease(service: Service) -> tuple[str, list[int]]:
    return service.run(outbox.lease_due)


def deliver(service: Service, row_id: int, token: str) -> bool | outbox.Sending:
    return service.run(lambda work: outbox.deliver(work, row_id, token, {TOPIC: make_person}))


def postpone(service: Service, row_id: int, token: str, failure: str = "ConnectionError") -> bool:
    return service.run(lambda work: outbox.postpone(work, row_id, token, failure))


def make_person(work: Work, payload: dict[str, Any]) -> None:
    """Have an effect inside: a person for each delivery."""
    work.audit("delivered", "outbox_row", payload["message_id"])
    identity.create_person(work)


def people(service: Service) -> int:
    count: int = service.scalar("SELECT count(*) FROM people")
    return count


# Put


def test_a_rollback_takes_the_row_back(service: Service) -> None:
    def put_then_fail(work: Work) -> None:
        outbox.put(work, TOPIC, {"message_id": 1}, village_id=None)
        work.session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        service.run(put_then_fail)
    assert service.scalar("SELECT count(*) FROM outbox_rows") == 0


def test_a_row_is_due_at_once(service: Service) -> None:
    ids = put(service, 3)
    token, leased = lease(service)
    assert leased == ids
    assert token


# Lease


def test_a_leased_row_is_not_leased_again_while_the_lease_lasts(service: Service) -> None:
    ids = put(service)
    assert lease(service)[1] == ids
    service.clock.instant += outbox.LEASE - timedelta(seconds=1)
    assert lease(service)[1] == []
    service.clock.advance(seconds=1)
    assert lease(service)[1] == ids


def test_a_batch_is_bounded_and_in_order(service: Service) -> None:
    ids = put(service, outbox.LOT_MAX + 3)
    assert lease(service)[1] == ids[: outbox.LOT_MAX]
    assert lease(service)[1] == ids[outbox.LOT_MAX :]
    assert lease(service)[1] == []


def test_each_lease_counts_as_an_attempt_and_there_is_a_last_one(service: Service) -> None:
    ids = put(service)
    for _ in range(outbox.ATTEMPTS_MAX):
        assert lease(service)[1] == ids
        service.clock.instant += outbox.LEASE
    assert lease(service)[1] == []
    assert service.scalar("SELECT attempts FROM outbox_rows") == outbox.ATTEMPTS_MAX


def test_what_was_tried_before_goes_alone_and_after_what_is_new(service: Service) -> None:
    # Each of the first three may have killed its worker: none takes the others with it.
    tried = put(service, 3)
    lease(service)
    service.clock.instant += outbox.LEASE
    new = put(service, 5)[3:]
    assert lease(service)[1] == new
    assert [lease(service)[1] for _ in range(4)] == [[tried[0]], [tried[1]], [tried[2]], []]


def test_a_lease_holds_before_a_clock_that_is_a_little_behind(service: Service) -> None:
    put(service)
    service.clock.advance(minutes=5)
    lease(service)
    service.clock.advance(minutes=-5)
    assert lease(service)[1] == []


def test_a_lease_of_a_clock_that_was_wrong_does_not_last(service: Service) -> None:
    (row_id,) = put(service)
    service.clock.advance(days=365)
    lease(service)
    service.clock.advance(days=-365)
    assert lease(service)[1] == [row_id]


# Deliver


def test_a_delivered_row_is_done(service: Service) -> None:
    put(service)
    token, (row_id,) = lease(service)
    assert deliver(service, row_id, token)
    assert people(service) == 1
    service.clock.instant += outbox.LEASE
    assert lease(service)[1] == []


def test_delivering_again_does_nothing(service: Service) -> None:
    put(service)
    token, (row_id,) = lease(service)
    assert [deliver(service, row_id, token) for _ in range(3)] == [True, False, False]
    assert people(service) == 1


def test_after_a_crash_between_lease_and_done_it_is_done_once_later(service: Service) -> None:
    put(service)
    crashed, (row_id,) = lease(service)
    service.clock.instant += outbox.LEASE
    token, ids = lease(service)
    assert ids == [row_id]
    assert not deliver(service, row_id, crashed)
    assert deliver(service, row_id, token)
    assert not deliver(service, row_id, crashed)
    assert people(service) == 1


def test_a_crash_while_delivering_leaves_neither_effect_nor_mark(service: Service) -> None:
    put(service)
    token, (row_id,) = lease(service)

    def crash(work: Work, payload: dict[str, Any]) -> None:
        make_person(work, payload)
        work.session.flush()
        raise ConnectionError

    with pytest.raises(ConnectionError):
        service.run(lambda work: outbox.deliver(work, row_id, token, {TOPIC: crash}))
    assert people(service) == 0
    assert deliver(service, row_id, token)
    assert people(service) == 1


def test_an_unknown_row_is_not_delivered(service: Service) -> None:
    assert not deliver(service, 99, "token")


# Postpone


def test_a_failed_row_is_tried_later_and_later_each_time(service: Service) -> None:
    put(service)
    waits = []
    for _ in range(4):
        token, (row_id,) = lease(service)
        postpone(service, row_id, token)
        began = service.clock.instant
        while not service.run(_has_due):
            service.clock.advance(seconds=1)
        waits.append((service.clock.instant - began).total_seconds())
    assert waits == [2, 4, 8, 16]
    assert service.scalar("SELECT failure FROM outbox_rows") == "ConnectionError"


def _has_due(work: Work) -> bool:
    row = work.session.get_one(OutboxRow, 1)
    return row.due_at <= work.now


def test_the_wait_has_a_limit(service: Service) -> None:
    put(service)
    for _ in range(14):
        token, (row_id,) = lease(service)
        postpone(service, row_id, token)
        service.clock.instant += HOUR
    assert lease(service)[1] == [1]


def test_only_the_holder_of_the_lease_may_postpone(service: Service) -> None:
    put(service)
    old, (row_id,) = lease(service)
    service.clock.instant += outbox.LEASE
    token, _ = lease(service)
    postpone(service, row_id, old)
    assert service.scalar("SELECT failure FROM outbox_rows") is None
    assert deliver(service, row_id, token)


def test_a_done_row_is_not_postponed(service: Service) -> None:
    put(service)
    token, (row_id,) = lease(service)
    deliver(service, row_id, token)
    postpone(service, row_id, token)
    assert service.scalar("SELECT failure FROM outbox_rows") is None


def test_the_last_failure_says_so(service: Service) -> None:
    put(service)
    answers = []
    for _ in range(outbox.ATTEMPTS_MAX):
        token, (row_id,) = lease(service)
        answers.append(postpone(service, row_id, token))
        service.clock.instant += HOUR
    assert answers == [True] * (outbox.ATTEMPTS_MAX - 1) + [False]


# Outside

SENT = outbox.Outside(lambda _ports, _payload, _key: None)


def hand_over(service: Service, row_id: int, token: str) -> bool | outbox.Sending:
    return service.run(lambda work: outbox.deliver(work, row_id, token, {TOPIC: SENT}))


def test_what_goes_outside_is_marked_only_when_it_was_sent(service: Service) -> None:
    put(service)
    token, (row_id,) = lease(service)
    sending = hand_over(service, row_id, token)
    assert isinstance(sending, outbox.Sending)
    assert (sending.outside, sending.payload) == (SENT, {"message_id": 0})
    assert service.scalar("SELECT done_at FROM outbox_rows") is None
    assert sent(service, row_id, token, sending)
    assert not sent(service, row_id, token, sending)
    assert hand_over(service, row_id, token) is False


def sent(
    service: Service, row_id: int, token: str, sending: outbox.Sending, answer: str = ""
) -> bool:
    return service.run(lambda work: outbox.mark_sent(work, row_id, token, sending, answer))


def test_what_is_not_to_be_sent_any_more_is_done(service: Service) -> None:
    put(service)
    token, (row_id,) = lease(service)
    over = outbox.Outside(lambda *_: None, prepare=lambda _work, _payload: None)
    assert service.run(lambda work: outbox.deliver(work, row_id, token, {TOPIC: over})) is True
    assert service.scalar("SELECT done_at FROM outbox_rows") is not None


def test_what_is_too_early_waits_and_counts_as_untried(service: Service) -> None:
    put(service)
    token, (row_id,) = lease(service)
    early = outbox.Outside(lambda *_: None, prepare=lambda _work, _payload: outbox.Again(HOUR))
    assert service.run(lambda work: outbox.deliver(work, row_id, token, {TOPIC: early})) is False
    assert service.scalar("SELECT attempts FROM outbox_rows") == 0
    assert lease(service)[1] == []
    service.clock.instant += HOUR
    assert lease(service)[1] == [row_id]


def test_the_answer_is_kept_with_the_mark_and_may_ask_for_another_time(service: Service) -> None:
    answers: list[object] = []

    def record(_work: Work, _payload: object, answer: object) -> outbox.Again | None:
        answers.append(answer)
        return outbox.Again(HOUR) if answer == "busy" else None

    put(service)
    topics: dict[str, outbox.Deliver | outbox.Outside] = {
        TOPIC: outbox.Outside(lambda *_: None, record=record)
    }
    for answer, is_done in (("busy", False), ("taken", True)):
        token, (row_id,) = lease(service)
        sending = service.run(lambda work: outbox.deliver(work, row_id, token, topics))  # noqa: B023
        assert isinstance(sending, outbox.Sending)
        assert sent(service, row_id, token, sending, answer) is is_done
        service.clock.instant += HOUR
    assert answers == ["busy", "taken"]


def test_a_row_sent_again_has_the_same_key_and_another_row_another(service: Service) -> None:
    put(service, 2)
    token, (first, second) = lease(service)
    keys = [hand_over(service, row_id, token) for row_id in (first, second)]
    service.clock.instant += outbox.LEASE
    token, _ = lease(service)
    again = hand_over(service, first, token)
    assert isinstance(again, outbox.Sending)
    assert [isinstance(key, outbox.Sending) and key.key == again.key for key in keys] == [
        True,
        False,
    ]


# Several workers


@pytest.mark.race
def test_two_workers_never_lease_the_same_row(service: Service) -> None:
    ids = put(service, 120)
    results = service.race(6, lambda _: lease(service))
    leased = [row_id for result in results if isinstance(result, tuple) for row_id in result[1]]
    assert [result for result in results if isinstance(result, Exception)] == []
    assert len(set(leased)) == len(leased)
    assert set(leased) <= set(ids)


@pytest.mark.race
def test_a_row_delivered_by_many_at_once_has_one_effect(service: Service) -> None:
    put(service)
    token, (row_id,) = lease(service)
    results = service.race(8, lambda _: deliver(service, row_id, token))
    assert sorted(map(str, results)) == ["False"] * 7 + ["True"]
    assert people(service) == 1


@pytest.mark.race
def test_control_without_the_mark_each_delivery_has_its_effect(service: Service) -> None:
    put(service)
    results = service.race(8, lambda _: service.run(lambda w: make_person(w, {"message_id": 1})))
    assert results == [None] * 8
    assert people(service) == 8
