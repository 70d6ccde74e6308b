"""What WeChat pushes about subscription messages; the worker hands each event on once."""

import logging
from collections.abc import Iterator
from typing import Any

from models.vocabulary import CreditReason
from server.domains.messages import queries
from server.domains.messages.service import crediting
from server.domains.messages.service.ending import refuse_all
from server.kernel.work import Work

log = logging.getLogger(__name__)

Event = dict[str, Any]


def note_answers(work: Work, event: Event) -> None:
    """Note what somebody accepted (subscribe_msg_popup_event); a no changes nothing."""
    for account_id, template_id, item in _items(work, event):
        if item.get("SubscribeStatusString") == "accept":
            crediting.earn(work, account_id, template_id)


def note_changed_minds(work: Work, event: Event) -> None:
    """Note what somebody switched off in WeChat's settings (subscribe_msg_change_event)."""
    for account_id, template_id, item in _items(work, event):
        credit_id = queries.find_credit(work.session, account_id, template_id)
        if item.get("SubscribeStatusString") == "reject" and credit_id is not None:
            refuse_all(work, credit_id, CreditReason.REJECTED)


def note_sent(work: Work, event: Event) -> None:
    """Note what became of a message that WeChat took (subscribe_msg_sent_event)."""
    for account_id, template_id, item in _items(work, event):
        code = str(item.get("ErrorCode", "0"))
        send = queries.find_last_sent(work.session, account_id, template_id)
        if send is not None and code.isdecimal() and int(code):
            log.warning("send %s: WeChat took it and did not deliver it: %s", send.id, int(code))
            send.error = int(code)


def _items(work: Work, event: Event) -> Iterator[tuple[int, str, Event]]:
    """Yield what an event says of templates we have and of an account we know."""
    manners = work.ports.subscriptions
    openid = str(event.get("FromUserName"))
    account_id = queries.find_account(work.session, manners.app_id, openid)
    for item in event.get("List", []):
        template_id = str(item.get("TemplateId"))
        if account_id is not None and manners.find(template_id) is not None:
            yield account_id, template_id, item
