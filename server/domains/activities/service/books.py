"""Recount the shifts (对账): places from sign-ups, waiting numbers, attendance behind each mark."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.kernel.recounts import Mismatch, recount

_CAPACITY = text(
    """
    SELECT id, taken, capacity FROM activity_sessions
     WHERE taken < 0 OR taken > capacity ORDER BY id
    """
)

# Who signed up has a place, unless she still waits or came from the waiting list without moving up.
# A walk-in has none; she was signed up and marked at one instant. Somebody with a place could have
# been, too, if she signed up in the very instant of her mark: such rows count either way.
_PLACES = text(
    """
    WITH counted AS (
        SELECT session_id,
               CASE WHEN state = 'attended' AND signed_up_at = closed_at THEN 0 ELSE 1 END AS sure
          FROM sign_ups
         WHERE state IN ('registered', 'attended', 'absent')
           AND (waiting_number IS NULL OR promoted_at IS NOT NULL)
    )
    SELECT s.id, s.taken, COALESCE(SUM(c.sure), 0)
      FROM activity_sessions AS s LEFT JOIN counted AS c ON c.session_id = s.id
     GROUP BY s.id, s.taken
    HAVING s.taken < COALESCE(SUM(c.sure), 0) OR s.taken > COUNT(c.sure)
     ORDER BY s.id
    """
)

_NUMBERS = text(
    """
    SELECT s.id, s.waiting_issued, COUNT(DISTINCT u.waiting_number)
      FROM activity_sessions AS s
      LEFT JOIN sign_ups AS u ON u.session_id = s.id
                             AND u.waiting_number BETWEEN 1 AND s.waiting_issued
     GROUP BY s.id, s.waiting_issued
    HAVING s.waiting_issued <> COUNT(DISTINCT u.waiting_number)
     ORDER BY s.id
    """
)

_WAITING_IN_VAIN = text(
    """
    SELECT s.id, s.capacity - s.taken, COUNT(u.id)
      FROM activity_sessions AS s
      JOIN sign_ups AS u ON u.session_id = s.id AND u.state = 'waiting'
     WHERE s.taken < s.capacity
     GROUP BY s.id, s.capacity, s.taken ORDER BY s.id
    """
)

# Service time is the time of an attendance, so it must be that of its shift.
_ATTENDANCE = text(
    """
    SELECT id, kept, recounted FROM (
        SELECT u.id, CASE WHEN u.state = 'attended' THEN 1 ELSE 0 END AS kept,
               COUNT(a.id) AS recounted
          FROM sign_ups AS u
          JOIN activity_sessions AS s ON s.id = u.session_id
          LEFT JOIN attendances AS a
            ON a.sign_up_id = u.id AND a.session_id = u.session_id AND a.member_id = u.member_id
           AND a.starts_at = s.starts_at AND a.ends_at = s.ends_at
         GROUP BY u.id, u.state
    ) AS marks
     WHERE kept <> recounted ORDER BY id
    """
)

_CHECKS = (
    ("places within capacity of shift", _CAPACITY),
    ("places of shift", _PLACES),
    ("waiting numbers of shift", _NUMBERS),
    ("free places beside a waiting list of shift", _WAITING_IN_VAIN),
    ("attendance and service time of sign-up", _ATTENDANCE),
)


def reconcile(session: Session) -> list[Mismatch]:
    """Return everything about shifts that does not add up; an empty list when all does.

    Places taken against sign-ups and capacity; waiting numbers handed out once each, and nobody
    waits beside a free place; whoever was marked present has one attendance, of her shift's time.
    """
    return recount(session, _CHECKS)
