"""Claims to be confirmed: as many as a run needs, made in the database in two statements."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from models.vocabulary import Role
from server.domains.identity import service as identity
from server.kernel.work import Work
from tests.support.builders import a_village, an_officer
from tests.support.service import Service

RULE = "VOL03"
"""10 points, confirmed by one, at most 40 points a month: four deeds of a household fit."""
DEEDS = 4

_HOUSEHOLDS = text(
    """
    INSERT INTO households (village_id, number, group_name, zone, status, registered_at)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)
    SELECT :village, CAST(i AS text), '一组', 'rural', 'resident', :now FROM n ORDER BY i
    """
)
# Day by day, so that claims with neighbouring ids are of different households.
_CLAIMS = text(
    """
    INSERT INTO points_claims (village_id, household_id, rule_id, deed_on, source, quantity, points,
                               note, confirm_level, rule_period, points_year, state, submitted_at)
    SELECT :village, h.id, r.id, :day, '', 1, r.points, '', r.confirm_level, :month, :year,
           'submitted', :now
      FROM households AS h CROSS JOIN earning_rules AS r
     WHERE h.village_id = :village AND r.code = :rule ORDER BY h.id
    """
)


@dataclass
class Supply:
    """A village's claims, handed out once each, and the chair who confirms them."""

    chair: int
    token: str
    first: int
    last: int
    taken: int = field(default=0)

    def take(self, number: int) -> range:
        """Return the ids of fresh claims, one after the other."""
        start = self.first + self.taken
        self.taken += number
        if self.first + self.taken > self.last + 1:
            raise ValueError("more claims are asked for than were made")
        return range(start, start + number)


def fill(service: Service, claims: int) -> Supply:
    """Make a village with a chair, households and claims that wait for her."""
    now = datetime.now(UTC)
    service.clock.instant = now - timedelta(minutes=1)
    village_id = a_village(service)
    chair = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    facts = {"village": village_id, "rule": RULE, "now": now.replace(tzinfo=None)}

    def make(work: Work) -> None:
        work.session.execute(_HOUSEHOLDS, {**facts, "many": -(-claims // DEEDS)})
        for day in _last_days(now.date()):
            dates = {"day": day, "month": f"{day:%Y-%m}", "year": day.year}
            work.session.execute(_CLAIMS, {**facts, **dates})

    service.run(make)
    token = service.run(lambda work: identity.open_session(work, chair)).token
    first, last = service.rows("SELECT MIN(id), MAX(id) FROM points_claims")[0]
    return Supply(chair, token, first, last)


def _last_days(today: date) -> list[date]:
    """Return some days of one month, so that the same caps are claimed again and again."""
    end = today if today.day > DEEDS else today.replace(day=1) - timedelta(days=1)
    return [end - timedelta(days=n) for n in range(DEEDS)]
