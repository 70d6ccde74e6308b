"""Look up messages: a household's inbox, and what a village must be told in person."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from models.households import Household
from models.messages import Message
from models.vocabulary import MessageChannel
from server.domains.organisations.service import count_up_to_limit, within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


class ToTell(NamedTuple):
    """A message with the household it is for, found by its number and not by a name."""

    message: Message
    household_number: str
    group_name: str


def list_inbox(scope: Scope, session: Session, page: PageRequest) -> Page[Message]:
    """Return the messages of the households in scope, newest first."""
    wanted = select(Message).where(within(scope, Message.village_id, Message.household_id))
    if page.after is not None:
        wanted = wanted.where(Message.id < page.after)
    rows = session.scalars(wanted.order_by(Message.id.desc()).limit(page.size + 1)).all()
    return Page[Message].cut(rows, page.size, lambda row: row.id)


def list_untold(scope: Scope, session: Session, page: PageRequest) -> Page[ToTell]:
    """Return what nobody has told yet to households without a phone, oldest first."""
    wanted = (
        select(Message, Household.number, Household.group_name)
        .join(Household, Household.id == Message.household_id)
        .where(_untold(scope), Message.id > (page.after or 0))
        .order_by(Message.id)
        .limit(page.size + 1)
    )
    rows = [ToTell(*row) for row in session.execute(wanted).tuples()]
    return Page[ToTell].cut(rows, page.size, lambda row: row.message.id)


def count_untold(scope: Scope, session: Session) -> int:
    """Count what nobody has told yet to households without a phone."""
    return count_up_to_limit(session, select(Message.id).where(_untold(scope)))


def count_unread(scope: Scope, session: Session) -> int:
    """Count the messages of the households in scope that nobody has opened."""
    mine = within(scope, Message.village_id, Message.household_id)
    return count_up_to_limit(session, select(Message.id).where(mine, Message.read_at.is_(None)))


def _untold(scope: Scope) -> ColumnElement[bool]:
    return and_(
        within(scope, Message.village_id),
        Message.channel == MessageChannel.IN_PERSON,
        Message.told_by.is_(None),
    )
