"""The door to content checks: hand a text in, ask whether it is shown, decide what WeChat cannot.

Only what residents and leaders write for others to read is checked. An office's own words (the
answer to a letter, a reason for a return) are not: who said them is named and on record.
"""

from server.domains.moderation.queries import has_passed
from server.domains.moderation.service.asking import ASK, hand_over, list_overdue
from server.domains.moderation.service.backlog import Backlog, backlog
from server.domains.moderation.service.deciding import (
    CheckCard,
    count_for_people,
    decide,
    list_for_people,
)
from server.domains.moderation.service.submitting import Submission, states_of, submit_text

__all__ = [
    "ASK",
    "Backlog",
    "CheckCard",
    "Submission",
    "backlog",
    "count_for_people",
    "decide",
    "hand_over",
    "has_passed",
    "list_for_people",
    "list_overdue",
    "states_of",
    "submit_text",
]
