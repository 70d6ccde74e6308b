"""Who is sent a new message through WeChat: claimed with its delivery, sent by the worker."""

from collections.abc import Sequence

from models.subscriptions import MessageSend
from models.vocabulary import OutboxTopic, SendState
from server.domains.messages import queries
from server.domains.messages.queries import Subscriber
from server.domains.messages.rules import manners
from server.domains.messages.service import allowances, crediting
from server.domains.outbox import service as outbox
from server.kernel.work import Work


def claim_sends(work: Work, message_ids: Sequence[int]) -> None:
    """Claim a send for each member who asked for messages of this kind and has some left.

    Nobody else is sent anything: the inbox has it.
    """
    wanted = work.ports.subscriptions
    served = {kind: one.template_id for one in wanted.templates for kind in one.kinds}
    found = queries.list_subscribers(work.session, message_ids, served, app_id=wanted.app_id)
    reached: set[tuple[int, int]] = set()
    for each in found:
        if (each.message_id, each.person_id) not in reached and _claim(work, each):
            reached.add((each.message_id, each.person_id))


def _claim(work: Work, to: Subscriber) -> bool:
    due_at = manners.earliest(work.now, work.ports.subscriptions)
    week_on = manners.week_of(due_at)
    if not allowances.take(work, to.person_id, week_on):
        return False
    if not crediting.take(work, to.credit_id):
        allowances.give_back(work, to.person_id, week_on)
        return False
    send = MessageSend(
        message_id=to.message_id,
        person_id=to.person_id,
        credit_id=to.credit_id,
        state=SendState.WAITING,
        week_on=week_on,
        tries=0,
        claimed_at=work.now,
    )
    work.session.add(send)
    work.session.flush()
    crediting.enter_sent(work, to.credit_id, send.id)
    outbox.put(
        work,
        OutboxTopic.SEND_CLAIMED,
        {"send_id": send.id},
        village_id=to.village_id,
        due_at=due_at,
    )
    return True
