"""Tell households: in the inbox, through WeChat as well, or by somebody who goes there."""

from server.domains.messages.rules.templates import read_templates
from server.domains.messages.service.asking import moments, report_answers, stop_sending
from server.domains.messages.service.crediting import reconcile
from server.domains.messages.service.forgetting import FORGETTINGS
from server.domains.messages.service.in_person import count_untold, list_untold, mark_told
from server.domains.messages.service.inbox import count_unread, list_inbox, mark_read
from server.domains.messages.service.personal_data import PERSONAL_DATA, forget_message, hide_name
from server.domains.messages.service.pushed import (
    note_answers,
    note_changed_minds,
    note_sent,
)
from server.domains.messages.service.sending import SENDING
from server.domains.messages.service.telling import (
    DELIVERED_TOGETHER,
    Tell,
    deliver,
    tell,
    tell_many,
)

__all__ = [
    "DELIVERED_TOGETHER",
    "FORGETTINGS",
    "PERSONAL_DATA",
    "SENDING",
    "Tell",
    "count_unread",
    "count_untold",
    "deliver",
    "forget_message",
    "hide_name",
    "list_inbox",
    "list_untold",
    "mark_read",
    "mark_told",
    "moments",
    "note_answers",
    "note_changed_minds",
    "note_sent",
    "read_templates",
    "reconcile",
    "report_answers",
    "stop_sending",
    "tell",
    "tell_many",
]
