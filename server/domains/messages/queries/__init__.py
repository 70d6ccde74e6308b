"""Look up messages, and what of them leaves through WeChat."""

from server.domains.messages.queries.reading import (
    ToTell,
    count_unread,
    count_untold,
    is_untold,
    list_inbox,
    list_untold,
    still_says,
)
from server.domains.messages.queries.sends import (
    Posted,
    Subscriber,
    find_account,
    find_account_of,
    find_credit,
    find_last_sent,
    find_posted,
    get_send,
    list_credits,
    list_subscribers,
    list_waiting_sends,
)

__all__ = [
    "Posted",
    "Subscriber",
    "ToTell",
    "count_unread",
    "count_untold",
    "find_account",
    "find_account_of",
    "find_credit",
    "find_last_sent",
    "find_posted",
    "get_send",
    "is_untold",
    "list_credits",
    "list_inbox",
    "list_subscribers",
    "list_untold",
    "list_waiting_sends",
    "still_says",
]
