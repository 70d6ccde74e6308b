"""The outbox and the leases of the worker: exactly once inside, at least once outside."""

from server.domains.outbox.service.condition import Condition, condition
from server.domains.outbox.service.forgetting import FORGETTINGS
from server.domains.outbox.service.jobs import (
    LeaseLost,
    end_job,
    keep_job,
    lease_job,
    postpone_job,
)
from server.domains.outbox.service.rows import (
    ATTEMPTS_MAX,
    LEASE,
    LOT_MAX,
    NO_VILLAGE,
    Again,
    Deliver,
    Outside,
    Payload,
    Sending,
    deliver,
    lease_due,
    lease_one,
    mark_sent,
    postpone,
    put,
)

__all__ = [
    "ATTEMPTS_MAX",
    "FORGETTINGS",
    "LEASE",
    "LOT_MAX",
    "NO_VILLAGE",
    "Again",
    "Condition",
    "Deliver",
    "LeaseLost",
    "Outside",
    "Payload",
    "Sending",
    "condition",
    "deliver",
    "end_job",
    "keep_job",
    "lease_due",
    "lease_job",
    "lease_one",
    "mark_sent",
    "postpone",
    "postpone_job",
    "put",
]
