"""How background work stands: what waits, what was given up, when jobs last succeeded."""

from dataclasses import dataclass

from server.domains.outbox import queries
from server.domains.outbox.service.rows import ATTEMPTS_MAX
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Condition:
    """Background work in rows, in failures in a row, and in seconds ago."""

    due: int
    oldest_seconds: float
    given_up: int
    job_seconds: dict[str, float]
    job_failures: dict[str, int]

    @property
    def worker_seconds(self) -> float | None:
        """How long ago a worker last finished anything; None when none ever did."""
        return min(self.job_seconds.values(), default=None)


def condition(work: Work) -> Condition:
    """Return how background work stands now."""
    due, oldest, given_up = queries.find_backlog(work.session, work.now, attempts_max=ATTEMPTS_MAX)
    jobs = queries.list_jobs(work.session)
    return Condition(
        due=due,
        oldest_seconds=(work.now - oldest).total_seconds() if oldest else 0.0,
        given_up=given_up,
        job_seconds={
            job.name: (work.now - job.succeeded_at).total_seconds()
            for job in jobs
            if job.succeeded_at
        },
        job_failures={job.name: job.failures for job in jobs},
    )
