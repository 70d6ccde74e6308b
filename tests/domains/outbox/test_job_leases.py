"""Job leases: one worker at a time, due again after a while, and only the holder may end it."""

from datetime import timedelta
from functools import partial

import pytest

from models.outbox import JobLease
from server.domains.outbox import service as outbox
from tests.support.service import Service

HOUR = timedelta(hours=1)


def lease_job(service: Service, every: timedelta = HOUR) -> str | None:
    return service.run(
        lambda work: outbox.lease_job(work, "count", lasting=timedelta(minutes=5), every=every)
    )


def end_job(service: Service, token: str) -> None:
    service.run(lambda work: outbox.end_job(work, "count", token))


def test_a_job_is_leased_by_one_worker(service: Service) -> None:
    assert lease_job(service)
    assert lease_job(service) is None


@pytest.mark.race
def test_a_job_is_leased_by_one_worker_of_many(service: Service) -> None:
    results = service.race(8, lambda _: lease_job(service))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert sum(result is not None for result in results) == 1


def test_a_job_is_due_again_after_its_time_and_not_before(service: Service) -> None:
    end_job(service, str(lease_job(service)))
    assert lease_job(service) is None
    service.clock.instant += HOUR - timedelta(seconds=1)
    assert lease_job(service) is None
    service.clock.advance(seconds=1)
    assert lease_job(service)


def test_the_lease_of_a_crashed_worker_ends_by_itself(service: Service) -> None:
    crashed = str(lease_job(service))
    service.clock.advance(minutes=5)
    second = lease_job(service)
    assert second is not None
    with pytest.raises(outbox.LeaseLost):
        end_job(service, crashed)
    assert lease_job(service) is None
    assert service.scalar("SELECT succeeded_at FROM job_leases") is None
    end_job(service, second)
    assert service.scalar("SELECT succeeded_at FROM job_leases") is not None


def test_each_job_has_its_own_lease(service: Service) -> None:
    lease_job(service)
    other = service.run(lambda work: outbox.lease_job(work, "purge", lasting=HOUR, every=HOUR))
    assert other


def test_a_lease_can_be_prolonged_by_its_holder_alone(service: Service) -> None:
    lasting = timedelta(minutes=5)
    token = str(lease_job(service))
    service.clock.advance(minutes=4)
    service.run(lambda work: outbox.keep_job(work, "count", token, lasting=lasting))
    service.clock.advance(minutes=4)
    assert lease_job(service) is None
    service.clock.advance(minutes=1)
    assert lease_job(service)
    with pytest.raises(outbox.LeaseLost):
        service.run(lambda work: outbox.keep_job(work, "count", token, lasting=lasting))


def test_a_failed_job_waits_longer_each_time_until_it_succeeds(service: Service) -> None:
    waits = []
    for _ in range(14):
        token = str(lease_job(service))
        service.run(partial(outbox.postpone_job, name="count", token=token, failure="KeyError"))
        until = service.run(lambda work: work.session.get_one(JobLease, "count").leased_until)
        assert until is not None
        waits.append((until - service.clock.instant).total_seconds())
        service.clock.instant = until - timedelta(seconds=1)
        assert lease_job(service) is None
        service.clock.advance(seconds=1)
    assert (waits[:4], waits[-1]) == ([2, 4, 8, 16], HOUR.total_seconds())
    assert service.rows("SELECT failures, failure FROM job_leases") == [(14, "KeyError")]
    end_job(service, str(lease_job(service)))
    assert service.rows("SELECT failures, failure FROM job_leases") == [(0, None)]


def test_what_could_not_be_done_is_kept_although_the_rest_was(service: Service) -> None:
    token = str(lease_job(service))
    service.run(partial(outbox.end_job, name="count", token=token, failure="1 of 3 failed"))
    assert service.rows("SELECT failures, failure FROM job_leases") == [(1, "1 of 3 failed")]
    assert lease_job(service) is None
    service.clock.instant += HOUR
    assert lease_job(service)


def test_a_job_is_not_due_again_by_a_clock_that_is_a_little_behind(service: Service) -> None:
    service.clock.advance(minutes=5)
    token = str(lease_job(service))
    service.clock.advance(minutes=-5)
    assert lease_job(service) is None
    service.clock.advance(minutes=5)
    end_job(service, token)
    service.clock.advance(minutes=-5)
    assert lease_job(service) is None


def test_a_clock_that_was_wrong_keeps_no_job_waiting(service: Service) -> None:
    service.clock.advance(days=365)
    end_job(service, str(lease_job(service)))
    service.clock.advance(days=-365)
    assert lease_job(service)
    service.clock.advance(days=-365)
    assert lease_job(service)
