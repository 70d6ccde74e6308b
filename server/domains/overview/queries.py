"""Count what waits for a decision about who joins a household."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.households import JoinRequest
from models.vocabulary import JoinState
from server.domains.organisations.service import count_up_to_limit, within
from server.kernel.scopes import Scope


def count_join_requests(scope: Scope, session: Session, *, but_of: int) -> int:
    """Count the undecided requests in scope; nobody decides her own."""
    pending = select(JoinRequest.id).where(
        within(scope, JoinRequest.village_id),
        JoinRequest.state == JoinState.PENDING,
        JoinRequest.person_id != but_of,
    )
    return count_up_to_limit(session, pending)
