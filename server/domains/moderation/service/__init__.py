"""The door to content checks: hand a text in, ask whether it is shown, decide what WeChat cannot.

Every text that one person writes and another reads is checked, an office's words as well; which
these are, and what is no such text, says docs/checked-texts.md.
"""

from server.domains.moderation.queries import has_passed, is_shown
from server.domains.moderation.service.asking import ASK, hand_over, list_overdue
from server.domains.moderation.service.backlog import Backlog, backlog, photo_backlog
from server.domains.moderation.service.deciding import (
    CheckCard,
    count_for_people,
    decide,
    list_for_people,
)
from server.domains.moderation.service.forgetting import forget_checks, forget_texts, forget_traces
from server.domains.moderation.service.personal_data import PERSONAL_DATA
from server.domains.moderation.service.photos import (
    ASK_PHOTO,
    PhotoCard,
    ShownPhotos,
    count_photos_for_people,
    decide_photo,
    hand_photo_over,
    list_overdue_photos,
    list_photos_for_people,
    note_fetch,
    note_verdict,
    photo_states_of,
)
from server.domains.moderation.service.reports import (
    ReportCard,
    count_reports,
    decide_report,
    list_reports,
    report,
)
from server.domains.moderation.service.showing import ShownText, show_texts, states_of
from server.domains.moderation.service.submitting import Submission, submit_text

__all__ = [
    "ASK",
    "ASK_PHOTO",
    "PERSONAL_DATA",
    "Backlog",
    "CheckCard",
    "PhotoCard",
    "ReportCard",
    "ShownPhotos",
    "ShownText",
    "Submission",
    "backlog",
    "count_for_people",
    "count_photos_for_people",
    "count_reports",
    "decide",
    "decide_photo",
    "decide_report",
    "forget_checks",
    "forget_texts",
    "forget_traces",
    "hand_over",
    "hand_photo_over",
    "has_passed",
    "is_shown",
    "list_for_people",
    "list_overdue",
    "list_overdue_photos",
    "list_photos_for_people",
    "list_reports",
    "note_fetch",
    "note_verdict",
    "photo_backlog",
    "photo_states_of",
    "report",
    "show_texts",
    "states_of",
    "submit_text",
]
