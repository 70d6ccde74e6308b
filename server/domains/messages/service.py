"""Tell households what concerns them: always in the inbox, in person where nobody has a phone."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import case, exists, insert, literal, update

from models.households import Member
from models.messages import Message
from models.vocabulary import MessageChannel, MessageKind, OutboxTopic
from server.domains.messages import queries
from server.domains.messages.errors import AlreadyTold, MessageNotFound
from server.domains.messages.queries import ToTell
from server.domains.organisations import service as organisations
from server.domains.outbox import service as outbox
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work

DELIVERED_TOGETHER = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """What one household is to be told; the texts are shown as they are."""

    household_id: int
    village_id: int
    kind: MessageKind
    title: str
    body: str


def tell(
    work: Work, *, household_id: int, village_id: int, kind: MessageKind, title: str, body: str
) -> None:
    """Tell one household something; it leaves with the commit, or not at all."""
    one = Tell(household_id=household_id, village_id=village_id, kind=kind, title=title, body=body)
    tell_many(work, [one])


def tell_many(work: Work, tells: Sequence[Tell]) -> None:
    """Tell many households in one statement; the worker delivers them in lots."""
    if not tells:
        return
    rows = [{**asdict(one), "created_at": work.now} for one in tells]
    ids = work.session.scalars(insert(Message).returning(Message.id), rows).all()
    for start in range(0, len(ids), DELIVERED_TOGETHER):
        lot = list(ids[start : start + DELIVERED_TOGETHER])
        outbox.put(work, OutboxTopic.MESSAGE_CREATED, {"message_ids": lot})


def deliver(work: Work, payload: dict[str, Any]) -> None:
    """Choose the channel of new messages (outbox topic MESSAGE_CREATED). Repeating changes nothing.

    The inbox when somebody of the household has joined with her own phone, else in person.
    """
    reachable = (
        exists()
        .where(
            Member.household_id == Message.household_id,
            Member.person_id.is_not(None),
            Member.left_at.is_(None),
        )
        .correlate(Message)
    )
    inbox, in_person = (
        literal(channel, Message.channel.type)
        for channel in (MessageChannel.INBOX, MessageChannel.IN_PERSON)
    )
    work.session.execute(
        update(Message)
        .where(Message.id.in_(payload["message_ids"]), Message.channel.is_(None))
        .values(channel=case((reachable, inbox), else_=in_person), delivered_at=work.now)
        .execution_options(synchronize_session=False)
    )


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


def list_untold(work: Work, page: PageRequest) -> Page[ToTell]:
    """Return what the actor's villages must still be told in person, oldest first."""
    scope = work.actor.office_scope(Permission.IN_PERSON_READ)
    return queries.list_untold(scope, work.session, page)


def mark_told(work: Work, message_id: int) -> Message:
    """Note that the actor told the household in person, once.

    Raises MessageNotFound, AlreadyTold.
    """
    scope = work.actor.office_scope(Permission.IN_PERSON_READ)
    message = organisations.get_within(scope, work.session, Message, message_id, MessageNotFound())
    told = work.session.execute(
        update(Message)
        .where(
            Message.id == message.id,
            Message.channel == MessageChannel.IN_PERSON,
            Message.told_by.is_(None),
        )
        .values(told_by=work.person_id, read_at=work.now)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if told is None:
        raise AlreadyTold
    work.audit("tell_in_person", "message", message.id, village_id=message.village_id)
    work.session.refresh(message)
    return message


def count_unread(work: Work) -> int:
    """Count the messages of the actor's own household that nobody there has opened."""
    return queries.count_unread(_own(work), work.session)


def count_untold(work: Work, scope: Scope) -> int:
    """Count what must still be told in person within a scope of the actor's offices."""
    return queries.count_untold(scope, work.session)


def _own(work: Work) -> Scope:
    """Return the actor's own household only: an office opens nobody's inbox."""
    return Scope(household_ids=work.actor.scope(Permission.MESSAGE_READ).household_ids)
