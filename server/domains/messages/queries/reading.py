"""Look up messages: a household's inbox, and what a village must be told in person."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.households import Household
from models.messages import Message
from models.vocabulary import MessageChannel, TellReason
from server.domains.messages.rules.kinds import ASKING
from server.domains.organisations.service import count_up_to_limit, within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


class ToTell(NamedTuple):
    """A message with the household it is for, found by its number and not by a name."""

    message: Message
    household_number: str
    group_name: str

    @property
    def reason(self) -> TellReason:
        """Why somebody must go there."""
        has_phone = self.message.channel is MessageChannel.INBOX
        return TellReason.NOT_READ if has_phone else TellReason.NO_PHONE


def list_inbox(scope: Scope, session: Session, page: PageRequest) -> Page[Message]:
    """Return the messages of the households in scope that still say something, newest first."""
    mine = within(scope, Message.village_id, Message.household_id)
    wanted = select(Message).where(mine, still_says())
    if page.after is not None:
        wanted = wanted.where(Message.id < page.after)
    rows = session.scalars(wanted.order_by(Message.id.desc()).limit(page.size + 1)).all()
    return Page[Message].cut(rows, page.size, lambda row: row.id)


def list_untold(
    scope: Scope, session: Session, page: PageRequest, *, unread_since: datetime
) -> Page[ToTell]:
    """Return what nobody has told yet, oldest first."""
    wanted = (
        select(Message, Household.number, Household.group_name)
        .join(Household, Household.id == Message.household_id)
        .where(within(scope, Message.village_id), is_untold(unread_since))
        .where(Message.id > (page.after or 0))
        .order_by(Message.id)
        .limit(page.size + 1)
    )
    rows = [ToTell(*row) for row in session.execute(wanted).tuples()]
    return Page[ToTell].cut(rows, page.size, lambda row: row.message.id)


def count_untold(scope: Scope, session: Session, *, unread_since: datetime) -> int:
    """Count what nobody has told yet."""
    untold = select(Message.id).where(within(scope, Message.village_id), is_untold(unread_since))
    return count_up_to_limit(session, untold)


def count_unread(scope: Scope, session: Session) -> int:
    """Count the messages of the households in scope that nobody has opened."""
    mine = within(scope, Message.village_id, Message.household_id)
    return count_up_to_limit(session, select(Message.id).where(mine, Message.read_at.is_(None)))


def still_says() -> ColumnElement[bool]:
    """Tell whether a message holds its words; in time they go."""
    return Message.body != ""


def is_untold(unread_since: datetime) -> ColumnElement[bool]:
    """Tell whether somebody must be told in person: she has no phone, or has not looked since.

    Whoever looks after all needs no telling.
    """
    not_looked_at = and_(
        Message.channel == MessageChannel.INBOX,
        Message.kind.in_(ASKING),
        Message.delivered_at <= unread_since,
    )
    return and_(
        Message.read_at.is_(None),
        Message.told_by.is_(None),
        or_(Message.channel == MessageChannel.IN_PERSON, not_looked_at),
    )
