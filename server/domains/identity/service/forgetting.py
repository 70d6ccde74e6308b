"""What time lets go of sign-ins: sessions that ended long ago, yesterday's tries."""

from datetime import timedelta

from sqlalchemy import delete

from models.identity import PhoneTry, SignInSession
from models.retention import Kept
from server.kernel.forgetting import Forgetting, removing
from server.kernel.work import Work

SESSIONS = Forgetting(
    "forget_sessions",
    SignInSession,
    Kept.SESSIONS.period,
    lambda until: SignInSession.expires_at <= until,
    removing(SignInSession),
)
FORGETTINGS = (SESSIONS,)


def forget_tries(work: Work) -> int:
    """Forget who tried for her phone number on days that are over; return how many rows went."""
    over = delete(PhoneTry).where(PhoneTry.tried_on < work.today - timedelta(days=1))
    return len(work.session.scalars(over.returning(PhoneTry.person_id)).all())
