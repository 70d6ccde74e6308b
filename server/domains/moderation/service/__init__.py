"""The door to content checks: hand a text in, ask whether it is shown, decide what WeChat cannot.

Every text that one person writes and another reads is checked, an office's words as well; which
these are, and what is no such text, says docs/checked-texts.md.
"""

from server.domains.moderation.queries import has_passed, is_shown
from server.domains.moderation.service.asking import ASK, hand_over, list_overdue
from server.domains.moderation.service.backlog import Backlog, backlog
from server.domains.moderation.service.deciding import (
    CheckCard,
    count_for_people,
    decide,
    list_for_people,
)
from server.domains.moderation.service.showing import ShownText, show_texts, states_of
from server.domains.moderation.service.submitting import Submission, submit_text

__all__ = [
    "ASK",
    "Backlog",
    "CheckCard",
    "ShownText",
    "Submission",
    "backlog",
    "count_for_people",
    "decide",
    "hand_over",
    "has_passed",
    "is_shown",
    "list_for_people",
    "list_overdue",
    "show_texts",
    "states_of",
    "submit_text",
]
