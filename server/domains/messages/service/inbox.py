"""The inbox of a household (收件箱): it holds everything, also what left through WeChat."""

from models.messages import Message
from server.domains.messages import queries
from server.domains.messages.errors import MessageNotFound
from server.domains.organisations import service as organisations
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work


def list_inbox(work: Work, page: PageRequest) -> Page[Message]:
    """Return the messages of the actor's own household, newest first."""
    return queries.list_inbox(_own(work), work.session, page)


def mark_read(work: Work, message_id: int) -> Message:
    """Note that the household has seen a message; the first time counts. Raises MessageNotFound."""
    message = organisations.get_within(
        _own(work), work.session, Message, message_id, MessageNotFound()
    )
    if message.read_at is None:
        message.read_at = work.now
        work.audit("read_message", "message", message.id, village_id=message.village_id)
    return message


def count_unread(work: Work) -> int:
    """Count the messages of the actor's own household that nobody there has opened."""
    return queries.count_unread(_own(work), work.session)


def _own(work: Work) -> Scope:
    """Return the actor's own household only: an office opens nobody's inbox."""
    return Scope(household_ids=work.actor.scope(Permission.MESSAGE_READ).household_ids)
