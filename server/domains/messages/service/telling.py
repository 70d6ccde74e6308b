"""Tell households what concerns them: in the inbox, and in person where nobody has a phone."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import case, exists, insert, literal, update

from models.households import Member
from models.messages import Message
from models.vocabulary import MessageChannel, MessageKind, OutboxTopic
from server.domains.messages.service.claiming import claim_sends
from server.domains.outbox import service as outbox
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
    """Tell many households, each village's in one statement; the worker delivers them in lots."""
    if not tells:
        return
    for village_id in sorted({one.village_id for one in tells}):
        _tell_village(work, village_id, [one for one in tells if one.village_id == village_id])


def _tell_village(work: Work, village_id: int, tells: Sequence[Tell]) -> None:
    rows = [{**asdict(one), "created_at": work.now} for one in tells]
    ids = work.session.scalars(insert(Message).returning(Message.id), rows).all()
    for start in range(0, len(ids), DELIVERED_TOGETHER):
        lot = {"message_ids": list(ids[start : start + DELIVERED_TOGETHER])}
        outbox.put(work, OutboxTopic.MESSAGE_CREATED, lot, village_id=village_id)


def deliver(work: Work, payload: dict[str, Any]) -> None:
    """Choose the channel of new messages (outbox topic MESSAGE_CREATED). Repeating changes nothing.

    The inbox when somebody of the household has joined with her own phone, else in person. Who
    asked for it is sent it through WeChat as well.
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
    delivered = work.session.scalars(
        update(Message)
        .where(Message.id.in_(payload["message_ids"]), Message.channel.is_(None))
        .values(channel=case((reachable, inbox), else_=in_person), delivered_at=work.now)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    ).all()
    claim_sends(work, delivered)
