"""Send what was claimed through WeChat: at most once, one at a time to a person, never by night."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from models.subscriptions import MessageSend
from models.vocabulary import SendState
from server.domains.messages import queries
from server.domains.messages.queries import Posted
from server.domains.messages.rules import manners
from server.domains.messages.rules.templates import Facts, Unfit, fill
from server.domains.messages.service import allowances
from server.domains.messages.service.ending import end, end_unused, refuse_all
from server.domains.outbox import service as outbox
from server.kernel.ports import Ports
from server.kernel.wechat import SendOutcome, SubscriptionMessage
from server.kernel.work import Work

log = logging.getLogger(__name__)

RETRIES_MAX = 3
TURN = timedelta(seconds=5)
"""When to ask again whether the message before has reached her."""

_BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))


def _prepare(work: Work, payload: outbox.Payload) -> outbox.Payload | outbox.Again | None:
    """Return what is sent: the openid is looked up now and kept nowhere."""
    send = queries.get_send(work.session, payload["send_id"])
    if send.state is SendState.SENDING:
        log.warning("send %s: a worker died while sending; it is not sent again", send.id)
        allowances.end_sending(work, send.person_id, send.id)
        end(work, send, SendState.UNKNOWN)
    if send.state is not SendState.WAITING:
        return None
    if (wait := manners.earliest(work.now, work.ports.subscriptions) - work.now) > timedelta():
        return outbox.Again(wait)
    posted = queries.find_posted(work.session, send.id)
    is_read = posted.message.read_at is not None
    message = None if is_read else _address(work, send, posted)
    if message is None:
        end_unused(work, send, SendState.READ if is_read else SendState.DROPPED)
        return None
    if not allowances.begin_sending(work, send.person_id, send.id):
        return outbox.Again(TURN)
    send.state = SendState.SENDING
    return {"send_id": send.id, "message": message}


def _address(work: Work, send: MessageSend, posted: Posted) -> SubscriptionMessage | None:
    """Return what WeChat is asked to send; None when there is no such account or template."""
    template = work.ports.subscriptions.find(posted.template_id)
    if template is None or posted.openid is None:
        return None
    message = posted.message
    try:
        data = fill(template, Facts(message.kind, message.title, message.body, message.created_at))
    except Unfit as field:
        log.error("send %s: field %s of template %s is unfit", send.id, field, template.key)  # noqa: TRY400 - the field's name says it all
        return None
    return SubscriptionMessage(posted.openid, template.template_id, template.page, data)


def _send(ports: Ports, payload: outbox.Payload, key: str) -> SendOutcome:
    del key  # WeChat knows none: whoever died while sending is not followed by another
    return ports.wechat.send_subscription(payload["message"])


def _record(work: Work, payload: outbox.Payload, answer: SendOutcome) -> outbox.Again | None:
    send = queries.get_send(work.session, payload["send_id"])
    if answer in _FAULTS:
        template = work.ports.subscriptions.find(payload["message"].template_id)
        log.error("send %s: %s, template %s", send.id, answer, template and template.key)
    again = _ENDS[answer](work, send)
    allowances.end_sending(work, send.person_id, send.id)
    return again


def _try_again(work: Work, send: MessageSend) -> outbox.Again | None:
    if send.tries == RETRIES_MAX:
        end_unused(work, send, SendState.GIVEN_UP)
        return None
    send.state = SendState.WAITING
    send.tries += 1
    return outbox.Again(_BACK_OFF[send.tries - 1])


def _is_sent(work: Work, send: MessageSend) -> None:
    end(work, send, SendState.SENT)


def _is_refused(work: Work, send: MessageSend) -> None:
    refuse_all(work, send.credit_id, refused=send)


def _is_faulty(work: Work, send: MessageSend) -> None:
    end_unused(work, send, SendState.DROPPED)


def _is_lost(work: Work, send: MessageSend) -> None:
    log.warning("send %s: the answer was lost; it is not sent again", send.id)
    end(work, send, SendState.UNKNOWN)


_FAULTS = {SendOutcome.MALFORMED, SendOutcome.SENSITIVE, SendOutcome.MISCONFIGURED}
_ENDS: Mapping[SendOutcome, Callable[[Work, MessageSend], outbox.Again | None]] = {
    SendOutcome.SENT: _is_sent,
    SendOutcome.LATER: _try_again,
    SendOutcome.NO_CREDIT: _is_refused,
    SendOutcome.GONE: _is_refused,
    SendOutcome.UNKNOWN: _is_lost,
    **dict.fromkeys(_FAULTS, _is_faulty),
}
SENDING = outbox.Outside(_send, prepare=_prepare, record=_record)
"""How the outbox topic SEND_CLAIMED leaves the house."""
