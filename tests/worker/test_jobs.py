"""Jobs: a worker that was overtaken leaves nothing, and one thing that fails holds up no other."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import update

from models.outbox import JobLease
from server.background import JOB_LEASE, Job, Sweep, run_job
from server.domains.identity import service as identity
from server.domains.outbox import service as outbox
from server.kernel.work import Work
from server.worker import tick
from tests.support.points_builders import (
    a_claim,
    a_family,
    a_points_village,
    balances,
    confirm,
    publish,
)
from tests.support.rewards_builders import a_shop, an_order
from tests.support.service import Service
from tests.support.tampering import tamper

MINUTE = timedelta(minutes=1)
FAILS = 2


def people(service: Service) -> int:
    count: int = service.scalar("SELECT count(*) FROM people")
    return count


def overtaken(work: Work) -> None:
    """Have an effect while another worker, who thinks this one dead, takes the lease."""
    identity.create_person(work)
    work.session.execute(update(JobLease).values(lease_token="of another"))


# Fencing


def test_a_job_that_was_overtaken_leaves_nothing(service: Service) -> None:
    with pytest.raises(outbox.LeaseLost):
        run_job(service.app.transactions, "people", Job(overtaken, MINUTE))
    assert people(service) == 0


def test_control_a_job_that_asks_for_no_token_leaves_its_effect(service: Service) -> None:
    service.run(lambda work: outbox.lease_job(work, "people", lasting=JOB_LEASE, every=MINUTE))
    service.run(overtaken)
    assert people(service) == 1


def test_a_tick_goes_on_after_a_job_that_was_overtaken(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = {"slow": Job(overtaken, MINUTE), "people": Job(identity.create_person, MINUTE)}
    tick(service.app.transactions, jobs)
    assert people(service) == 1
    assert "job slow was taken over by another worker" in caplog.text


def test_a_sweep_that_was_overtaken_stops_there(service: Service) -> None:
    def do(work: Work, each: int) -> None:
        if each == FAILS:
            overtaken(work)
        identity.create_person(work)

    with pytest.raises(outbox.LeaseLost):
        run_job(service.app.transactions, "sweep", Sweep(up_to_five, do, MINUTE))
    assert people(service) == 1


# One that fails


def up_to_five(work: Work, after: int) -> Sequence[int]:
    """List 1 to 5, two at a time."""
    return list(range(after + 1, 6))[:2]


def fail_for_one(work: Work, each: int) -> None:
    identity.create_person(work)
    if each == FAILS:
        raise ConnectionError


def test_one_that_fails_holds_up_no_other(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    assert run_job(service.app.transactions, "sweep", Sweep(up_to_five, fail_for_one, MINUTE))
    assert people(service) == 4
    assert "job sweep failed for 2" in caplog.text
    kept = service.rows("SELECT failures, failure, leased_until FROM job_leases")
    assert kept == [(1, "1 of 5 failed", None)]


def test_a_sweep_keeps_its_lease_while_it_goes_on(service: Service) -> None:
    def do(work: Work, each: int) -> None:
        service.clock.instant += JOB_LEASE / 2
        identity.create_person(work)

    assert run_job(service.app.transactions, "sweep", Sweep(up_to_five, do, MINUTE))
    assert people(service) == 5


def test_a_broken_order_holds_up_no_other(service: Service) -> None:
    shop = a_shop(service, purse=100)
    broken, *others = (an_order(service, shop)["id"] for _ in range(3))
    tamper(service, "DELETE FROM order_lines WHERE order_id = :id", id=broken)
    service.clock.advance(days=16)
    tick(service.app.transactions)
    ended = service.rows("SELECT id FROM orders WHERE state = 'expired' ORDER BY id")
    assert ended == [(each,) for each in others]
    failure = service.scalar("SELECT failure FROM job_leases WHERE name = 'expire_orders'")
    assert failure == "1 of 3 failed"


def test_a_broken_notice_holds_up_no_other(service: Service) -> None:
    families = []
    for name in ("双龙村妇联", "石角村妇联"):
        village = a_points_village(service, name)
        family = a_family(service, village)
        confirm(service, village.chair, a_claim(service, family))
        publish(service, village)
        families.append(family.id)
    broken, other = families
    tamper(
        service,
        "UPDATE points_accounts SET balance = 0 WHERE kind = 'in_notice' AND household_id = :id",
        id=broken,
    )
    service.clock.advance(days=14)
    tick(service.app.transactions)
    assert balances(service, broken) == {}
    assert balances(service, other) == {"redeemable": 10}
