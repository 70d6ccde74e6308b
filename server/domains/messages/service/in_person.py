"""Whom somebody must tell in person (当面告知): who has no phone, and who does not look at it."""

from datetime import datetime, timedelta

from sqlalchemy import update

from models.messages import Message
from server.domains.messages import queries
from server.domains.messages.errors import AlreadyTold, MessageNotFound
from server.domains.messages.queries import ToTell
from server.domains.organisations import service as organisations
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work

UNREAD = timedelta(days=5)
"""How long what asks for an act may stay unread until somebody goes and tells her."""


def list_untold(work: Work, page: PageRequest) -> Page[ToTell]:
    """Return what the actor's villages must still be told in person, oldest first."""
    scope = work.actor.office_scope(Permission.IN_PERSON_READ)
    return queries.list_untold(scope, work.session, page, unread_since=_unread_since(work))


def count_untold(work: Work, scope: Scope) -> int:
    """Count what must still be told in person within a scope of the actor's offices."""
    return queries.count_untold(scope, work.session, unread_since=_unread_since(work))


def mark_told(work: Work, message_id: int) -> Message:
    """Note that the actor told the household in person, once.

    Raises MessageNotFound, AlreadyTold.
    """
    scope = work.actor.office_scope(Permission.IN_PERSON_READ)
    message = organisations.get_within(scope, work.session, Message, message_id, MessageNotFound())
    told = work.session.execute(
        update(Message)
        .where(Message.id == message.id, queries.is_untold(_unread_since(work)))
        .values(told_by=work.person_id, read_at=work.now)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if told is None:
        raise AlreadyTold
    work.audit("tell_in_person", "message", message.id, village_id=message.village_id)
    work.session.refresh(message)
    return message


def _unread_since(work: Work) -> datetime:
    return work.now - UNREAD
