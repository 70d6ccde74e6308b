"""Look up who asks to join: the actor's own request, and those that wait for her decision."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.households import JoinRequest
from models.vocabulary import JoinState
from server.domains.organisations.service import count_up_to_limit, within
from server.kernel.scopes import Scope


def find_latest_request(session: Session, person_id: int) -> JoinRequest | None:
    """Return the last request to join that a person made herself."""
    return session.scalar(
        select(JoinRequest)
        .where(JoinRequest.person_id == person_id)
        .order_by(JoinRequest.id.desc())
        .limit(1)
    )


def count_join_requests(scope: Scope, session: Session, *, but_of: int) -> int:
    """Count the undecided requests in scope; nobody decides her own."""
    pending = select(JoinRequest.id).where(
        within(scope, JoinRequest.village_id),
        JoinRequest.state == JoinState.PENDING,
        JoinRequest.person_id != but_of,
    )
    return count_up_to_limit(session, pending)
