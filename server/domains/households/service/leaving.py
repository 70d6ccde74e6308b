"""Leave altogether (注销): close my account; my household keeps me as a member without a phone."""

from sqlalchemy import update

from models.households import JoinRequest, Member
from models.vocabulary import JoinState
from server.domains.identity import service as identity
from server.domains.messages import service as messages
from server.kernel.work import Work


def close_account(work: Work) -> None:
    """Close the actor's account and end all her sessions; what the household earned stays.

    Her WeChat signs in as somebody new from then on, and is sent nothing. Raises OfficeHeld.
    """
    messages.stop_sending(work, work.person_id)
    identity.close_person(work)
    _withdraw_request(work)
    _let_go_of_member(work)


def _withdraw_request(work: Work) -> None:
    pending = JoinRequest.person_id == work.person_id, JoinRequest.state == JoinState.PENDING
    withdrawn = {"state": JoinState.WITHDRAWN, "decided_by": work.person_id, "decided_at": work.now}
    work.session.execute(update(JoinRequest).where(*pending).values(withdrawn))


def _let_go_of_member(work: Work) -> None:
    own = Member.person_id == work.person_id, Member.left_at.is_(None)
    work.session.execute(update(Member).where(*own).values(person_id=None))
