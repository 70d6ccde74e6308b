"""The door to a person's own data: gather it, have it corrected, close her account."""

from server.domains.privacy.service.closing import (
    Closing,
    close_account,
    close_again,
    preview_closing,
)
from server.domains.privacy.service.closings_journal import (
    keep_closings,
    list_closings,
    list_reopened,
    note_closings,
    read_closings,
)
from server.domains.privacy.service.correction_texts import ANSWERS, SEALED_COLUMNS, WISHES
from server.domains.privacy.service.corrections import (
    CorrectionCard,
    Wish,
    ask_for_correction,
    count_waiting,
    list_asked,
    list_waiting,
)
from server.domains.privacy.service.deciding import decide_correction
from server.domains.privacy.service.forgetting import FORGETTINGS
from server.domains.privacy.service.gathering import gather, show_my_data
from server.domains.privacy.service.own_file import OwnData
from server.domains.privacy.service.personal_data import PERSONAL_DATA

__all__ = [
    "ANSWERS",
    "FORGETTINGS",
    "PERSONAL_DATA",
    "SEALED_COLUMNS",
    "WISHES",
    "Closing",
    "CorrectionCard",
    "OwnData",
    "Wish",
    "ask_for_correction",
    "close_account",
    "close_again",
    "count_waiting",
    "decide_correction",
    "gather",
    "keep_closings",
    "list_asked",
    "list_closings",
    "list_reopened",
    "list_waiting",
    "note_closings",
    "preview_closing",
    "read_closings",
    "show_my_data",
]
