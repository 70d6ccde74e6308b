"""How a send ends: used or not, and what becomes of the others when WeChat takes no more."""

from models.subscriptions import MessageSend
from models.vocabulary import CreditReason, SendState
from server.domains.messages import queries
from server.domains.messages.service import allowances, crediting
from server.kernel.work import Work


def end(work: Work, send: MessageSend, state: SendState) -> None:
    """End a send that took its credit, or may have."""
    send.state = state
    send.ended_at = work.now


def end_unused(work: Work, send: MessageSend, state: SendState) -> None:
    """End a send that never reached WeChat's customer: credit and allowance are there again."""
    end(work, send, state)
    allowances.give_back(work, send.person_id, send.week_on)
    crediting.give_back(work, send.credit_id, send.id)


def refuse_all(
    work: Work,
    credit_id: int,
    reason: CreditReason = CreditReason.USED_UP,
    *,
    refused: MessageSend | None = None,
) -> None:
    """Take every credit and end what waits to be sent on one: WeChat would refuse it (43101).

    `refused` is the send that WeChat did refuse. Rows are held in the order sends, allowance,
    credit.
    """
    waiting = queries.list_waiting_sends(work.session, credit_id)
    for send in [*waiting, *([refused] if refused else [])]:
        allowances.give_back(work, send.person_id, send.week_on)
        end(work, send, SendState.NO_CREDIT)
    crediting.forfeit(work, credit_id, reason)
